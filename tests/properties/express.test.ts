import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Action,
  type ClusterSpec,
  createSimulation,
  Log,
  type Simulation,
  type SimulationOptions,
} from '../../simulator/index.ts'

// The short way of modelled tasks (simulator/express) is an optimisation and nothing else: with it and
// without it a run has the same log and the same state.

const QUEUES = ['a', 'b'] as const
const BROKERS = ['rabbitmq', 'rabbitmq', 'rabbitmq', 'rabbitmq', 'redis'] as const
/** Mostly as it takes to ride. */
const PLAIN = ['', '', '', '', '', '', '', ''] as const

const time = { on: fc.constant({ kind: 'time' } as const), after: fc.nat({ max: 5_000_000 }) }
const worker = fc.constantFrom('w1', 'w2')

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    ...time,
    verb: fc.constantFrom('kill' as const, 'stop' as const, 'start' as const, 'start' as const),
    target: worker,
  }),
  fc.record({
    ...time,
    fault: fc.constant('kill-process' as const),
    worker,
    lasts: fc.constant(null),
  }) as fc.Arbitrary<Action>,
  fc.record({
    on: fc.record({
      kind: fc.constant('started' as const),
      task: fc.constantFrom('shop.one', 'shop.two'),
      nth: fc.integer({ min: 1, max: 30 }),
    }),
    after: fc.constantFrom(0, 1000, 50_000),
    verb: fc.constant('kill' as const),
    target: worker,
  }),
)

const task = (name: string) =>
  fc.record({
    name: fc.constant(name),
    duration: fc.oneof(
      fc.record({
        kind: fc.constant('exponential' as const),
        mean: fc.constantFrom(0.001, 0.01, 0.1),
      }),
      fc.record({ kind: fc.constant('constant' as const), value: fc.constantFrom(0, 0.02) }),
    ),
    failure: fc.constantFrom(0, 0, 0.05),
    size: fc.constantFrom(0, 100),
    cpu: fc.constantFrom(0, 0.5, 1),
    options: fc.constantFrom(
      {},
      {},
      {},
      {},
      {},
      {},
      { acks_late: true },
      { ignore_result: true },
      { acks_late: true, reject_on_worker_lost: true },
      { time_limit: 0.05 },
      { rate_limit: '50/s' },
      { autoretry_for: true, default_retry_delay: 1, max_retries: 2 },
    ),
  })

const load = (name: string) =>
  fc.record({
    task: fc.constant(name),
    shape: fc.oneof(
      fc.record({ kind: fc.constant('poisson' as const), rate: fc.constantFrom(20, 200) }),
      fc.record({ kind: fc.constant('constant' as const), rate: fc.constantFrom(10, 100) }),
      fc.record({
        kind: fc.constant('bursts' as const),
        every: fc.constant(1),
        size: fc.constantFrom(5, 60),
        within: fc.constantFrom(0, 0.2),
      }),
    ),
    from: fc.constantFrom(0, 1),
    until: fc.constantFrom(2, 4),
    options: fc.oneof(
      { weight: 6, arbitrary: fc.record({ queue: fc.constantFrom(...QUEUES) }) },
      fc.constantFrom({}, { countdown: 0.5 }, { priority: 3 }),
    ),
  })

const options = fc
  .tuple(
    fc.constantFrom('-c 1', '-c 3', '-c 8'),
    fc.constantFrom('-Q a', '-Q a,b,celery', '-Q b,celery', '-Q a,celery'),
    fc.constantFrom(
      ...PLAIN,
      '--prefetch-multiplier 1',
      '--max-tasks-per-child 20',
      '-E',
      '-l WARNING',
    ),
  )
  .map((parts) => parts.filter((part) => part !== '').join(' '))

const cluster: fc.Arbitrary<ClusterSpec> = fc
  .record({
    broker: fc.constantFrom(...BROKERS),
    backend: fc.constantFrom('redis' as const, 'redis' as const, 'none' as const),
    workers: fc.tuple(options, options),
    tasks: fc.tuple(task('shop.one'), task('shop.two')),
    load: fc.oneof(
      fc.tuple(load('shop.one')),
      fc.tuple(load('shop.one'), load('shop.two')),
      fc.tuple(load('shop.one'), load('shop.one')),
    ),
    multiplier: fc.constantFrom(0, 1, 4),
  })
  .map(({ multiplier, workers, ...rest }) => ({
    ...rest,
    app: 'tasks',
    settings: { worker_prefetch_multiplier: multiplier },
    workers: workers.map((typed, at) => ({ name: `w${at + 1}`, options: typed, autostart: true })),
  }))

/** What says nothing about what comes: it is worked out anew before it is read, or counts steps of the way. */
const IDLE_TALK = new Set([
  'credit',
  'tail',
  'front',
  'rows',
  'made',
  'connecting',
  'notBefore',
  'cost',
  'seq',
  'nextSeq',
])

/** The state of a run, with what is worked out anew left out. */
function stateOf(simulation: Simulation): unknown {
  const { state, now } = simulation.snapshot().world
  const text = JSON.stringify({ state, now }, (key, value: unknown) =>
    IDLE_TALK.has(key) ? undefined : value,
  )
  return JSON.parse(text)
}

const END = 8_000_000

describe('the short way', () => {
  it('gives the same log and the same state as the long one', () => {
    let rode = 0
    fc.assert(
      fc.property(
        fc.record({
          cluster,
          actions: fc.array(action, { maxLength: 3 }),
          seed: fc.nat(),
          pauses: fc.array(fc.integer({ min: 1_000_000, max: 5_000_000 }), { maxLength: 4 }),
        }),
        ({ pauses, ...run }) => {
          const made: SimulationOptions = { ...run, program: null }
          const short = createSimulation({ ...made, express: 'always' })
          const long = createSimulation({ ...made, express: 'never' })
          for (const pause of [...pauses.toSorted((a, b) => a - b), END]) {
            short.advance(pause)
            long.advance(pause)
            expect(short.log.length).toBe(long.log.length)
            expect(stateOf(short)).toEqual(stateOf(long))
          }
          expect(short.log.hash()).toBe(long.log.hash())
          rode += short.ridden > 0 ? 1 : 0
        },
      ),
      { numRuns: 60, seed: 20_261_121 },
    )
    // What is never on the short way proves nothing about it.
    expect(rode).toBeGreaterThan(20)
  })

  it('goes on from a snapshot taken in the middle', () => {
    fc.assert(
      fc.property(
        fc.record({
          cluster,
          seed: fc.nat(),
          pause: fc.integer({ min: 1_500_000, max: 3_000_000 }),
        }),
        ({ cluster, seed, pause }) => {
          const made: SimulationOptions = { cluster, seed, actions: [], program: null }
          const through = createSimulation({ ...made, express: 'always' })
          through.advance(pause)
          const log = new Log()
          log.appendBatch(through.log.batch(0))
          const again = createSimulation({ ...made, express: 'always' })
          again.restore(through.snapshot(), log)
          through.advance(END)
          again.advance(END)
          expect(again.log.hash()).toBe(through.log.hash())
        },
      ),
      { numRuns: 20, seed: 20_261_121 },
    )
  })
})
