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

  it('reads the range of --autoscale in any order (rule 3.41)', () => {
    const range = (text: string) => {
      const parsed = parseWorkerOptions(`--autoscale=${text}`)
      return parsed.ok ? parsed.options.autoscale : parsed.problem
    }
    expect(range('3,1')).toEqual({ max: 3, min: 1 })
    expect(range('2,10')).toEqual({ max: 10, min: 2 })
    expect(range('4')).toEqual({ max: 4, min: 0 })
    expect(range('many')).toBe(
      "Invalid value for '--autoscale': Expected an integer. Got many instead.",
    )
    expect(range('1,x')).toBe(
      "Invalid value for '--autoscale': Expected two comma separated integers.",
    )
  })

  it('names what it does not simulate yet', () => {
    expect(options('--max-tasks-per-child=3 -c 2 -P solo').unsupported).toEqual([
      '--max-tasks-per-child=3',
      '-P solo',
    ])
    expect(options('-O fair').unsupported).toEqual([])
  })
})
