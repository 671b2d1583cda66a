import {
  type Action,
  type BrokerName,
  type ClusterSpec,
  faultsOf,
  type Json,
  type LoadSpec,
  type ModelledTask,
  millis,
  seconds,
  type Trigger,
  type WorkerSpec,
} from '../../simulator/index.ts'
import type { FuzzCase, Op, Options, Plan } from './case.ts'
import { Chance } from './chance.ts'
import { FAULT_DRAWS } from './draw-fault.ts'

/** Names that a case is made of: few, so that things meet. */
export const QUEUES = ['a', 'b', 'celery'] as const
export const TASKS = ['plan.one', 'plan.two', 'plan.three'] as const
export const MODELLED = ['load.one', 'load.two'] as const

/** The case of a seed: a cluster, a workload and what goes wrong. */
export function drawCase(seed: number): FuzzCase {
  const chance = new Chance(seed)
  const modelledOnly = chance.once(3)
  const cluster = drawCluster(chance, modelledOnly)
  return {
    seed,
    cluster,
    plan: modelledOnly ? null : drawPlan(chance),
    actions: chance.list(0, 4, () => drawAction(chance, cluster)),
    until: seconds(40),
  }
}

function drawCluster(chance: Chance, modelledOnly: boolean): ClusterSpec {
  const broker: BrokerName = chance.pick(['redis', 'rabbitmq'])
  const tasks = modelledOnly || chance.once(4) ? drawModelled(chance) : []
  return {
    broker,
    backend: chance.pick(['redis', 'redis', 'rpc', 'none']),
    app: 'tasks',
    workers: chance.list(1, 3, (index) => drawWorker(chance, `w${index + 1}`)),
    settings: drawSettings(chance, broker),
    ...(tasks.length === 0
      ? {}
      : { tasks, load: chance.list(1, 2, () => drawLoad(chance, tasks)) }),
  }
}

/** A queue with priorities, where a broker needs to be told. */
const queueSetting = (name: string): Json => ({
  name,
  exchange: { name: '', type: 'direct' },
  routing_key: name,
  queue_arguments: { 'x-max-priority': 9 },
})

function drawSettings(chance: Chance, broker: BrokerName): Options {
  const settings: { [name: string]: Json } = {}
  if (chance.once(3)) settings['worker_prefetch_multiplier'] = chance.whole(1, 3)
  if (chance.once(4)) settings['task_acks_late'] = true
  if (chance.once(4)) settings['task_reject_on_worker_lost'] = true
  if (chance.once(6)) settings['task_acks_on_failure_or_timeout'] = false
  if (chance.once(6)) settings['task_track_started'] = true
  if (chance.once(6)) settings['task_send_sent_event'] = true
  if (chance.once(8)) settings['worker_eta_task_limit'] = chance.whole(1, 5)
  if (chance.once(8)) settings['worker_disable_prefetch'] = true
  if (chance.once(8)) settings['task_ignore_result'] = true
  if (broker === 'redis' && chance.once(2))
    settings['broker_transport_options'] = { visibility_timeout: chance.whole(2, 8) }
  if (broker === 'rabbitmq' && chance.once(2)) settings['task_queues'] = QUEUES.map(queueSetting)
  return settings
}

function drawWorker(chance: Chance, name: string): WorkerSpec {
  const options = ['-Q', chance.some(QUEUES).join(',')]
  if (chance.once(8)) options.push(`--autoscale=${chance.whole(2, 4)},1`)
  else options.push('-c', `${chance.whole(1, 3)}`)
  if (chance.once(3)) options.push('--prefetch-multiplier', `${chance.whole(1, 3)}`)
  if (chance.once(3)) options.push('-E')
  return {
    name,
    options: options.join(' '),
    autostart: !chance.once(8),
    ...(chance.once(2) ? { node: 'n1' } : {}),
  }
}

function drawModelled(chance: Chance): readonly ModelledTask[] {
  return MODELLED.map((name) => ({
    name,
    duration: { kind: 'uniform', from: 0.01, to: chance.pick([0.1, 1, 3]) },
    failure: chance.pick([0, 0, 0.3]),
    size: 100,
    cpu: 1,
    options: {
      ...drawTaskOptions(chance),
      ...(chance.once(4) ? { autoretry_for: true, default_retry_delay: 1, max_retries: 2 } : {}),
    },
  }))
}

function drawLoad(chance: Chance, tasks: readonly ModelledTask[]): LoadSpec {
  const rate = chance.pick([1, 3, 8])
  return {
    task: chance.pick(tasks).name,
    shape: chance.pick([
      { kind: 'constant', rate } as const,
      { kind: 'poisson', rate } as const,
      { kind: 'bursts', every: 2, size: chance.whole(1, 8), within: 0.5 } as const,
    ]),
    from: 0,
    until: chance.pick([1, 3, 5]),
    options: drawSendOptions(chance),
  }
}

function drawTaskOptions(chance: Chance): Options {
  const options: { [name: string]: Json } = {}
  if (chance.once(3)) options['acks_late'] = chance.once(2)
  if (chance.once(4)) options['reject_on_worker_lost'] = true
  if (chance.once(8)) options['rate_limit'] = chance.pick(['2/s', '5/s', '30/m'])
  if (chance.once(10)) options['time_limit'] = chance.pick([0.5, 2])
  if (chance.once(10)) options['soft_time_limit'] = chance.pick([0.3, 1])
  if (chance.once(8)) options['ignore_result'] = true
  return options
}

