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
      { path: 'broker', sentence: '"kafka" is not one of redis, rabbitmq, memory, sqs.' },
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

describe('the beats of a cluster', () => {
  const beats = (beat: unknown, workers: unknown = []): unknown => {
    const parsed = parseClusterSpec({ beat, workers })
    return parsed.ok ? parsed.spec.beat : parsed.problems.map(({ path }) => path)
  }

  it('are one or several, with options', () => {
    expect(beats({ options: '--max-interval 5' })).toEqual({ options: '--max-interval 5' })
    expect(beats({})).toEqual({ options: '' })
    const several = [{ options: '' }, { name: 'second', options: '-s other', autostart: false }]
    expect(beats(several)).toEqual(several)
  })

  it('are told what is wrong, and where', () => {
    expect(beats('yes')).toEqual(['beat'])
    expect(beats({ options: '--max-interval often' })).toEqual(['beat.options'])
    expect(beats([{ name: 'a' }, { name: 'a' }])).toEqual(['beat[1].name'])
    expect(beats([{}, { name: '9', autostart: 1, speed: 2 }])).toEqual([
      'beat[1].speed',
      'beat[1].name',
      'beat[1].autostart',
    ])
    expect(beats([{}, {}, {}, {}, {}])).toEqual(['beat'])
    expect(beats({}, [{ name: 'beat' }])).toEqual(['beat'])
  })
})

describe('modelled tasks and their load', () => {
  const mail = { name: 'shop.mail', duration: 0.2 }
  const load = { task: 'shop.mail', kind: 'poisson', rate: 2 }

  it('fill in what is not said', () => {
    const parsed = parseClusterSpec({ tasks: [mail], load: [load] })
    expect(parsed.ok && [parsed.spec.tasks, parsed.spec.load]).toEqual([
      [
        {
          name: 'shop.mail',
          duration: { kind: 'constant', value: 0.2 },
          failure: 0,
          size: 0,
          cpu: 1,
          options: {},
        },
      ],
      [
        {
          task: 'shop.mail',
          shape: { kind: 'poisson', rate: 2 },
          from: 0,
          until: null,
          options: {},
        },
      ],
    ])
  })

  const spoiled: readonly (readonly [path: string, says: RegExp, tasks: unknown, load: unknown])[] =
    [
      ['tasks', /a list/, {}, []],
      ['tasks[0].name', /such as shop\.send_mail/, [{ ...mail, name: 'two words' }], []],
      ['tasks[1].name', /described once/, [mail, mail], []],
      [
        'tasks[0].failure',
        /"failure" is 2; it must be a number from 0 up to 1/,
        [{ ...mail, failure: 2 }],
        [],
      ],
      [
        'tasks[0].duration',
        /number of seconds, or a distribution/,
        [{ ...mail, duration: 'long' }],
        [],
      ],
      [
        'tasks[0].duration.kind',
        /one of constant, uniform/,
        [{ ...mail, duration: { kind: 'normal' } }],
        [],
      ],
      [
        'tasks[0].duration',
        /"from" must not be more/,
        [{ ...mail, duration: { kind: 'uniform', from: 3, to: 1 } }],
        [],
      ],
      [
        'tasks[0].duration',
        /"p95" must not be less/,
        [{ ...mail, duration: { kind: 'lognormal', median: 3, p95: 1 } }],
        [],
      ],
      [
        'tasks[0].duration.values[1]',
        /no number of seconds/,
        [{ ...mail, duration: { kind: 'values', values: [1, -1] } }],
        [],
      ],
      ['tasks[0].colour', /has no setting "colour"/, [{ ...mail, colour: 1 }], []],
      ['load[0].task', /There are: shop\.mail/, [mail], [{ ...load, task: 'mail' }]],
      ['load[0].task', /describes none/, [], [load]],
      ['load[0].rate', /"rate" is 0; it must be a number above 0/, [mail], [{ ...load, rate: 0 }]],
      ['load[0].until', /before it begins/, [mail], [{ ...load, from: 5, until: 5 }]],
      ['load[0].kind', /"kind" is missing/, [mail], [{ task: 'shop.mail' }]],
      [
        'load[0]',
        /"within" must not be more/,
        [mail],
        [{ task: 'shop.mail', kind: 'bursts', every: 1, size: 3, within: 2 }],
      ],
      [
        'load[0]',
        /does not come after hour 9/,
        [mail],
        [
          {
            task: 'shop.mail',
            kind: 'daily',
            points: [
              [9, 1],
              [8, 1],
            ],
          },
        ],
      ],
      [
        'load[0].points[0]',
        /list of pairs/,
        [mail],
        [{ task: 'shop.mail', kind: 'daily', points: [9] }],
      ],
      [
        'load[0]',
        /Times are in order/,
        [mail],
        [{ task: 'shop.mail', kind: 'replay', times: [2, 1] }],
      ],
    ]

  it.each(spoiled)('say what is wrong at %s: %s', (path, says, tasks, sent) => {
    const found = problem({ tasks, load: sent }).find((one) => one.path === path)
    expect(found?.sentence).toMatch(says)
  })
})

