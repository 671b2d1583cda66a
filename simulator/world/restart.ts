import type { Restart } from '../brokers/broker.ts'
import { carryOut } from './dispatch.ts'
import { move } from './machines.ts'
import { each, remove } from './pages.ts'
import { messageOf } from './shared-messages.ts'
import type { Arrival } from './state.ts'
import type { World } from './world.ts'

/** The broker loses its memory, when every connection to it is gone: it says what it has not kept. */
export function restartBroker(world: World, restart: Restart, cause: number): void {
  const { arrivals } = world.state
  // What was on its way is lost with the connection that it came over.
  each(arrivals, (arrival, number) => {
    loseArrival(world, arrival)
    remove(arrivals, number)
  })
  const effects = world.broker.onRestart?.(world.view, restart)
  if (effects !== undefined) carryOut(world, effects, cause)
}

/** A node of the broker's cluster goes, or is back; says whether any is left. */
export function brokerNode(world: World, node: string, way: 'down' | 'up', cause: number): boolean {
  const { broker, view } = world
  const effects = broker.onNode?.(view, node, way)
  if (effects !== undefined) carryOut(world, effects, cause)
  return broker.anyNode?.(view) ?? true
}

/** A message never reaches the broker. */
export function loseArrival(
  world: World,
  arrival: Arrival,
  reason: 'restart' | 'channel' = 'restart',
): void {
  const { exchange, routingKey, headers } = messageOf(arrival)
  const detail = { exchange, routingKey, reason }
  move('task', arrival.taskState, 'DROP', headers.id)
  world.fact('message-lost', world.actor.broker, arrival.task, arrival.cause, detail)
}
