import { isObject } from '../../messages/json.ts'
import { NO_REPLY, say, type Command } from './command.ts'

/** A worker that starts asks for what its neighbours know, and tells what it knows itself (rule 3.54). */
const hello: Command = (called) => {
  const { worker, args } = called
  const { from_node: from, revoked } = args
  if (from === worker.hostname) return NO_REPLY
  say(called, 'INFO', `sync with ${typeof from === 'string' ? from : ''}`)
  if (isObject(revoked)) for (const id of Object.keys(revoked)) worker.revoked[id] = true
  worker.clock += 1
  return {
    revoked: Object.fromEntries(Object.keys(worker.revoked).map((id) => [id, [0, id]])),
    clock: worker.clock,
  }
}

/** What workers ask each other. */
export const NEIGHBOUR_COMMANDS = { hello } as const satisfies {
  readonly [method: string]: Command
}