function drawSendOptions(chance: Chance): Options {
  const options: { [name: string]: Json } = { queue: chance.pick(QUEUES) }
  if (chance.once(3)) options['priority'] = chance.whole(0, 9)
  if (chance.once(4)) options['countdown'] = chance.pick([0.2, 1, 3])
  if (chance.once(6)) options['expires'] = chance.pick([0.5, 2, 6])
  return options
}

function drawPlan(chance: Chance): Plan {
  return {
    settings: {},
    tasks: Object.fromEntries(
      TASKS.map((name, index) => [
        name,
        { options: drawTaskOptions(chance), body: drawBody(chance, TASKS.slice(index + 1)) },
      ]),
    ),
    main: [
      ...chance.list(2, 12, () => drawMain(chance)),
      ...(chance.once(3) ? drawCrowd(chance) : []),
      { op: 'wait', seconds: 1 },
    ],
  }
}

/** More messages at once than workers take, of all priorities: so that a queue has an order to keep. */
function drawCrowd(chance: Chance): readonly Op[] {
  const queue = chance.pick(QUEUES)
  return chance.list(8, 16, () => ({
    op: 'send',
    task: 'plan.three',
    options: { queue, priority: chance.whole(0, 9) },
  }))
}

/** A body sends only tasks that come later in the list: so every program ends. */
function drawBody(chance: Chance, later: readonly string[]): readonly Op[] {
  const steps = chance.list(0, 3, (): Op => {
    const task = later.length === 0 ? null : chance.pick(later)
    if (task !== null && chance.once(4))
      return { op: 'send', task, options: drawSendOptions(chance) }
    return chance.pick([
      { op: 'sleep', seconds: chance.pick([0.01, 0.2, 1]) },
      { op: 'sleep', seconds: chance.pick([0.01, 0.2, 1]) },
      { op: 'state' },
      { op: 'print' },
      { op: 'look' },
    ] as const)
  })
  return [...steps, ...drawEnd(chance)]
}

function drawEnd(chance: Chance): readonly Op[] {
  if (!chance.once(3)) return []
  return [
    chance.pick([
      { op: 'retry', countdown: chance.pick([0, 0.5, 2]), times: chance.whole(1, 2) },
      { op: 'retry', countdown: chance.pick([0, 0.5, 2]), times: chance.whole(1, 2) },
      { op: 'raise' },
      { op: 'raise' },
      { op: 'ignore' },
      { op: 'reject', requeue: false },
    ] as const),
  ]
}

function drawMain(chance: Chance): Op {
  const what = chance.below(20)
  if (what < 9)
    return {
      op: 'send',
      task: chance.pick([...TASKS, 'plan.unknown']),
      options: drawSendOptions(chance),
    }
  if (what < 13)
    return {
      op: 'canvas',
      type: chance.pick(['chain', 'group', 'chord']),
      tasks: chance.list(2, 3, () => chance.pick(TASKS)),
      options: { queue: chance.pick(QUEUES) },
    }
  if (what < 16) return drawControl(chance)
  if (what < 18) return { op: 'sleep', seconds: chance.pick([0.1, 0.5, 2]) }
  return chance.pick([
    { op: 'wait', seconds: chance.pick([0.5, 3]) },
    { op: 'look' },
    { op: 'forget' },
    { op: 'purge' },
    { op: 'eager' },
    { op: 'print' },
    { op: 'send', task: 'plan.one', options: { exchange: 'nowhere', routing_key: 'x' } },
  ] as const)
}

function drawControl(chance: Chance): Op {
  const revoke = (terminate: boolean, signal: string | null): Options => ({
    task_id: '$last',
    terminate,
    signal,
  })
  const [method, args] = chance.pick([
    ['revoke', revoke(false, null)],
    ['revoke', revoke(false, null)],
    ['revoke', revoke(true, 'SIGTERM')],
    ['revoke', revoke(true, 'SIGKILL')],
    ['rate_limit', { task_name: chance.pick(TASKS), rate_limit: chance.pick(['2/s', 0]) }],
    ['pool_grow', { n: 1 }],
    ['pool_shrink', { n: 1 }],
    ['cancel_consumer', { queue: chance.pick(QUEUES) }],
    ['add_consumer', { queue: chance.pick(QUEUES) }],
    ['ping', {}],
    ['shutdown', {}],
  ] as const)
  return { op: 'control', method, arguments: args }
}

function drawAction(chance: Chance, cluster: ClusterSpec): Action {
  const planned = { on: drawTrigger(chance, cluster), after: millis(chance.whole(0, 4000)) }
  const worker = chance.pick(cluster.workers).name
  if (chance.once(4)) return { ...planned, verb: chance.pick(['start', 'stop']), target: worker }
  const name = chance.pick(faultsOf(cluster.broker))
  // The boundary of an effect is met at once, so that the fault falls on it.
  const after = planned.on.kind === 'effect' && chance.once(2) ? 0 : planned.after
  return { ...planned, after, ...FAULT_DRAWS[name](chance, cluster, planned.on) }
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
