import { asText, isObject, isTruthy, sequenceItems } from '../messages/json.ts'
import type { Json, JsonObject } from '../messages/json.ts'
import { CeleryError } from '../messages/python-error.ts'
import { queueFromJson, queueNamed } from './queues.ts'
import type { QueueSpec } from './queues.ts'
import { patternOf } from './patterns.ts'
import { setting } from './settings.ts'
import type { Settings } from './settings.ts'

/** Where the router sends a call, and the options it leaves for the publish. */
export interface Routed {
  /** Null where a route names an exchange and no queue. */
  readonly queue: QueueSpec | null
  /** The call's options over the route's, without `queue` and `$routes`. */
  readonly options: JsonObject
}

/**
 * Celery's router (rules 2.1 to 2.12): the call's queue, else the first route that knows the task,
 * else the default queue; options of the call that are not None win over the route's. Throws
 * CeleryError for an unknown queue. Python answers routers that are functions beforehand:
 * `options.$routes[n]` is what the router marked `{ $callable: n }` returned.
 */
export function route(settings: Settings, options: JsonObject, name: string): Routed {
  const routes = setting(settings, 'task_routes')
  // The usual call says nothing of its queue, and there are no routes.
  if (routes === null && !isTruthy(options['queue']))
    return { queue: defaultQueue(settings).queue, options: said(options) }
  const { $routes: answers, ...given } = options
  const call = expanded(settings, given)
  const found = lookUp(routes, name, answers)
  if (found !== null && isTruthy(found)) {
    const wanted = asRoute(found)
    refuseTaken(wanted)
    const routed = over(expanded(settings, wanted), call)
    // A route may say how and not where (trace priority_attribute_route).
    const nowhere = routed.queue === null && (routed.options['exchange'] ?? null) === null
    return nowhere ? { ...routed, queue: defaultQueue(settings).queue } : routed
  }
  return call.queue === null ? over(defaultQueue(settings), call) : call
}

/** What Celery gives its own message builder by name, whatever the call says. */
const TAKEN: ReadonlySet<string> = new Set([
  ...[
    'task_id',
    'name',
    'args',
    'kwargs',
    'countdown',
    'eta',
    'group_id',
    'group_index',
    'expires',
  ],
  ...['retries', 'chord', 'callbacks', 'errbacks', 'reply_to', 'time_limit', 'soft_time_limit'],
  ...['create_sent_event', 'root_id', 'parent_id', 'shadow', 'chain', 'ignore_result'],
  ...['replaced_task_nesting'],
])

/** A route that names one of them breaks every call (rule 1.16; trace route_call_wins). */
function refuseTaken(wanted: JsonObject): void {
  const taken = Object.keys(wanted).find((name) => TAKEN.has(name))
  if (taken === undefined) return
  const message = `AMQP.as_task_v2() got multiple values for argument '${taken}'`
  throw new CeleryError('builtins.TypeError', message)
}

const defaultQueue = (settings: Settings): Routed =>
  expanded(settings, { queue: setting(settings, 'task_default_queue') })

/** The first route for a task in `task_routes`, or null (rules 2.3 to 2.5). */
function lookUp(routes: Json, name: string, answers: Json | undefined): Json | null {
  if (routes === null) return null
  for (const router of sequenceItems(routes) ?? [routes]) {
    const found = ask(router, name, answers)
    if (found !== null) return found
  }
  return null
}

function ask(router: Json, name: string, answers: Json | undefined): Json | null {
  if (isObject(router) && '$callable' in router) {
    const answer = sequenceItems(answers ?? null)?.[Number(router['$callable'])]
    return answer ?? null
  }
  return askMap(pairsOf(router), name)
}

type Pair = readonly [pattern: Json, route: Json]

/** A map of routes: a dict or ordered pairs. A flat list of pairs is the classic mistake of rule 2.3. */
function pairsOf(router: Json): readonly Pair[] {
  const items = sequenceItems(router)
  if (items === null) return isObject(router) ? Object.entries(router) : []
  return items.map((item) => {
    const pair = sequenceItems(item) ?? (typeof item === 'string' ? Array.from(item) : [])
    const [pattern, target] = pair
    if (pair.length > 2)
      throw new CeleryError(VALUE_ERROR, 'too many values to unpack (expected 2)')
    if (pattern === undefined || target === undefined) {
      const message = `not enough values to unpack (expected 2, got ${String(pair.length)})`
      throw new CeleryError(VALUE_ERROR, message)
    }
    return [pattern, target]
  })
}

const VALUE_ERROR = 'builtins.ValueError'

/** The exact name first, then globs and regexes in their order (rule 2.4). */
function askMap(pairs: readonly Pair[], name: string): Json | null {
  const exact = pairs.findLast(([pattern]) => pattern === name && !name.includes('*'))
  const pair = exact ?? pairs.find(([pattern]) => patternOf(pattern)?.test(name) === true)
  return pair === undefined ? null : pair[1]
}

/** A route may be the name of a queue. */
const asRoute = (found: Json): JsonObject =>
  isObject(found) && !isQueue(found) ? found : { queue: found }

/** A kombu Queue as Python sends it, where a name would do. */
const isQueue = (value: JsonObject): boolean => typeof value['name'] === 'string'

function expanded(settings: Settings, options: JsonObject): Routed {
  const { queue: wanted, ...rest } = options
  if (!isTruthy(wanted) || wanted === undefined) return { queue: null, options: rest }
  if (isObject(wanted)) return { queue: queueFromJson(wanted, settings), options: rest }
  const queue = queueNamed(settings, asText(wanted))
  if (queue === null) {
    const message = `Queue '${asText(wanted)}' missing from task_queues`
    throw new CeleryError('celery.exceptions.QueueNotFound', message)
  }
  return { queue, options: rest }
}

/** A route under a call: what the call says and is not None wins. */
function over(route: Routed, call: Routed): Routed {
  return {
    queue: call.queue ?? route.queue,
    options: { ...route.options, ...said(call.options) },
  }
}

/** The options that are not None, but for those that only routing reads. */
function said(options: JsonObject): JsonObject {
  const kept: { [name: string]: Json } = {}
  for (const name of Object.keys(options)) {
    const value = options[name]
    if (value === undefined || value === null || ROUTING_ONLY.has(name)) continue
    // An assignment would not make it an option of its own.
    if (name === '__proto__') Object.defineProperty(kept, name, { ...OWN, value })
    else kept[name] = value
  }
  return kept
}

const OWN = { enumerable: true, configurable: true, writable: true }
const ROUTING_ONLY: ReadonlySet<string> = new Set(['queue', '$routes'])
