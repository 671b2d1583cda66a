import { describe, expect, it } from 'vitest'
import { type Body, runScript, type Script, sleep } from '../../tests/support/scripted.ts'
import { type Action, type BackendName, type Json, type Log, seconds } from '../index.ts'

const entries = (log: Log) => Array.from({ length: log.length }, (_, row) => log.entry(row))

const LATE: Body = function* () {
  yield sleep(seconds(20))
  return 'ran'
}

interface Given {
  readonly settings?: { readonly [name: string]: Json }
  readonly options?: { readonly [name: string]: Json }
  readonly state?: string
  readonly backend?: BackendName
}

const ON = { worker_deduplicate_successful_tasks: true }

/** A worker is killed with a task whose result somebody has stored; another one gets the message. */
function run({ settings = ON, options = { acks_late: true }, state = 'SUCCESS', backend }: Given) {
  const script: Script = {
    tasks: {
      'tasks.late': { body: LATE, options },
      'tasks.after': {
        *body([value]) {
          yield sleep(0)
          return value ?? null
        },
      },
    },
    settings,
    *main(_args, api) {
      const next = { task: 'tasks.after', args: [], kwargs: {}, options: { task_id: 'after' } }
      const link = [{ ...next, subtask_type: null, immutable: false }] as unknown as Json
      const id = api.send('tasks.late', [], { link })
      yield sleep(seconds(1))
      api.tell('store', { id, state, result: 'made up' })
      yield sleep(seconds(8))
      return null
    },
  }
  const actions: readonly Action[] = [
    { on: { kind: 'time' }, after: seconds(3), verb: 'kill', target: 'w1', signal: 'SIGKILL' },
    { on: { kind: 'time' }, after: seconds(4), verb: 'start', target: 'w2' },
  ]
  const workers = [
    { name: 'w1', options: '-c 1', autostart: true },
    { name: 'w2', options: '-c 1 -E', autostart: false },
  ]
  const log = runScript(script, {
    actions,
    cluster: { broker: 'rabbitmq', workers, ...(backend === undefined ? {} : { backend }) },
    until: seconds(12),
  })
  return {
    runs: entries(log).filter(
      (entry) => entry.kind === 'task-started' && entry.detail.name === 'tasks.late',
    ).length,
    skipped: entries(log).filter(({ kind }) => kind === 'task-skipped').length,
    after: entries(log).flatMap((entry) =>
      entry.kind === 'task-succeeded' ? [entry.detail.result] : [],
    ),
    lines: entries(log).flatMap((entry) => (entry.kind === 'logged' ? [entry.detail.text] : [])),
    acked: entries(log).filter(({ kind }) => kind === 'message-acked').length,
  }
}

describe('worker_deduplicate_successful_tasks (rule 3.31)', () => {
  it('skips a message that comes again after success, acknowledges it and sends what follows', () => {
    const { runs, skipped, after, lines, acked } = run({})
    expect({ runs, skipped, after, acked }).toEqual({
      runs: 1,
      skipped: 1,
      after: ['made up'],
      acked: 2,
    })
    expect(lines.some((line) => line.endsWith('Task already completed successfully.'))).toBe(true)
  })

  it('runs it again while it has not succeeded', () => {
    expect(run({ state: 'STARTED' })).toMatchObject({ runs: 2, skipped: 0 })
  })

  it('is off unless it is set, and without late acknowledgement nothing comes again', () => {
    expect(run({ settings: {} })).toMatchObject({ runs: 2, skipped: 0 })
    expect(run({ options: {} })).toMatchObject({ runs: 1, skipped: 0 })
  })

  it('takes task_acks_late for late, and needs a backend that keeps results', () => {
    expect(run({ options: {}, settings: { ...ON, task_acks_late: true } })).toMatchObject({
      skipped: 1,
    })
    expect(run({ backend: 'rpc' })).toMatchObject({ runs: 2, skipped: 0 })
  })
})
