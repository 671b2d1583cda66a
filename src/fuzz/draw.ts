import {
  type Action,
  type ClusterSpec,
  faultsOf,
  millis,
  type Order,
  seconds,
  type Trigger,
} from '../../simulator/index.ts'
import type { FuzzCase } from './case.ts'
import { Chance } from './chance.ts'
import { withCalls } from './calls.ts'
import { drawCluster } from './draw-cluster.ts'
import { FAULT_DRAWS } from './draw-fault.ts'
import { MODELLED, TASKS } from './draw-names.ts'
import { drawPlan } from './draw-plan.ts'

/** The case of a seed: a cluster, a workload and what goes wrong. */
export function drawCase(seed: number): FuzzCase {
  const chance = new Chance(seed)
  const modelledOnly = chance.once(3)
  const cluster = drawCluster(chance, modelledOnly)
  const plan = modelledOnly ? null : drawPlan(chance)
  const actions = chance.list(0, 4, () => drawAction(chance, cluster))
  // RabbitMQ looks for what was kept too long once a minute.
  const until = seconds(chance.once(16) ? 100 : 40)
  // Last, so that older cases stay what they were.
  const deduplicates = chance.once(3)
  const signals = chance.once(4) ? chance.some(SIGNALS) : []
  const pooled = withPools(chance, cluster)
  const one = {
    seed,
    cluster: deduplicates ? withSetting(pooled, 'worker_deduplicate_successful_tasks') : pooled,
    plan: plan === null || signals.length === 0 ? plan : { ...plan, signals },
    actions,
    until,
  }
  return chance.once(3) ? withCalls(chance, one) : one
}

/** What a worker sends of its own life, and of what it receives. */
const SIGNALS = [
  'celeryd_init',
  'worker_init',
  'celeryd_after_setup',
  'worker_process_init',
  'worker_process_shutdown',
  'worker_ready',
  'worker_shutting_down',
  'worker_shutdown',
  'task_received',
  'task_revoked',
  'task_unknown',
] as const

const withSetting = (cluster: ClusterSpec, name: string): ClusterSpec => ({
  ...cluster,
  settings: { ...cluster.settings, [name]: true },
})

/** Some workers run threads, greenlets or nothing beside themselves (table 3E), which no autoscaler of their own can change. */
function withPools(chance: Chance, cluster: ClusterSpec): ClusterSpec {
  const workers = cluster.workers.map((worker) => {
    const pool = chance.pick(POOLS)
    return pool === null || worker.options.includes('--autoscale')
      ? worker
      : { ...worker, options: `${worker.options} -P ${pool}` }
  })
  return { ...cluster, workers }
}

/** Mostly prefork, as it is where nothing is said. */
const POOLS = [null, null, null, null, 'threads', 'solo', 'gevent', 'eventlet'] as const

function drawAction(chance: Chance, cluster: ClusterSpec): Action {
  const planned = { on: drawTrigger(chance, cluster), after: millis(chance.whole(0, 4000)) }
  const worker = chance.pick(cluster.workers).name
  if (chance.once(4)) return { ...planned, ...drawOrder(chance, worker) }
  const name = chance.pick(faultsOf(cluster.broker))
  // The boundary of an effect is met at once, so that the fault falls on it.
  const after = planned.on.kind === 'effect' && chance.once(2) ? 0 : planned.after
  return { ...planned, after, ...FAULT_DRAWS[name](chance, cluster, planned.on) }
}

function drawOrder(chance: Chance, target: string): Order {
  const signal = chance.pick(['SIGTERM', 'SIGQUIT', 'SIGINT'])
  return chance.once(3)
    ? { verb: 'kill', target, signal }
    : { verb: chance.pick(['start', 'stop']), target }
}

function drawTrigger(chance: Chance, cluster: ClusterSpec): Trigger {
  const task = chance.pick(cluster.tasks === undefined ? TASKS : [...TASKS, ...MODELLED])
  return chance.pick<Trigger>([
    { kind: 'time' },
    { kind: 'time' },
    { kind: 'started', task, nth: chance.whole(1, 3) },
    { kind: 'ready', worker: chance.pick(cluster.workers).name },
    { kind: 'done' },
    {
      kind: 'effect',
      task: chance.once(2) ? task : null,
      effect: chance.pick([null, 'publish', 'state', 'result', 'wait'] as const),
      side: chance.pick([null, 'before', 'after'] as const),
      nth: chance.once(2) ? chance.whole(1, 3) : { ofFirst: 6 },
    },
  ])
}
