import { textSetting } from '../routing/settings.ts'
import {
  delayLevels,
  deliveryKey,
  DELIVERY_EXCHANGE,
  hasQuorum,
  knownQueues,
} from '../routing/native-delay.ts'
import type { QueueSpec } from '../routing/queues.ts'
import type { WorkerState } from '../world/worker-state.ts'
import { bind, declare, declareExchange } from '../world/topology.ts'
import type { World } from '../world/world.ts'

/** All queues that the worker's app knows: configured, consumed, sent to. */
function queuesOf(world: World, worker: WorkerState): readonly QueueSpec[] {
  const { settings, queues } = world.process(worker.main).app
  const known = knownQueues(settings, queues)
  const names = new Set(known.map(({ name }) => name))
  return [...known, ...worker.tuning.queues.filter(({ name }) => !names.has(name))]
}

/** Does the worker have quorum queues, and look for them (rules 2.36, 2.37)? */
export function detectsQuorum(world: World, worker: WorkerState): boolean {
  const { settings } = world.process(worker.main).app
  return (
    world.broker.driver === 'amqp' &&
    settings['worker_detect_quorum_queues'] !== false &&
    hasQuorum(queuesOf(world, worker))
  )
}

/** The consumer's step that sets up native delayed delivery (rule 2.39). */
export function setUpNativeDelay(world: World, worker: WorkerState): void {
  const main = world.process(worker.main)
  const { settings } = main.app
  const type = textSetting(settings, 'broker_native_delayed_delivery_queue_type')
  let row = main.cause
  for (const level of delayLevels(type === 'classic' ? 'classic' : 'quorum')) {
    row = declare(world, worker.actor, row, level.queue)
    row = declareExchange(world, worker.actor, row, level.passesTo)
    row = bind(world, worker.actor, row, {
      exchange: level.exchange.name,
      routingKey: level.passes.routingKey,
      destination: level.passesTo.name,
      to: 'exchange',
      arguments: {},
    })
  }
  main.cause = row
  for (const queue of queuesOf(world, worker)) hangOn(world, worker, queue)
}

/** A queue gets what comes out of the delivery exchange, unless its exchange is a direct one (rule 2.40). */
function hangOn(world: World, worker: WorkerState, queue: QueueSpec): void {
  const main = world.process(worker.main)
  const { exchange, name } = queue
  const routingKey = deliveryKey(queue)
  if (routingKey === null) {
    world.own(main, 'logged', -1, {
      level: 'WARNING',
      text: `Exchange ${exchange.name} is a direct exchange and native delayed delivery do not support direct exchanges.\nETA tasks published to this exchange will block the worker until the ETA arrives.`,
    })
    return
  }
  const ways = [
    { exchange: DELIVERY_EXCHANGE, destination: exchange.name, to: 'exchange' },
    { exchange: exchange.name, destination: name, to: 'queue' },
  ] as const
  for (const way of ways)
    main.cause = bind(world, worker.actor, main.cause, { ...way, routingKey, arguments: {} })
}
