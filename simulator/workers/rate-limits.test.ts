import { describe, expect, it } from 'vitest'
import { result, runScript, type Script, sleep } from '../../tests/support/scripted.ts'
import { type ClusterSpec, type Json, type Log, seconds } from '../index.ts'

const entries = (log: Log) => Array.from({ length: log.length }, (_, row) => log.entry(row))

const ONE: Partial<ClusterSpec> = { workers: [{ name: 'w1', options: '-c 1', autostart: true }] }

/** Starts of tasks by name, in seconds after the first one. */
function starts(log: Log): readonly (readonly [string, number])[] {
  const found = entries(log).flatMap((entry) =>
    entry.kind === 'task-started' ? [[entry.detail.name, entry.time] as const] : [],
  )
  const first = found[0]?.[1] ?? 0
  return found.map(([name, time]) => [name, (time - first) / 1e6])
}

const script = (
  limit: Json,
  count: number,
  settings: { readonly [name: string]: Json } = {},
): Script => ({
  settings,
  tasks: {
    'tasks.tick': {
      options: { rate_limit: limit },
      *body() {
        return null
      },
    },
    'tasks.free': {
      *body() {
        return null
      },
    },
  },
  *main(_args, api) {
    // The bucket fills while the program does not send: it must be as full as it gets.
    yield sleep(seconds(3))
    const ids = Array.from({ length: count }, () => api.send('tasks.tick'))
    ids.push(api.send('tasks.free'))
    for (const id of ids) yield* result(id)
    return null
  },
})

describe('a rate limit (rule 3.23)', () => {
  it('lets the first two go at once, then one each 1/rate', () => {
    const ticks = starts(runScript(script('2/s', 5), { cluster: ONE })).filter(
      ([name]) => name === 'tasks.tick',
    )
    expect(ticks.map(([, at]) => Math.round(at * 20) / 20)).toEqual([0, 0, 0.5, 1, 1.5])
  })

  it('fills the prefetch window, so that other tasks wait behind it (rule 3.24)', () => {
    const log = runScript(script('1/s', 7), { cluster: ONE })
    const free = starts(log).find(([name]) => name === 'tasks.free')
    // Four of seven wait in the window while two have gone: the window opens one second later.
    expect(free?.[1]).toBeGreaterThan(1.9)
    expect(entries(log).filter(({ kind }) => kind === 'task-limited')).toHaveLength(5)
  })

  it('is off with worker_disable_rate_limits, and where it is 0 (rule 3.25)', () => {
    for (const run of [
      script('1/s', 4, { worker_disable_rate_limits: true }),
      script('0', 4),
      script(null, 4),
    ]) {
      const all = starts(runScript(run, { cluster: ONE }))
      expect(all).toHaveLength(5)
      expect(all.at(-1)?.[1]).toBeLessThan(0.5)
    }
  })

  it('can be given for all tasks by task_default_rate_limit', () => {
    const log = runScript(script(null, 3, { task_default_rate_limit: '1/s' }), { cluster: ONE })
    expect(starts(log).at(-1)?.[1]).toBeGreaterThan(0.9)
  })

  it('that cannot be read keeps the worker from starting (rule 3.25)', () => {
    const log = runScript(script('10/x', 1), { cluster: ONE, until: seconds(10) })
    expect(entries(log).map(({ kind }) => kind)).not.toContain('worker-ready')
    expect(
      entries(log).flatMap((entry) => (entry.kind === 'logged' ? [entry.detail.text] : [])),
    ).toContain("Unrecoverable error: KeyError('x')")
  })

  it('is looked at after an ETA, in the order of the ETAs (rule 3.25)', () => {
    const run = script('1/s', 0)
    const log = runScript(
      {
        ...run,
        *main(_args, api) {
          const ids = [0, 1, 2].map(() => api.send('tasks.tick', [], { countdown: 3 }))
          for (const id of ids) yield* result(id)
          return null
        },
      },
      { cluster: ONE },
    )
    const sent = entries(log).find(({ kind }) => kind === 'message-published')?.time ?? 0
    const began = entries(log)
      .filter(({ kind }) => kind === 'task-started')
      .map(({ time }) => Math.round((time - sent) / 1e5) / 10)
    expect(began).toEqual([3, 3, 4])
  })
})

describe('prefetch', () => {
  it('grows with held tasks up to worker_eta_task_limit (rule 3.18)', () => {
    const options = '-c 1 --prefetch-multiplier=1'
    const workers = [{ name: 'w1', options, autostart: true }]
    const most = (limit: Json): number => {
      const log = runScript(
        {
          ...script(null, 0, { worker_eta_task_limit: limit }),
          *main(_args, api) {
            for (let i = 0; i < 8; i++) api.send('tasks.free', [], { countdown: 5 })
            yield sleep(seconds(1))
            return null
          },
        },
        { cluster: { workers }, until: seconds(3) },
      )
      return entries(log).filter(({ kind }) => kind === 'task-held').length
    }
    expect([most(null), most(3)]).toEqual([8, 3])
  })

  it('is none on Redis with --disable-prefetch: a message is taken when a process is free (rule 3.20)', () => {
    const taken = (broker: 'redis' | 'rabbitmq'): number => {
      const workers = [{ name: 'w1', options: '-c 1 --disable-prefetch', autostart: true }]
      const slow: Script = {
        tasks: {
          'tasks.slow': {
            *body() {
              yield sleep(seconds(5))
              return null
            },
          },
        },
        *main(_args, api) {
          for (let i = 0; i < 4; i++) api.send('tasks.slow')
          yield sleep(seconds(2))
          return null
        },
      }
      const log = runScript(slow, { cluster: { broker, workers }, until: seconds(4) })
      return entries(log).filter(({ kind }) => kind === 'message-delivered').length
    }
    expect([taken('redis'), taken('rabbitmq')]).toEqual([1, 4])
  })
})
