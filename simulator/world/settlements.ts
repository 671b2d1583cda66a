import { stall } from './stalls.ts'
import { isCut, speaksRedis } from './links.ts'
import type { Settlement } from './network-state.ts'
import { OPCODES } from './opcodes.ts'
import type { WorkerState } from './worker-state.ts'
import { isClear, post } from './wire.ts'
import type { World } from './world.ts'

/**
 * What a worker tells the broker about a message sets off, where it does not arrive at once: over AMQP nobody
 * waits for it; a command of Redis is waited for. False: it arrives at once.
 */
export function sendSettlement(
  world: World,
  worker: WorkerState,
  told: Omit<Settlement, 'worker' | 'delivery'>,
): boolean {
  const { network } = world.state
  const main = world.process(worker.main)
  if (!network.disturbed || world.broker.driver === 'memory') return false
  // What waits for an answer has taken its time already, where there is one.
  const redis = speaksRedis(world, 'broker')
  if (redis ? !isCut(world, main, 'broker') : isClear(world, main)) return false
  const number = network.nextSettlement++
  const { deliveredAs } = world.copy(told.tag)
  network.settlements[number] = { ...told, worker: worker.index, delivery: deliveredAs }
  post(world, main, 'out', 0, { opcode: OPCODES.settle, entity: number, argument: 0 })
  if (redis) stall(world, main, 'broker')
  return true
}

/** Takes what has arrived, or will never arrive. */
export function takeSettlement(world: World, number: number): Settlement | undefined {
  const { settlements } = world.state.network
  const found = settlements[number]
  Reflect.deleteProperty(settlements, number)
  return found
}
