import { describe, expect, it } from 'vitest'
import { type Action, type Log, seconds } from '../../simulator/index.ts'
import { POOLS } from '../../simulator/workers/pools/index.ts'
import { type Body, Raise, runScript, type Script, sleep } from '../support/scripted.ts'

const entries = (log: Log) => Array.from({ length: log.length }, (_, row) => log.entry(row))

const count = (log: Log, kind: string): number =>
  entries(log).filter((entry) => entry.kind === kind).length

const lines = (log: Log): readonly string[] =>
  entries(log).flatMap((entry) => (entry.kind === 'logged' ? [entry.detail.text] : []))

const stores = (log: Log): readonly string[] =>
  entries(log).flatMap((entry) => (entry.kind === 'state-stored' ? [entry.detail.state] : []))

const started = (log: Log): readonly number[] =>
  entries(log).flatMap((entry) => (entry.kind === 'task-started' ? [entry.time] : []))

const TASKS: Script['tasks'] = {
  'tasks.slow': {
    *body() {
      yield sleep(seconds(1))
      return 'done'
    },
  },
  'tasks.exits': {
    *body() {
      yield sleep(seconds(0.1))
      throw new Raise({ type: 'SystemExit', args: [3], repr: 'SystemExit(3)' })
    },
  },
}

interface Case {
  readonly options?: string
  readonly settings?: Script['settings']
  readonly actions?: readonly Action[]
}

function run(
  pool: string,
  main: Body,
  { options = '-c 2', settings = {}, actions = [] }: Case = {},
): Log {
  const workers = [{ name: 'w1', options: `-P ${pool} ${options}`, autostart: true }]
  return runScript({ tasks: TASKS, settings, main }, { actions, cluster: { workers } })
}

const send = (task: string, times: number): Body =>
  function* (_args, api) {
    for (let i = 0; i < times; i++) api.send(task)
    yield sleep(seconds(8))
    return null
  }

describe.each(Object.entries(POOLS))('the pool %s', (name, pool) => {
  const slots = pool.slots(2)

  it('is named as it is registered', () => {
    expect(pool.name).toBe(name)
  })

  it('runs every task once, as many at a time as it has slots', () => {
    const log = run(name, send('tasks.slow', 4))
    expect(stores(log)).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS', 'SUCCESS'])
    expect(count(log, 'message-acked')).toBe(4)
    const [first = 0, ...rest] = started(log)
    const atOnce = 1 + rest.filter((time) => time - first < seconds(0.9)).length
    expect(atOnce).toBe(slots)
  })

  it('enforces the time limits that it knows, and no others', () => {
    const hard = run(name, send('tasks.slow', 1), { options: '-c 1 --time-limit=0.5' })
    const isOver = lines(hard).some((line) => line.startsWith('Hard time limit (0.5s) exceeded'))
    // A scripted body hears nothing of gevent's Timeout: there the line comes from the exception alone.
    if (pool.unit !== 'greenlet') expect(isOver).toBe(pool.limits.hard)
    const soft = run(name, send('tasks.slow', 1), { options: '-c 1 --soft-time-limit=0.5' })
    const isWarned = lines(soft).some((line) => line.startsWith('Soft time limit (0.5s) exceeded'))
    expect(isWarned).toBe(pool.limits.soft)
  })

  it('finishes what runs when it is asked to stop; what waits outside it goes back', () => {
    const actions: Action[] = [
      {
        on: { kind: 'started', task: 'tasks.slow', nth: 1 },
        after: seconds(0.5),
        verb: 'kill',
        target: 'w1',
        signal: 'SIGTERM',
      },
    ]
    const log = run(name, send('tasks.slow', 4), { options: '-c 1', actions })
    expect(count(log, 'worker-stopped')).toBe(1)
    const done = { outside: 1, inside: 4, blocking: pool.unit === 'main' ? 1 : 2 }[pool.waiting]
    expect(stores(log)).toHaveLength(done)
  })

  it('recycles its processes after so many tasks, where it has any (rule 3.34)', () => {
    const log = run(name, send('tasks.slow', 3), { options: '-c 1 --max-tasks-per-child=1' })
    const recycled = entries(log).filter(
      (entry) => entry.kind === 'process-ended' && entry.detail.reason === 'recycled',
    ).length
    expect(recycled > 0).toBe(pool.recycles)
    // A recycled process is made good when the pool looks after itself, some seconds later.
    const [first = 0, second = 0] = started(log)
    expect(second - first > seconds(2)).toBe(pool.recycles)
    expect(count(log, 'task-succeeded')).toBe(3)
  })

  it('answers for a body that ends with SystemExit (rule 3.36)', () => {
    const log = run(name, send('tasks.exits', 1), { options: '-c 1' })
    const lost = lines(log).some((line) => line.includes('exitcode 3 Job: 0.'))
    expect(lost).toBe(pool.unit === 'process')
    expect(stores(log)).toEqual(pool.unit === 'process' ? ['FAILURE'] : [])
    expect(count(log, 'worker-stopped')).toBe(pool.unit === 'main' ? 1 : 0)
  })
})

describe('what waits for a thread', () => {
  it('runs though it is revoked (rule 3.57: documented otherwise)', () => {
    const main: Body = function* (_args, api) {
      api.send('tasks.slow')
      const id = api.send('tasks.slow')
      yield sleep(seconds(0.5))
      api.tell('control', {
        method: 'revoke',
        arguments: { task_id: id, terminate: false, signal: null },
        destination: null,
        pattern: null,
        matcher: null,
        reply: false,
      })
      yield sleep(seconds(5))
      return null
    }
    expect(count(run('threads', main, { options: '-c 1' }), 'task-succeeded')).toBe(2)
    expect(count(run('prefork', main, { options: '-c 1' }), 'task-succeeded')).toBe(1)
  })
})

describe('bodies that share one Python', () => {
  /** A long stretch of computing, in slices. */
  const computing: Script['tasks'] = {
    'tasks.compute': {
      *body() {
        for (let i = 0; i < 50; i++) yield { kind: 'computing' }
        return 'done'
      },
    },
  }
  const ends = (pool: string): readonly number[] => {
    const main: Body = function* (_args, api) {
      api.send('tasks.compute')
      api.send('tasks.compute')
      yield sleep(seconds(9))
      return null
    }
    const workers = [{ name: 'w1', options: `-P ${pool} -c 2`, autostart: true }]
    const log = runScript({ tasks: computing, main }, { cluster: { workers }, spent: 10_000 })
    const [begin = 0] = started(log)
    return entries(log).flatMap((entry) =>
      entry.kind === 'task-succeeded' ? [(entry.time - begin) / seconds(1)] : [],
    )
  }

  it('computes side by side in processes, by turns in threads, one after the other in greenlets', () => {
    const [, processes = 0] = ends('prefork')
    expect(processes).toBeLessThan(0.7)
    const [first = 0, second = 0] = ends('threads')
    expect(first).toBeGreaterThan(0.9)
    expect(second).toBeLessThan(1.2)
    const [early = 0, late = 0] = ends('gevent')
    expect(early).toBeLessThan(0.7)
    expect(late).toBeGreaterThan(0.9)
  })
})