describe('an autoscaler', () => {
  const policy = { kind: 'horizontal', metric: 'cpu', target: 70, max: 8 }
  const said = (autoscaler: unknown) => problem({ autoscaler }).map((one) => one.path)

  it('has the defaults of Kubernetes and KEDA where nothing is said', () => {
    const parsed = parseClusterSpec({ autoscaler: { policy, pods: {} } })
    expect(parsed.ok && parsed.spec.autoscaler?.policy).toMatchObject({
      min: 1,
      tolerance: 0.1,
      every: 15,
      up: { window: 0, pods: 4, percent: 100, period: 15 },
      down: { window: 300, pods: null, percent: 100, period: 15 },
    })
    const driven = { ...policy, kind: 'queue-driven', metric: 'queue', down: { pods: 1 } }
    const other = parseClusterSpec({ autoscaler: { policy: driven, pods: {} } })
    expect(other.ok && other.spec.autoscaler?.policy).toMatchObject({
      min: 0,
      polling: 30,
      cooldown: 300,
      down: { window: 300, pods: 1, percent: null, period: 15 },
    })
  })

  it.each([
    ['autoscaler', 'soon'],
    ['autoscaler.policy', { pods: {} }],
    ['autoscaler.pods', { policy }],
    ['autoscaler.policy.kind', { policy: { ...policy, kind: 'vertical' }, pods: {} }],
    ['autoscaler.policy.metric', { policy: { ...policy, kind: 'queue-driven' }, pods: {} }],
    ['autoscaler.policy.metric', { policy: { ...policy, metric: 'memory' }, pods: {} }],
    ['autoscaler.policy.target', { policy: { ...policy, target: 0 }, pods: {} }],
    ['autoscaler.policy.max', { policy: { ...policy, min: 9 }, pods: {} }],
    ['autoscaler.policy.min', { policy: { ...policy, min: 0 }, pods: {} }],
    ['autoscaler.policy.cooldown', { policy: { ...policy, cooldown: 3 }, pods: {} }],
    ['autoscaler.policy.down.window', { policy: { ...policy, down: { window: -1 } }, pods: {} }],
    ['autoscaler.policy.up.speed', { policy: { ...policy, up: { speed: 1 } }, pods: {} }],
    ['autoscaler.pods.options', { policy, pods: { options: '-c many' } }],
    ['autoscaler.pods.first', { policy, pods: { first: 9 } }],
    ['autoscaler.pods.slowPulls[0].until', { policy, pods: { slowPulls: [{ from: 1, pull: 2 }] } }],
  ])('says what is wrong at %s', (path, autoscaler) => {
    expect(said(autoscaler)).toContain(path)
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
      problem: "No such option '--nosuch'.",
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
      "Invalid value for '--autoscale': Expected an integer. Got ['many'] instead.",
    )
    expect(range('1,x')).toBe(
      "Invalid value for '--autoscale': Expected two comma separated integers.",
    )
  })

  it('takes the pool that the environment names for custom, and says which is not there', () => {
    const custom = (variable: string) => {
      const { pool, missingPool } = options(`${variable} -P custom -c 2`.trim())
      return { pool, missingPool }
    }
    const named = 'CELERY_CUSTOM_WORKER_POOL='
    expect(custom(`${named}celery.concurrency.thread:TaskPool`)).toEqual({
      pool: 'threads',
      missingPool: null,
    })
    expect(custom(`REMAP_SIGTERM=SIGQUIT ${named}celery.concurrency.solo:TaskPool`).pool).toBe(
      'solo',
    )
    expect(custom(`${named}mine.pool:Pool`).missingPool).toBe('mine')
    expect(custom('').missingPool).toBe('custom')
  })

  it('names what it does not simulate yet', () => {
    expect(options('-D -c 2 -n mail@%h').unsupported).toEqual(['--hostname', '--detach'])
    expect(options('-O fair').unsupported).toEqual([])
  })
})
