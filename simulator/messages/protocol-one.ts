import type { JsonObject, Json } from './json.ts'
import { isArray, isObject } from './json.ts'
import type { TaskMessage } from './message.ts'

/**
 * What a program with `task_protocol=1` says in the options of protocol 2: the rest of a chain travels as
 * callbacks of callbacks, for a body of protocol 1 has no field for it (rule 1.17).
 */
export function chainAsLinks(options: JsonObject): JsonObject {
  const { chain, link, ...others } = options
  if (!isArray(chain) || chain.length === 0) return options
  const [last, ...before] = chain
  // Stored last task first: each one is the callback of the one that follows it in the list.
  const nested = before.reduce<Json>((next, step) => withLink(step, next), last ?? null)
  return { ...others, link: [...listOf(link), nested] }
}

function withLink(step: Json, next: Json): Json {
  if (!isObject(step)) return step
  const own = isObject(step['options']) ? step['options'] : {}
  return { ...step, options: { ...own, link: [...listOf(own['link']), next] } }
}

const listOf = (value: Json | undefined): readonly Json[] =>
  value === undefined || value === null ? [] : isArray(value) ? value : [value]

/** The one dict that a message of protocol 1 has for headers and body (rule 1.17). */
export function bodyOfOne({ headers, body: [args, kwargs, embed] }: TaskMessage): JsonObject {
  return {
    task: headers.task,
    id: headers.id,
    args,
    kwargs,
    group: headers.group,
    group_index: headers.group_index,
    retries: headers.retries,
    eta: headers.eta,
    expires: headers.expires,
    utc: true,
    callbacks: embed.callbacks,
    errbacks: embed.errbacks,
    timelimit: headers.timelimit,
    taskset: headers.group,
    chord: embed.chord,
  }
}

/** What a worker finds of a message of protocol 1 otherwise than its header says: it is not on the wire. */
export const UNKNOWN_OF_ONE = {
  lang: null,
  shadow: null,
  root_id: null,
  parent_id: null,
  origin: null,
  replaced_task_nesting: 0,
  stamped_headers: null,
  stamps: null,
  argsrepr: null,
  kwargsrepr: null,
} as const
