import type {
  BrokerName,
  ClusterSpec,
  Json,
  LoadSpec,
  ModelledTask,
  WorkerSpec,
} from '../../simulator/index.ts'
import type { Options } from './case.ts'
import type { Chance } from './chance.ts'
import { MODELLED, QUEUES } from './draw-names.ts'
import { drawSendOptions, drawTaskOptions } from './draw-options.ts'
import { drawQueues } from './draw-queues.ts'
import { drawAutoscaler } from './draw-scaling.ts'

const BROKERS: readonly BrokerName[] = [
  ...(['redis', 'redis', 'redis', 'redis'] as const),
  ...(['rabbitmq', 'rabbitmq', 'rabbitmq', 'rabbitmq'] as const),
  ...(['memory', 'sqs'] as const),
]

/** The cluster of a case: mostly Redis and RabbitMQ. */
export function drawCluster(chance: Chance, modelledOnly: boolean): ClusterSpec {
  const broker: BrokerName = chance.pick(BROKERS)
  const tasks = modelledOnly || chance.once(4) ? drawModelled(chance) : []
  return {
    broker,
    backend: chance.pick(['redis', 'redis', 'rpc', 'none']),
    app: 'tasks',
    workers: chance.list(1, 3, (index) => drawWorker(chance, `w${index + 1}`)),
    settings: drawSettings(chance, broker),
    ...(broker === 'rabbitmq' ? { server: { nodes: ['r1', 'r2', 'r3'] } } : {}),
    ...(tasks.length === 0
      ? {}
      : { tasks, load: chance.list(1, 2, () => drawLoad(chance, tasks)) }),
    ...(chance.once(8) ? { autoscaler: drawAutoscaler(chance) } : {}),
  }
}

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
  if (chance.once(8)) settings['worker_cancel_long_running_tasks_on_connection_loss'] = true
  if (chance.once(16)) settings['worker_soft_shutdown_timeout'] = chance.pick([0.5, 2])
  const queues = drawQueues(chance, broker)
  if (queues !== null) settings['task_queues'] = queues
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
