import type { QueueSpec } from '../routing/queues.ts'
import type { World } from './world.ts'
import { initial, move } from './machines.ts'

/** Declares what is not there yet; each new thing is a fact. Returns the row of the last one, or `cause`. */
export function declare(world: World, actor: number, cause: number, queue: QueueSpec): number {
  const { exchange, name } = queue
  let row = cause
  const { broker } = world.state
  if (exchange.name !== '' && broker.exchanges[exchange.name] === undefined) {
    broker.exchanges[exchange.name] = exchange.type
    row = world.fact('exchange-declared', actor, -1, row, {
      name: exchange.name,
      type: exchange.type,
    })
  }
  if (broker.queues[name] === undefined) row = declareQueue(world, actor, row, queue)
  return exchange.name === '' ? row : bind(world, actor, row, queue)
}

function declareQueue(world: World, actor: number, cause: number, queue: QueueSpec): number {
  const { name } = queue
  const { broker } = world.state
  const levels = Array.from({ length: world.broker.levels(queue.arguments) }, () => [])
  broker.queues[name] = {
    name,
    arguments: queue.arguments,
    levels,
    cursor: 0,
    unacked: 0,
    state: move('queue', initial('queue'), 'DECLARE', `queue ${name}`),
  }
  broker.queueNames.push(name)
  world.log.actor({ kind: 'queue', name })
  return world.fact('queue-declared', actor, -1, cause, { name, arguments: queue.arguments })
}

function bind(
  world: World,
  actor: number,
  cause: number,
  { name, exchange, routingKey }: QueueSpec,
): number {
  const { bindings } = world.state.broker
  const known = bindings.some(
    (one) => one.exchange === exchange.name && one.routingKey === routingKey && one.queue === name,
  )
  if (known) return cause
  const binding = { exchange: exchange.name, routingKey, queue: name }
  bindings.push(binding)
  return world.fact('queue-bound', actor, -1, cause, binding)
}
