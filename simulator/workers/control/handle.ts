import { controlOf, sendReply } from '../../world/control.ts'
import type { WorkerState } from '../../world/state.ts'
import type { World } from '../../world/world.ts'
import { type Called, type Command, NO_REPLY, raised } from './command.ts'
import { CONSUMER_COMMANDS } from './consumers.ts'
import { EVENT_COMMANDS } from './events.ts'
import { INSPECT_COMMANDS } from './inspect.ts'
import { LIMIT_COMMANDS } from './limits.ts'
import { POOL_COMMANDS } from './pool.ts'
import { REVOKE_COMMANDS } from './revoke.ts'
import { STATS_COMMANDS } from './stats.ts'

const COMMANDS: { readonly [method: string]: Command } = {
  ...CONSUMER_COMMANDS,
  ...EVENT_COMMANDS,
  ...INSPECT_COMMANDS,
  ...LIMIT_COMMANDS,
  ...POOL_COMMANDS,
  ...REVOKE_COMMANDS,
  ...STATS_COMMANDS,
}

/** A worker's main process does what a control message asks and replies (rules 3.65, 3.66). */
export function handleControl(world: World, worker: WorkerState, ticket: number): void {
  if (worker.consumer === null) return
  const main = world.process(worker.main)
  const { method, arguments: args, cause } = controlOf(world, ticket)
  main.cause = cause
  worker.clock += 1
  const called: Called = { world, worker, main, args }
  const command = Object.hasOwn(COMMANDS, method) ? COMMANDS[method] : undefined
  const reply = command === undefined ? raised(called, 'KeyError', method) : command(called)
  world.own(main, 'control-handled', -1, { method, reply: reply === NO_REPLY ? null : reply })
  if (reply !== NO_REPLY) sendReply(world, worker, ticket, reply)
}
