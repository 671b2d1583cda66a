import { isCut, speaksRedis } from '../world/links.ts'
import { stall } from '../world/stalls.ts'
import type { ProcessState } from '../world/state.ts'
import type { Step } from '../world/steps.ts'
import { post } from '../world/wire.ts'
import { serverOf, type World } from '../world/world.ts'

/**
 * Does a step wait for an answer that does not come, for nothing passes between its process and the server?
 * Then it comes later. Redis answers every command; over AMQP a publish waits only for a queue that it
 * declares, and that only until py-amqp gives the connection up.
 */
export function standsStill(world: World, process: ProcessState, step: Step): boolean {
  const to = serverOf(world, step)
  if (to === null || !isCut(world, process, to)) return false
  if (!speaksRedis(world, to)) {
    if (!declares(process, step)) return false
    post(world, process, 'out', 0, { opcode: null, entity: 0, argument: 0 })
  }
  stall(world, process, to)
  return true
}

/** kombu declares a queue once over a connection. */
const declares = ({ connected }: ProcessState, { act }: Step): boolean =>
  act?.do === 'publish' &&
  connected.broker &&
  act.declare.some(
    ({ exchange }) => exchange.name !== '' && !connected.exchanges.includes(exchange.name),
  )
