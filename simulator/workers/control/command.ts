import type { Json, JsonObject } from '../../messages/json.ts'
import { pyrepr } from '../../messages/repr.ts'
import type { ProcessState } from '../../world/state.ts'
import type { WorkerState } from '../../world/worker-state.ts'
import type { World } from '../../world/world.ts'

/** A control command as it reaches a worker. */
export interface Called {
  readonly world: World
  readonly worker: WorkerState
  /** The worker's main process, which handles it. */
  readonly main: ProcessState
  readonly args: JsonObject
}

/** Does what was asked and replies; NO_REPLY where the worker never answers. */
export type Command = (called: Called) => Json | typeof NO_REPLY

/** The worker does not answer at all. */
export const NO_REPLY = Symbol('no reply')

/** The shape of most replies. */
export const ok = (text: string): Json => ({ ok: text })
/** A refusal in Celery's words. */
export const refusal = (text: string): Json => ({ error: text })

/** A line of the worker's log. */
export function say(
  { world, main }: Called,
  level: 'INFO' | 'WARNING' | 'ERROR' | 'DEBUG',
  text: string,
): void {
  world.own(main, 'logged', -1, { level, text })
}

/** A command that raised: it is logged with its traceback, and the reply is its repr (rule 3.66). */
export function raised(called: Called, type: string, text: string): Json {
  const last = type === 'KeyError' ? pyrepr(text) : text
  const traceback = `Traceback (most recent call last):\n${type}: ${last}`
  return raisedAs(called, `${type}(${pyrepr(text)})`, traceback)
}

/** The same for an exception that is known by its repr. */
export function raisedAs(called: Called, repr: string, traceback: string): Json {
  say(called, 'ERROR', `pidbox command error: ${repr}\n${traceback}`)
  return refusal(repr)
}

/** One id or text, or several of them, as a list. */
export function listed(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? (value as readonly Json[]) : [value]
}
