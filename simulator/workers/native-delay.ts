import type { LogLevel } from '../log/facts.ts'
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
import type { ProcessState } from '../world/state.ts'
import type { World } from '../world/world.ts'
import { uriOf } from '../world/links.ts'

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
  const failures = queuesOf(world, worker).flatMap((queue) => {
    const failure = hangOn(world, worker, queue)
    return failure === null ? [] : [failure]
  })
  if (failures.length > 0) tellFailed(world, main, failures)
}

/**
 * A queue gets what comes out of the delivery exchange, unless its exchange is a direct one (rule 2.40). Gives
 * Celery's line about a queue or an exchange that nobody has declared; null where all went well.
 */
function hangOn(world: World, worker: WorkerState, queue: QueueSpec): string | null {
  const main = world.process(worker.main)
  const { exchange, name } = queue
  const routingKey = deliveryKey(queue)
  if (routingKey === null) {
    world.own(main, 'logged', -1, {
      level: 'WARNING',
      text: `Exchange ${exchange.name} is a direct exchange and native delayed delivery do not support direct exchanges.\nETA tasks published to this exchange will block the worker until the ETA arrives.`,
    })
    return null
  }
  const { exchanges, queues } = world.state.broker
  const failed = (method: string, what: string): string =>
    `Failed to bind queue '${name}': ${method}: (404) NOT_FOUND - no ${what} in vhost '/'`
  if (exchanges[exchange.name] === undefined)
    return failed('Exchange.bind', `exchange '${exchange.name}'`)
  const hang = (way: { exchange: string; destination: string; to: 'exchange' | 'queue' }): void => {
    main.cause = bind(world, worker.actor, main.cause, { ...way, routingKey, arguments: {} })
  }
  hang({ exchange: DELIVERY_EXCHANGE, destination: exchange.name, to: 'exchange' })
  if (queues[name] === undefined) return failed('Queue.bind', `queue '${name}'`)
  hang({ exchange: exchange.name, destination: name, to: 'queue' })
  return null
}

/**
 * The worker knows queues that it does not consume and nobody has declared yet: it says that it has failed and
 * goes on, and for the other queues it has not (celery/worker/consumer/delayed_delivery.py).
 */
function tellFailed(world: World, main: ProcessState, failures: readonly string[]): void {
  const log = (level: LogLevel, text: string): void => {
    world.own(main, 'logged', -1, { level, text })
  }
  for (const failure of failures) log('ERROR', failure)
  const url = uriOf(main)
  const count = failures.length === 1 ? '1 sub-exception' : `${failures.length} sub-exceptions`
  const text = `One or more failures occurred while binding queues to delayed delivery exchanges (${count})`
  log('WARNING', `Failed to bind queues for '${url}': ${text}`)
  log('WARNING', `Failed to setup delayed delivery for '${url}': ${text}`)
  log(
    'CRITICAL',
    'Failed to setup delayed delivery for all broker URLs. Native delayed delivery will not be available.',
  )
}
