import { describe, expect, it } from 'vitest'
import { runScript, type Script, sleep } from '../../tests/support/scripted.ts'
import { type ClusterSpec, type Log, parseActions, seconds } from '../index.ts'

const cluster: ClusterSpec = {
  broker: 'redis',
  backend: 'redis',
  app: 'tasks',
  workers: [{ name: 'w1', options: '-c 1 --prefetch-multiplier 1', autostart: true }],
}

/** Ten tasks of a second each, and one process. */
const script: Script = {
  tasks: {
    'tasks.work': {
      *body() {
        yield sleep(seconds(1))
        return null
      },
    },
  },
  *main(_args, api) {
    for (let i = 0; i < 10; i++) api.send('tasks.work')
    yield sleep(seconds(20))
    return null
  },
}

function after(action: { readonly [setting: string]: unknown }): Log {
  const parsed = parseActions([{ at: 3.5, ...action }], cluster)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return runScript(script, { cluster, actions: parsed.actions, until: seconds(60) })
}

const entries = (log: Log) => Array.from({ length: log.length }, (_, row) => log.entry(row))
const of = (log: Log, kind: string) => entries(log).filter((entry) => entry.kind === kind)

/** Does the order stand behind a fact, however far? */
function isBehind(log: Log, row: number): boolean {
  const order = of(log, 'action-taken')[0]!.row
  for (let at = row; at >= 0; at = log.causeAt(at)) if (at === order) return true
  return false
}

describe('an order by hand', () => {
  it('purges a queue: what waits is dropped, what a worker holds stays', () => {
    const log = after({ do: 'purge', queue: 'celery' })
    const dropped = of(log, 'message-dropped')
    expect(dropped.length).toBeGreaterThan(3)
    expect(dropped.every(({ row }) => isBehind(log, row))).toBe(true)
    expect(of(log, 'task-succeeded')).toHaveLength(10 - dropped.length)
  })

  it('sends a task by its name, which runs like any other', () => {
    const log = after({ do: 'publish', task: 'tasks.work' })
    expect(of(log, 'task-succeeded')).toHaveLength(11)
    const sent = of(log, 'message-published').filter(({ row }) => isBehind(log, row))
    expect(sent).toHaveLength(1)
  })

  it('sets how many messages a worker takes ahead', () => {
    const log = after({ do: 'prefetch', worker: 'w1', count: 5 })
    const last = of(log, 'prefetch-set').at(-1)!
    expect(last.detail).toEqual({ count: 5 })
    expect(isBehind(log, last.row)).toBe(true)
    const taken = of(log, 'message-delivered').filter(({ row }) => row > last.row)
    expect(taken[3]!.time - last.time).toBeLessThan(seconds(0.1))
  })

  it('grows a pool by remote control', () => {
    const log = after({ do: 'control', worker: 'w1', method: 'pool_grow', arguments: { n: 2 } })
    const [handled] = of(log, 'control-handled')
    expect(isBehind(log, handled!.row)).toBe(true)
    // The pool looks after itself now and then: the processes come a little later.
    const started = of(log, 'process-started').filter(({ row }) => row > handled!.row)
    expect(started).toHaveLength(2)
  })

  it('cancels a consumer: the worker takes nothing more', () => {
    const log = after({ do: 'control', method: 'cancel_consumer', arguments: { queue: 'celery' } })
    expect(of(log, 'consumer-cancelled')).toHaveLength(1)
    expect(of(log, 'task-succeeded').length).toBeLessThan(8)
  })

  it('changes nothing before its moment', () => {
    const without = runScript(script, { cluster, actions: [], until: seconds(60) })
    const log = after({ do: 'publish', task: 'tasks.work' })
    const order = of(log, 'action-taken')[0]!.row
    for (let row = 0; row < order; row++) expect(log.entry(row)).toEqual(without.entry(row))
  })

  it('says what is wrong with it', () => {
    const parsed = parseActions([{ at: 1, do: 'prefetch', worker: 'w9', count: 0 }], cluster)
    expect(parsed.ok || parsed.problems.map(({ sentence }) => sentence)).toEqual([
      '"w9" is not one of w1.',
      '"count" is a whole number from 1 to 1000000, not 0.',
    ])
  })
})

it('kills the process of a number', () => {
  const log = after({ fault: 'kill-process', worker: 'w1', process: 1 })
  const ended = of(log, 'process-ended').find(({ time }) => time >= seconds(3.5))
  expect(ended?.actor.name).toBe('w1@sim/1')
})
