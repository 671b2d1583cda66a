import { describe, expect, it } from 'vitest'
import { runScript, type Script, type ScriptedRun, sleep } from '../../tests/support/scripted.ts'
import type { Action } from '../cluster/spec.ts'
import { seconds } from '../kernel/units.ts'
import type { Log } from '../log/log.ts'

const nothing: Script = {
  tasks: {},
  *main() {
    yield sleep(seconds(40))
    return null
  },
}

const entries = (log: Log) => Array.from({ length: log.length }, (_, row) => log.entry(row))

const run = (
  actions: readonly Action[],
  options = ['', ''],
  cluster: ScriptedRun['cluster'] = {},
): Log =>
  runScript(nothing, {
    cluster: {
      workers: options.map((one, at) => ({
        name: `w${at + 1}`,
        options: `-c 1 ${one}`,
        autostart: true,
      })),
      ...cluster,
    },
    actions,
    until: seconds(60),
  })

const missed = (log: Log) =>
  entries(log).flatMap((one) =>
    one.kind === 'heartbeat-missed' ? [{ ...one.detail, by: one.actor.name, at: one.time }] : [],
  )

const killed = (lasts: number | null = null): Action => ({
  on: { kind: 'time' },
  after: seconds(10),
  fault: 'kill-worker',
  worker: 'w2',
  lasts,
})

const eventsOf = (log: Log) =>
  entries(log).flatMap((one) =>
    one.kind === 'event-sent' ? [`${one.actor.name} ${one.detail.type}`] : [],
  )

describe('gossip (rules 3.55, 8.6; trace events_missed_heartbeat)', () => {
  it('misses the heartbeat of a worker that was killed, at the next look after two of them', () => {
    const log = run([killed()])
    const [one] = missed(log)
    expect(one).toMatchObject({ by: 'w1@sim', worker: 'w2@sim' })
    // The last heartbeat was up to 2 s old, two of them take 4 s, and a look comes each 5 s.
    expect((one?.at ?? 0) - seconds(10)).toBeGreaterThan(seconds(2))
    expect((one?.at ?? 0) - seconds(10)).toBeLessThan(seconds(9))
    expect(
      entries(log).some(
        (e) => e.kind === 'logged' && e.detail.text === 'missed heartbeat from w2@sim',
      ),
    ).toBe(true)
  })

  it.each([
    ['one that is back in time', [killed(seconds(1))], ['', '']],
    [
      'one that was stopped',
      [{ on: { kind: 'time' }, after: seconds(10), verb: 'stop', target: 'w2' }],
      ['', ''],
    ],
    ['anybody, without gossip', [killed()], ['--without-gossip', '']],
    ['one that sends no heartbeats', [killed()], ['', '--without-heartbeat']],
  ] as const)('does not miss %s', (_who, actions, options) => {
    expect(missed(run([...actions] as Action[], [...options]))).toEqual([])
  })

  it('misses a worker behind a partition', () => {
    const cut = { fault: 'partition', nodes: ['w2'], from: 'broker', lasts: seconds(20) } as const
    const log = run([{ on: { kind: 'time' }, after: seconds(10), ...cut }], ['', ''], {
      broker: 'redis',
    })
    expect(missed(log).map(({ by, worker }) => [by, worker])).toEqual([['w1@sim', 'w2@sim']])
  })
})

describe('the heart (rule 3.52)', () => {
  it('says that a worker is there, and that it goes; a killed one says nothing', () => {
    const stop: Action = { on: { kind: 'time' }, after: seconds(10), verb: 'stop', target: 'w2' }
    expect(eventsOf(run([stop]))).toEqual([
      'w1@sim worker-online',
      'w2@sim worker-online',
      'w2@sim worker-offline',
    ])
    expect(eventsOf(run([killed()]))).not.toContain('w2@sim worker-offline')
    expect(eventsOf(run([], ['--without-heartbeat', '--without-heartbeat']))).toEqual([])
  })
})
