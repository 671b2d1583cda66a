import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ModelledTask } from './cluster/model-spec.ts'
import type { ClusterSpec } from './cluster/spec.ts'
import { seconds } from './kernel/units.ts'
import type { Log } from './log/log.ts'
import { createSimulation, type Simulation } from './simulation.ts'

const MAIL: ModelledTask = {
  name: 'shop.mail',
  duration: { kind: 'exponential', mean: 0.5 },
  failure: 0,
  size: 0,
  cpu: 1,
  options: {},
}

const CLUSTER: ClusterSpec = {
  broker: 'rabbitmq',
  backend: 'redis',
  app: 'tasks',
  workers: [{ name: 'w1', options: '-c 4', autostart: true }],
  tasks: [MAIL],
  load: [
    {
      task: 'shop.mail',
      shape: { kind: 'poisson', rate: 5 },
      from: 0,
      until: 40,
      options: {},
    },
  ],
}

const START = seconds(0)
const END = seconds(86_400)

const simulationOf = (cluster: Partial<ClusterSpec>, seed = 1): Simulation =>
  createSimulation({ cluster: { ...CLUSTER, ...cluster }, seed, actions: [], program: null })

function run(cluster: Partial<ClusterSpec>, seed = 1): Log {
  const simulation = simulationOf(cluster, seed)
  expect(simulation.advance(END)).toEqual({ kind: 'finished', stuck: false })
  return simulation.log
}

const modelled = (changed: Partial<ModelledTask>): Partial<ClusterSpec> => ({
  tasks: [{ ...MAIL, ...changed }],
})

/** Rows of a kind. */
const rows = (log: Log, kind: string): number[] =>
  Array.from({ length: log.length }, (_, row) => row).filter((row) => log.kindAt(row) === kind)

const count = (log: Log, kind: string): number => rows(log, kind).length

/** Run times by id, of first tries. */
function runtimes(log: Log): Map<string, number> {
  const found = new Map<string, number>()
  for (const row of rows(log, 'task-succeeded')) {
    const id = log.tasks[log.taskAt(row)] as string
    found.set(id, log.detail(row, 'task-succeeded').runtime)
  }
  return found
}

describe('modelled tasks', () => {
  it('run without a question, and each ends', () => {
    const log = run({})
    expect(count(log, 'message-published')).toBeGreaterThan(150)
    expect(count(log, 'task-succeeded')).toBe(count(log, 'message-published'))
    expect(count(log, 'message-acked')).toBe(count(log, 'message-published'))
    expect(count(log, 'body-parked')).toBe(0)
  })

  it('meet the same luck whatever the cluster is', () => {
    const few = runtimes(run({ workers: [{ name: 'w1', options: '-c 1', autostart: true }] }))
    const many = runtimes(run({ broker: 'redis' }))
    expect(few).toEqual(many)
    expect(runtimes(run({}, 2))).not.toEqual(few)
  })

  it('fail as often as they are said to, and are tried again where their task says so', () => {
    const failing = run(modelled({ failure: 0.3 }))
    const sent = count(failing, 'message-published')
    expect(count(failing, 'task-failed') / sent).toBeCloseTo(0.3, 1)
    const options = { autoretry_for: true, max_retries: 2, default_retry_delay: 1 }
    const retried = run(modelled({ failure: 0.3, options }))
    expect(count(retried, 'task-retried')).toBeGreaterThan(0)
    expect(count(retried, 'task-failed') / sent).toBeLessThan(0.08)
    expect(count(retried, 'message-published')).toBe(sent + count(retried, 'task-retried'))
  })

  it('keep their soft and hard time limits', () => {
    const duration = { kind: 'constant', value: 3 } as const
    const load = [{ ...CLUSTER.load![0]!, shape: { kind: 'constant', rate: 0.2 } as const }]
    const soft = run({ ...modelled({ duration, options: { soft_time_limit: 1 } }), load })
    const [failed = -1] = rows(soft, 'task-failed')
    const { error, runtime } = soft.detail(failed, 'task-failed')
    expect([error.type, runtime]).toEqual(['SoftTimeLimitExceeded', seconds(1)])
    expect(count(soft, 'task-succeeded')).toBe(0)
    const hard = run({ ...modelled({ duration, options: { time_limit: 2 } }), load })
    const [killed = -1] = rows(hard, 'task-failed')
    expect(hard.detail(killed, 'task-failed').error.type).toBe('TimeLimitExceeded')
  })

  it('go where routes and options of their load send them', () => {
    const settings = { task_routes: { 'shop.*': { queue: 'mail' } } }
    const workers = [{ name: 'w1', options: '-c 4 -Q mail', autostart: true }]
    const log = run({ settings, workers })
    const [first = -1] = rows(log, 'message-published')
    expect(log.detail(first, 'message-published').message.routingKey).toBe('mail')
    expect(count(log, 'task-succeeded')).toBe(count(log, 'message-published'))
  })

  it('a load that cannot be sent says so and ends', () => {
    const settings = { task_create_missing_queues: false }
    const load = [{ ...CLUSTER.load![0]!, options: { queue: 'nowhere' } }]
    const log = run({ settings, load })
    const [row = -1] = rows(log, 'logged').filter(
      (one) => log.detail(one, 'logged').level === 'ERROR',
    )
    expect(log.detail(row, 'logged').text).toContain("Queue 'nowhere' missing from task_queues")
  })

  it('give the same log for the same seed, also from a snapshot at any moment', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 0, max: 40 }),
        (seed, at) => {
          const cluster = modelled({
            failure: 0.2,
            options: { autoretry_for: true, max_retries: 1 },
          })
          const whole = run(cluster, seed)
          const first = simulationOf(cluster, seed)
          first.advance(START + seconds(at))
          const snapshot = first.snapshot()
          const second = simulationOf(cluster, seed)
          second.restore(snapshot, first.log)
          second.advance(END)
          expect(second.log.hash()).toBe(whole.hash())
        },
      ),
      { numRuns: 6 },
    )
  })
})
