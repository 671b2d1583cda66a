import { describe, expect, it } from 'vitest'
import type { Question, RequestContext } from '../../simulator/index.ts'
import { QuestionWriter } from './question-writer.ts'

const request = (more: Record<string, unknown> = {}): RequestContext => ({
  id: 'a',
  task: 'tasks.add',
  args: [1],
  kwargs: {},
  hostname: 'w1@sim',
  retries: 0,
  timelimit: [null, null],
  stamps: {},
  ...more,
})

const asked = (given: RequestContext, name = 'tasks.add'): Question => ({
  kind: 'task',
  process: 'w1@sim/1',
  name,
  args: given.args,
  kwargs: given.kwargs,
  request: given,
})

const written = (writer: QuestionWriter, question: Question): object =>
  JSON.parse(writer.text(question)) as object

describe('the writer of questions', () => {
  it('tells the first request of a task whole, and of later ones what differs', () => {
    const writer = new QuestionWriter()
    expect(written(writer, asked(request()))).toEqual(asked(request()))
    const later = request({ id: 'b', args: [2], stamps: { shop: [1] } })
    expect(written(writer, asked(later))).toEqual({
      ...asked(later),
      request: { id: 'b', stamps: { shop: [1] } },
      shortened: true,
    })
  })

  it('tells a request with other fields whole', () => {
    const writer = new QuestionWriter()
    writer.text(asked(request()))
    for (const other of [request({ tenant: 'blue' }), { id: 'c', task: 'tasks.add' }])
      expect(written(writer, asked(other as RequestContext))).not.toHaveProperty('shortened')
  })

  it('knows nothing of other tasks, nor of the run before', () => {
    const writer = new QuestionWriter()
    writer.text(asked(request()))
    expect(written(writer, asked(request(), 'tasks.sub'))).not.toHaveProperty('shortened')
    writer.reset()
    expect(written(writer, asked(request()))).not.toHaveProperty('shortened')
  })
})
