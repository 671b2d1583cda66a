import type { ExceptionInfo } from '../log/facts.ts'
import type { Json } from '../messages/json.ts'
import { pyrepr } from '../messages/repr.ts'

/** An exception that Celery raises outside the learner's code, e.g. `celery.exceptions.NotRegistered`. */
export function exception(type: string, args: readonly Json[]): ExceptionInfo {
  const at = type.lastIndexOf('.')
  const name = type.slice(at + 1)
  const shown = args.map((arg) => pyrepr(arg)).join(', ')
  return {
    type: name,
    module: type.slice(0, at),
    args,
    repr: `${name}(${shown})`,
    message: args.length === 1 && typeof args[0] === 'string' ? args[0] : shown,
    frames: [],
  }
}
