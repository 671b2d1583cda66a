import { describe, expect, it } from 'vitest'
import { parseClusterSpec } from './parse.ts'
import { parseWorkerOptions } from './worker-options.ts'

const problem = (value: unknown): readonly { path: string; sentence: string }[] => {
  const parsed = parseClusterSpec(value)
  return parsed.ok ? [] : parsed.problems
}

describe('a cluster from untrusted data', () => {
  it('fills in the defaults', () => {
    expect(parseClusterSpec({})).toEqual({
      ok: true,
      spec: { broker: 'redis', backend: 'redis', app: 'tasks', workers: [] },
    })
  })

  it('says what is wrong and where', () => {
    expect(problem({ broker: 'kafka' })).toEqual([
      { path: 'broker', sentence: '"kafka" is not one of redis, rabbitmq.' },
    ])
    expect(problem({ brokre: 'redis' })[0]?.path).toBe('brokre')
    expect(problem({ workers: [{ name: 'w1' }, { name: 'w1' }] })[0]?.path).toBe('workers[1].name')
    expect(problem({ workers: [{ name: 'w1', options: '-c lots' }] })).toEqual([
      {
        path: 'workers[0].options',
        sentence: "Invalid value for '-c' / '--concurrency': 'lots' is not a valid integer.",
      },
    ])
    expect(problem({ workers: [{ name: 'w1', options: '-c 65' }] })[0]?.path).toBe(
      'workers[0].options',
    )
    expect(problem(null)).toHaveLength(1)
    expect(problem({ app: 'my tasks' })[0]?.path).toBe('app')
    expect(problem({ workers: 'w1' })[0]?.path).toBe('workers')
  })
})

describe('the options of celery worker', () => {
  const options = (text: string) => {
    const parsed = parseWorkerOptions(text)
    if (!parsed.ok) throw new Error(parsed.problem)
    return parsed.options
  }

  it('reads short, long and joined forms', () => {
    expect(options('-c2 -Q a,b').concurrency).toBe(2)
    expect(options('--concurrency=3').concurrency).toBe(3)
    expect(options('-c 2 -Q a,b').queues).toEqual(['a', 'b'])
    expect(options('--prefetch-multiplier 1').prefetchMultiplier).toBe(1)
    expect(options('-X video').excludeQueues).toEqual(['video'])
    expect(options('-E').events).toBe(true)
    expect(options('').concurrency).toBeNull()
  })

  it('takes a multiplier of 0 for not given (rule 3.13)', () => {
    expect(options('--prefetch-multiplier 0').prefetchMultiplier).toBeNull()
  })

  it('answers wrong ones with the message of the command line', () => {
    expect(parseWorkerOptions('-O fast')).toEqual({
      ok: false,
      problem: "Invalid value for '-O' / '--optimization': 'fast' is not one of 'default', 'fair'.",
    })
    expect(parseWorkerOptions('--nosuch')).toEqual({
      ok: false,
      problem: 'No such option: --nosuch',
    })
    expect(parseWorkerOptions('-c')).toEqual({
      ok: false,
      problem: "Option '-c' requires an argument.",
    })
  })

  it('names what it does not simulate yet', () => {
    expect(options('--autoscale=3,1 -c 2 -P solo').unsupported).toEqual([
      '--autoscale=3,1',
      '-P solo',
    ])
    expect(options('-O fair').unsupported).toEqual([])
  })
})
