import { beforeEach, describe, expect, test, vi } from 'vitest'
import { Log, seconds } from '../../simulator/index.ts'
import type { Answer, LogBatch, Question } from '../../simulator/index.ts'
import { Interrupted } from '../python/python.ts'
import type { Python } from '../python/python.ts'
import { Lab } from './lab.ts'
import type { Pull, PythonFiles, RunSpec, Word } from './protocol.ts'

const files: PythonFiles = {
  wasm: new ArrayBuffer(0),
  stdlib: new ArrayBuffer(0),
  lock: '{}',
  script: '',
  memory: null,
}

const spec: RunSpec = {
  files: { 'client.py': '' },
  client: { module: 'client', entry: 'script' },
  cluster: { broker: 'redis', backend: 'none', workers: [], app: 'tasks' },
  actions: [],
  seed: 7,
  limits: { time: seconds(60), facts: 1000 },
}

/** A Python whose client does what `main` says, or whose `main` never comes back. */
function python(main: 'prints' | 'hangs'): Python {
  let fail: (error: Error) => void = () => undefined
  let tell: Parameters<Python['begin']>[0]['tell'] = () => ({})
  const nothing = () => ({ error: { type: 'builtins.RuntimeError', message: 'no serializers' } })
  return {
    codec: { encode: nothing, decode: nothing },
    heap: 0,
    begin: (run) => {
      tell = run.tell
      return Promise.resolve()
    },
    change: () => undefined,
    ask: (question: Question): Promise<Answer> => {
      if (question.kind !== 'main') return Promise.resolve({ kind: 'done', spent: 0 })
      tell('print', question.process, 10, { stream: 'stdout', text: 'hello' })
      if (main === 'hangs') {
        return new Promise((_, reject) => {
          fail = reject
        })
      }
      const value = { json: null, repr: 'None' }
      return Promise.resolve({ kind: 'returned', spent: 10, value })
    },
    stop: () => fail(new Interrupted('stopped')),
    dispose: () => undefined,
  }
}

/** Lines that were printed by who has not come back. */
const said: Word[] = []
/** Facts that came ahead of a pull. */
const given: LogBatch[] = []

const lab = (main: 'prints' | 'hangs'): Lab =>
  new Lab({
    boot: () => Promise.resolve(python(main)),
    breathe: () => Promise.resolve(),
    give: (batch) => given.push(batch),
    giveWords: (words) => said.push(...words),
  })

async function untilEnded(thread: Lab, log: Log): Promise<Pull['status']> {
  for (;;) {
    const { batch, status } = await thread.pull()
    for (const early of given.splice(0)) log.appendBatch(early)
    if (batch) log.appendBatch(batch)
    if (status.kind === 'ended') return status
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

describe('the lab in its thread', () => {
  beforeEach(() => {
    given.length = 0
  })

  test('tells a run in batches that fit together', async () => {
    const thread = lab('prints')
    await thread.prepare(files)
    await thread.start(spec)
    const log = new Log()
    const status = await untilEnded(thread, log)
    expect(status).toMatchObject({ kind: 'ended', ending: { kind: 'finished' } })
    const printed = Array.from({ length: log.length }, (_, row) => log.entry(row)).find(
      ({ kind }) => kind === 'printed',
    )
    expect(printed?.detail).toMatchObject({ text: 'hello' })
    expect((await thread.pull()).batch).toBeNull()
  })

  test('Stop ends a body that hangs, and keeps what was logged', async () => {
    const thread = lab('hangs')
    await thread.prepare(files)
    await thread.start(spec)
    const log = new Log()
    const first = await thread.pull()
    expect(first.status.kind).toBe('running')
    for (const early of given.splice(0)) log.appendBatch(early)
    if (first.batch) log.appendBatch(first.batch)
    await thread.stop()
    const status = await untilEnded(thread, log)
    expect(status).toMatchObject({ ending: { kind: 'stopped' } })
  })

  test('what was logged before a body that never comes back is there without a pull', async () => {
    const thread = lab('hangs')
    await thread.prepare(files)
    await thread.start(spec)
    const log = new Log()
    await vi.waitFor(() => {
      for (const early of given.splice(0)) log.appendBatch(early)
      const kinds = Array.from({ length: log.length }, (_, row) => log.entry(row).kind)
      expect(kinds).toContain('program-started')
    })
    await thread.stop()
  })

  test('what a body prints before it never comes back is said at once', async () => {
    said.length = 0
    const thread = lab('hangs')
    await thread.prepare(files)
    await thread.start(spec)
    await vi.waitFor(() => {
      expect(said).toMatchObject([{ process: 'client', stream: 'stdout', text: 'hello' }])
    })
    await thread.stop()
  })

  test('a new run ends the one before, and begins at row 0', async () => {
    const thread = lab('hangs')
    await thread.prepare(files)
    await thread.start(spec)
    await thread.pull()
    given.length = 0
    await thread.start(spec)
    await vi.waitFor(() => expect(given[0]?.from).toBe(0))
  })

  test('nothing runs before Python is there', async () => {
    await expect(lab('prints').start(spec)).rejects.toThrow('not loaded')
  })
})
