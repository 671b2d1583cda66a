/**
 * A task called by name with plain arguments, which is what programs say most: a list in place of an object, and an
 * id in place of a tree of results, are read and written in a part of the time.
 */
import { looseText, type Json } from '../../simulator/index.ts'

/** Task, args, kwargs, their reprs, and the learner's line: its file and number, or null. */
type Call = readonly [string, Json, Json, string, string, string | null, number]

/** What the tell `apply` says of such a call. */
export function callOf(told: Json): Json {
  // `_bridge.call` in Python writes nothing else.
  const [task, args, kwargs, argsrepr, kwargsrepr, file, line] = told as unknown as Call
  const say = { signature: { task }, args, kwargs, options: {}, argsrepr, kwargsrepr }
  return file === null ? say : { ...say, at: { file, line } }
}

interface Heard {
  readonly result?: {
    readonly type: string
    readonly id: string
    readonly parent: object | null
    readonly ignored?: boolean
  } | null
}

/** The id of the task, where nothing else is to be said; else all that `apply` hears, as JSON text. */
export function answerOfCall(heard: Json): string {
  const { result, ...more } = heard as unknown as Heard
  const plain = result?.type === 'AsyncResult' && result.parent === null && result.ignored !== true
  for (const _ in more) return looseText(heard)
  return plain ? result.id : looseText(heard)
}
