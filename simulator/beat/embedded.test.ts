import { describe, expect, it } from 'vitest'
import { runScript, type Script, sleep } from '../../tests/support/scripted.ts'
import { type Action, type Log, seconds } from '../index.ts'

const entries = (log: Log) => Array.from({ length: log.length }, (_, row) => log.entry(row))

const script: Script = {
  settings: {
    beat_schedule: { often: { task: 'tasks.tick', schedule: { every: 1, relative: false } } },
  },
  tasks: {
    'tasks.tick': {
      *body() {
        yield sleep(0)
        return null
      },
    },
  },
  *main() {
    yield sleep(seconds(6.5))
    return null
  },
}

const run = (options: string, actions: readonly Action[] = []): Log =>
  runScript(script, {
    actions,
    until: seconds(7),
    cluster: { workers: [{ name: 'w1', options, autostart: true }] },
  })

const sent = (log: Log): readonly number[] =>
  entries(log).flatMap((entry) => (entry.kind === 'message-published' ? [entry.time] : []))

describe('celery worker -B (rules 3.71, 3.72)', () => {
  it('sends what the schedule says, from when the worker is ready', () => {
    const log = run('-c 1 -B')
    const times = sent(log)
    expect(times.length).toBeGreaterThanOrEqual(5)
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0))
    for (const gap of gaps) expect(Math.abs(gap - seconds(1))).toBeLessThan(seconds(0.1))
    const starting = entries(log).filter(
      (entry) => entry.kind === 'logged' && entry.detail.text === 'beat: Starting...',
    )
    expect(starting.map(({ actor }) => actor?.name)).toEqual(['w1@sim/beat'])
    expect(sent(run('-c 1'))).toEqual([])
  })

  it('sends everything once more for each worker that has it (rule 7.2)', () => {
    const twice = ['w1', 'w2'].map((name) => ({ name, options: '-c 1 -B', autostart: true }))
    const log = runScript(script, { until: seconds(7), cluster: { workers: twice } })
    const by = entries(log).flatMap(({ kind, actor }) =>
      kind === 'message-published' ? [actor.name] : [],
    )
    expect(new Set(by)).toEqual(new Set(['w1@sim/beat', 'w2@sim/beat']))
    expect(by.length).toBeGreaterThanOrEqual(2 * sent(run('-c 1 -B')).length - 2)
  })

  it('ends with its worker', () => {
    const stop: Action = {
      on: { kind: 'ready', worker: 'w1' },
      after: seconds(2.5),
      verb: 'kill',
      target: 'w1',
      signal: 'SIGTERM',
    }
    expect(sent(run('-c 1 -B', [stop]))).toHaveLength(2)
  })

  it('is refused by greenlets', () => {
    const log = run('-P gevent -c 4 -B')
    expect(entries(log).some(({ kind }) => kind === 'worker-ready')).toBe(false)
    expect(
      entries(log).some(
        (entry) => entry.kind === 'logged' && entry.detail.text.includes('ImproperlyConfigured'),
      ),
    ).toBe(true)
  })
})
