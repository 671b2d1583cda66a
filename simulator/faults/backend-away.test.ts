import { describe, expect, it } from 'vitest'
import { runScript, type Script, sleep } from '../../tests/support/scripted.ts'
import { seconds } from '../kernel/units.ts'
import type { Json } from '../messages/json.ts'
import type { FactKind } from '../log/facts.ts'
import type { Log } from '../log/log.ts'

/** What was seen with Celery 5.6.3, a task that ends while Redis is gone, and a program that looks at its state. */
const script = (settings: { readonly [name: string]: Json } = {}, late = false): Script => ({
  settings,
  tasks: {
    'tasks.nap': {
      options: { acks_late: late },
      *body() {
        yield sleep(seconds(2))
        return 'done'
      },
    },
  },
  *main(_args, api) {
    const id = api.send('tasks.nap')
    yield sleep(seconds(3))
    const during = yield { kind: 'meta', id }
    yield sleep(seconds(20))
    const after = yield { kind: 'meta', id }
    return [
      during.kind === 'error' ? during.error.message : during.kind,
      after.kind === 'metas' ? (after.metas[id]?.status ?? null) : after.kind,
    ]
  },
})

const run = (made: Script): Log =>
  runScript(made, {
    cluster: { broker: 'rabbitmq', backend: 'redis' },
    actions: [
      { on: { kind: 'time' }, after: seconds(2.5), fault: 'backend-away', lasts: seconds(10) },
    ],
    until: seconds(60),
  })

const entries = (log: Log) => Array.from({ length: log.length }, (_, row) => log.entry(row))
const count = (log: Log, kind: FactKind): number =>
  entries(log).filter((one) => one.kind === kind).length
const returned = (log: Log) =>
  entries(log).flatMap((one) => (one.kind === 'program-ended' ? [one.detail.returned] : []))[0]
const lines = (log: Log): string[] =>
  entries(log).flatMap((one) =>
    one.kind === 'logged' ? [one.detail.text.split('\n')[0] ?? ''] : [],
  )

const REFUSED = 'Error 111 connecting to localhost:6379. Connection refused.'

describe.each([false, true])('a result backend that is away, acks_late %s', (late) => {
  const log = run(script({}, late))

  it('loses the result of a task that ends meanwhile; its message is acknowledged all the same', () => {
    expect(returned(log)).toEqual([REFUSED, null])
    expect(count(log, 'state-stored')).toBe(0)
    expect(count(log, 'task-internal-error')).toBe(1)
    expect(count(log, 'message-acked')).toBe(1)
    expect(count(log, 'task-started')).toBe(1)
  })

  it('has the worker say so', () => {
    expect(lines(log).filter((text) => text.includes('raised'))).toEqual([
      expect.stringContaining('RuntimeWarning: Exception raised outside body: ConnectionError('),
      `Pool callback raised exception: ConnectionError('${REFUSED}')`,
    ])
  })
})

describe('with result_backend_always_retry', () => {
  const log = run(script({ result_backend_always_retry: true }))

  it('the result is stored once it is back, and the task takes as long', () => {
    expect(returned(log)).toEqual([REFUSED, 'SUCCESS'])
    const [stored] = entries(log).filter((one) => one.kind === 'state-stored')
    expect(stored?.time).toBeGreaterThan(seconds(12.5))
    expect(stored?.time).toBeLessThan(seconds(14))
  })
})
