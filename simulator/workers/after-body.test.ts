import { describe, expect, it } from 'vitest'
import { type Body, result, runScript, type Script, sleep } from '../../tests/support/scripted.ts'
import { type Json, type Log, type Raised, type ResumeValue, type Wait, seconds } from '../index.ts'

const error = (type: string): Raised => ({
  type,
  module: 'builtins',
  args: [],
  repr: `${type}()`,
  message: '',
  frames: [],
  traceback: `${type}\n`,
  expected: false,
})

const returned = (json: Json): Wait => ({
  kind: 'ended',
  ending: { value: { json, repr: String(json) } },
  internal: false,
})

const raised = (type: string, internal = false): Wait => ({
  kind: 'ended',
  ending: { error: error(type) },
  internal,
})

/** A body with handlers: what each pause was answered with stands in `heard`. */
function withHandlers(waits: readonly Wait[], heard: ResumeValue[]): Body {
  return function* (_args, api) {
    for (const wait of waits) {
      heard.push(yield wait)
      api.tell('print', { stream: 'stdout', text: `after ${wait.kind}` })
    }
    return null
  }
}

function run(
  waits: readonly Wait[],
  options: { readonly [name: string]: Json } = {},
): [Log, ResumeValue[]] {
  const heard: ResumeValue[] = []
  const script: Script = {
    tasks: { 'tasks.handled': { body: withHandlers(waits, heard) } },
    *main(_args, api) {
      yield* result(api.send('tasks.handled', [], options), seconds(5))
      yield sleep(seconds(1))
      return null
    },
  }
  return [runScript(script), heard]
}

const story = (log: Log): string[] =>
  Array.from({ length: log.length }, (_, row) => log.entry(row)).flatMap((entry) => {
    if (entry.kind === 'state-stored')
      return [`${entry.detail.kept ? 'stored' : 'refused'} ${entry.detail.state}`]
    if (entry.kind === 'printed') return [entry.detail.text]
    if (entry.kind === 'task-finished') return [`finished ${entry.detail.state}`]
    if (entry.kind === 'task-succeeded' || entry.kind === 'task-failed') return [entry.kind]
    return entry.kind === 'task-internal-error' ? ['internal'] : []
  })

describe('what comes after a body', () => {
  it('comes when the result is stored, and Celery’s line where it is due (rule 4.4)', () => {
    const [log, heard] = run([returned(3), { kind: 'concluded' }])
    expect(story(log)).toEqual([
      'stored SUCCESS',
      'after ended',
      'task-succeeded',
      'after concluded',
      'finished SUCCESS',
    ])
    expect(heard).toEqual([{ kind: 'nothing' }, { kind: 'nothing' }])
  })

  it('comes after FAILURE too (rule 4.5)', () => {
    const [log] = run([raised('KeyError'), { kind: 'concluded' }])
    expect(story(log)).toEqual([
      'stored FAILURE',
      'after ended',
      'task-failed',
      'after concluded',
      'finished FAILURE',
    ])
  })

  it('may raise: the result stays, the try fails (rule 4.11)', () => {
    const [log] = run([returned(3), raised('ValueError', true)])
    expect(story(log)).toEqual([
      'stored SUCCESS',
      'after ended',
      'finished SUCCESS',
      'internal',
      'refused FAILURE',
      'after ended',
      'task-failed',
    ])
  })

  it('hears of a callback that cannot be sent (rule 4.10)', () => {
    const link = {
      task: 'tasks.handled',
      args: [],
      kwargs: {},
      options: { serializer: 'nope' },
      subtask_type: null,
      immutable: true,
    }
    const [log, heard] = run([returned(3), raised('SerializerNotInstalled', true)], { link })
    expect(heard[0]).toMatchObject({
      kind: 'error',
      error: { message: 'No encoder installed for nope' },
    })
    expect(story(log)).toContain('internal')
    expect(story(log)).not.toContain('stored SUCCESS')
  })
})
