import { describe, expect, it } from 'vitest'
import { runScript, type Script, type ScriptedRun, sleep } from '../../tests/support/scripted.ts'
import type { Action } from '../cluster/spec.ts'
import { seconds } from '../kernel/units.ts'
import type { Json } from '../messages/json.ts'
import type { Log } from '../log/log.ts'

const script = (settings: { readonly [name: string]: Json } = {}): Script => ({
  settings,
  tasks: {
    'tasks.late': {
      options: { acks_late: true },
      *body() {
        yield sleep(seconds(6))
        return 'done'
      },
    },
  },
  *main(_args, api) {
    api.send('tasks.late')
    api.send('tasks.late')
    yield sleep(seconds(60))
    return null
  },
})

const run = (fault: Action, settings = {}, options: ScriptedRun = {}): Log =>
  runScript(script(settings), {
    cluster: {
      broker: 'rabbitmq',
      workers: [{ name: 'w1', options: '-c 1 --without-mingle', autostart: true }],
    },
    actions: [fault],
    until: seconds(300),
    ...options,
  })

const at = (after: number, fault: object) =>
  ({ on: { kind: 'time' }, after: seconds(after), ...fault }) as Action
const drop = at(3, { fault: 'drop-connections', lasts: null })
const away = (after: number, lasts: number) =>
  at(after, { fault: 'broker-away', lasts: seconds(lasts) })

const entries = (log: Log) => Array.from({ length: log.length }, (_, row) => log.entry(row))
const lines = (log: Log): string[] =>
  entries(log).flatMap((one) =>
    one.kind === 'logged' ? [`${one.detail.level} ${one.detail.text.split('\n')[0] ?? ''}`] : [],
  )
const kinds = (log: Log, kind: string) => entries(log).filter((one) => one.kind === kind)

describe('a worker that loses its connection (rule 3.12)', () => {
  it('connects anew, and what it ran runs again: traces connection_lost_late_rabbit, connection_lost_prefetched_rabbit', () => {
    const log = run(drop)
    expect(lines(log)).toContain(
      "CRITICAL Couldn't ack 1, reason:RecoverableConnectionError(None, 'connection already closed', None, '')",
    )
    expect(kinds(log, 'task-started')).toHaveLength(3)
    expect(kinds(log, 'message-acked')).toHaveLength(2)
    expect(kinds(log, 'connection-opened')).toHaveLength(1)
  })

  it('ends with what it runs, where it may not try again: trace connection_retry_off', () => {
    const log = run(drop, { broker_connection_retry: false })
    expect(lines(log).filter((line) => /lost|disabled/.test(line))).toEqual([
      'CRITICAL Retrying to re-establish a connection to the message broker after a connection loss has been disabled (app.conf.broker_connection_retry=False). Shutting down...',
    ])
    expect(kinds(log, 'task-succeeded')).toHaveLength(1)
    const [stopped] = entries(log).flatMap((one) =>
      one.kind === 'worker-stopped' ? [one.detail] : [],
    )
    expect(stopped).toEqual({ reason: 'warm', exitCode: 1 })
  })

  it('tries again 2, 4, 6 s apart until somebody is there (rule 3.11)', () => {
    const log = run(away(3, 10))
    const tries = kinds(log, 'connection-refused').filter(({ actor }) => actor.name === 'w1@sim')
    const gaps = tries
      .slice(1)
      .map(({ time }, nth) => Math.round((time - (tries[nth]?.time ?? 0)) / 1e6))
    expect(gaps).toEqual([2, 4])
    expect(lines(log)).toContain(
      'ERROR consumer: Cannot connect to amqp://guest:**@127.0.0.1:5672//: [Errno 111] Connection refused.',
    )
  })

  it('gives up after broker_connection_max_retries', () => {
    const log = run(away(0, 200), { broker_connection_max_retries: 2 })
    expect(lines(log).at(-1)).toBe(
      "CRITICAL Unrecoverable error: OperationalError('[Errno 111] Connection refused')",
    )
    const own = kinds(log, 'connection-refused').filter(({ actor }) => actor.name === 'w1@sim')
    expect(own).toHaveLength(3)
  })
})
