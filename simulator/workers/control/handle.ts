import type { JsonObject } from '../../messages/json.ts'
import { controlOf, sendReply } from '../../world/control.ts'
import type { WorkerState } from '../../world/worker-state.ts'
import type { World } from '../../world/world.ts'
import { type Called, type Command, NO_REPLY, raised } from './command.ts'
import { CONSUMER_COMMANDS } from './consumers.ts'
import { EVENT_COMMANDS } from './events.ts'
import { NEIGHBOUR_COMMANDS } from './hello.ts'
import { INSPECT_COMMANDS } from './inspect.ts'
import { LIMIT_COMMANDS } from './limits.ts'
import { isOwnCommand, runOwnCommand } from './own.ts'
import { POOL_COMMANDS } from './pool.ts'
import { REVOKE_COMMANDS } from './revoke.ts'
import { STATS_COMMANDS } from './stats.ts'

const COMMANDS: { readonly [method: string]: Command } = {
  ...CONSUMER_COMMANDS,
  ...EVENT_COMMANDS,
  ...INSPECT_COMMANDS,
  ...LIMIT_COMMANDS,
  ...NEIGHBOUR_COMMANDS,
  ...POOL_COMMANDS,
  ...REVOKE_COMMANDS,
  ...STATS_COMMANDS,
}

/** Arguments without which a command cannot be called, as Celery's functions declare them. */
const REQUIRED: { readonly [method: string]: readonly string[] } = {
  add_consumer: ['queue'],
  cancel_consumer: ['queue'],
  query_task: ['ids'],
  rate_limit: ['task_name', 'rate_limit'],
  revoke: ['task_id'],
  revoke_by_stamped_headers: ['headers'],
  terminate: ['signal', 'task_id'],
  time_limit: ['task_name'],
}

/** Python's own complaint of a call without what it needs; null where all is there (trace control_bad_arguments). */
function missing(method: string, args: JsonObject): string | null {
  const names = (REQUIRED[method] ?? []).filter((name) => args[name] === undefined)
  if (names.length === 0) return null
  const quoted = names.map((name) => `'${name}'`).join(' and ')
  const plural = names.length === 1 ? '' : 's'
  return `${method}() missing ${names.length} required positional argument${plural}: ${quoted}`
}

/** Does what is asked, or answers what is wrong with the call. */
function answer(called: Called, method: string): ReturnType<Command> {
  const command = Object.hasOwn(COMMANDS, method) ? COMMANDS[method] : undefined
  if (command === undefined) return raised(called, 'KeyError', method)
  const problem = missing(method, called.args)
  return problem === null ? command(called) : raised(called, 'TypeError', problem)
}

/** A worker's main process does what a control message asks and replies (rules 3.65, 3.66). */
export function handleControl(world: World, worker: WorkerState, ticket: number): void {
  if (worker.consumer === null) return
  const main = world.process(worker.main)
  const { method, arguments: args, cause } = controlOf(world, ticket)
  main.cause = cause
  worker.clock += 1
  const called: Called = { world, worker, main, args }
  if (isOwnCommand(called, method)) {
    runOwnCommand(called, method, ticket)
    return
  }
  const reply = answer(called, method)
  world.own(main, 'control-handled', -1, { method, reply: reply === NO_REPLY ? null : reply })
  if (reply !== NO_REPLY) sendReply(world, worker, ticket, reply)
}
