import { describe, expect, it } from 'vitest'
import { type Body, Raise, runScript, sleep } from '../../tests/support/scripted.ts'
import { type Json, type Log, seconds } from '../index.ts'

const entries = (log: Log) => Array.from({ length: log.length }, (_, row) => log.entry(row))

const ENDS: { readonly [how: string]: Body } = {
  *succeeds() {
    yield sleep(1000)
    return 1
  },
  *fails() {
    yield sleep(1000)
    throw new Raise({ type: 'ValueError' })
  },
  *lost() {
    yield { kind: 'exit', status: 1, signal: null }
    return 1
  },
  *stuck() {
    yield sleep(seconds(30))
    return 1
  },
}

/** What the worker did with the message of the first run, and whether that came before the run. */
function settled(how: string, options: { readonly [name: string]: Json }, as: 'task' | 'setting') {
  const limit = how === 'stuck' ? { time_limit: 1 } : {}
  const settings = Object.fromEntries(
    Object.entries(options).map(([name, value]) => [`task_${name}`, value]),
  )
  const body = ENDS[how]
  if (body === undefined) throw new Error(`no body ${how}`)
  const log = runScript(
    {
      tasks: {
        'tasks.one': { body, options: as === 'task' ? { ...options, ...limit } : limit },
      },
      settings: as === 'setting' ? settings : {},
      *main(_args, api) {
        api.send('tasks.one')
        yield sleep(seconds(4))
        return null
      },
    },
    {
      cluster: { workers: [{ name: 'w1', options: '-c 1', autostart: true }] },
      until: seconds(5),
    },
  )
  const rows = entries(log)
  const at = rows.findIndex(({ kind }) => kind === 'message-acked' || kind === 'message-rejected')
  const begun = rows.findIndex(({ kind }) => kind === 'task-started')
  const entry = rows[at]
  if (entry === undefined) return 'nothing'
  const what =
    entry.kind === 'message-rejected' ? (entry.detail.requeue ? 'requeue' : 'reject') : 'ack'
  return `${what} ${at < begun ? 'before' : 'after'}`
}

const OFF = { acks_on_failure_or_timeout: false }
const LOST = { reject_on_worker_lost: true }
const LATE = { acks_late: true }

describe('what becomes of a message (rules 3.26 to 3.28)', () => {
  const table: readonly (readonly [
    options: { readonly [name: string]: Json },
    ends: { readonly [how: string]: string },
  ])[] = [
    [{}, { succeeds: 'ack', fails: 'ack', lost: 'ack', stuck: 'ack' }],
    [
      { ...OFF, ...LOST },
      { succeeds: 'ack', fails: 'ack', lost: 'ack', stuck: 'ack' },
    ],
    [LATE, { succeeds: 'ack', fails: 'ack', lost: 'ack', stuck: 'ack' }],
    [
      { ...LATE, ...OFF },
      { succeeds: 'ack', fails: 'reject', lost: 'reject', stuck: 'requeue' },
    ],
    [
      { ...LATE, ...LOST },
      { succeeds: 'ack', fails: 'ack', lost: 'requeue', stuck: 'ack' },
    ],
    [
      { ...LATE, ...OFF, ...LOST },
      { succeeds: 'ack', fails: 'reject', lost: 'requeue', stuck: 'requeue' },
    ],
  ]

  for (const [options, ends] of table)
    it(`with ${JSON.stringify(options)}, on the task and as settings`, () => {
      const when = options['acks_late'] === true ? 'after' : 'before'
      for (const [how, what] of Object.entries(ends))
        for (const as of ['task', 'setting'] as const)
          expect([how, as, settled(how, options, as)]).toEqual([how, as, `${what} ${when}`])
    })

  it('of a solo worker: an early acknowledgement is sent after the body', () => {
    const log = runScript(
      {
        tasks: { 'tasks.one': { body: ENDS['fails'] as Body } },
        *main(_args, api) {
          api.send('tasks.one')
          yield sleep(seconds(2))
          return null
        },
      },
      { cluster: { workers: [{ name: 'w1', options: '-P solo', autostart: true }] } },
    )
    const kinds = entries(log).map(({ kind }) => kind)
    expect(kinds.indexOf('message-acked')).toBeGreaterThan(kinds.indexOf('task-failed'))
  })
})
