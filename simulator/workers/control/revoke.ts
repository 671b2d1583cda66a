import { asText, isObject, type Json, type JsonObject, sequenceItems } from '../../messages/json.ts'
import { pyrepr } from '../../messages/repr.ts'
import type { RequestState } from '../../world/state.ts'
import { poolOf } from '../pools/index.ts'
import { cannotKill } from '../pools/kills.ts'
import { storeRevoked } from '../revoke.ts'
import { signalOf, terminate } from '../terminate.ts'
import { type Called, type Command, listed, ok, raised, say } from './command.ts'

/** Requests that the pool runs or will run next, in the order in which they came (rule 3.16). */
export function reservedRequests({ world, worker }: Called): readonly RequestState[] {
  const running = worker.pool.flatMap((index) => world.process(index).execution?.request ?? [])
  return [...running, ...worker.reserved].sort((a, b) => a - b).map((index) => world.request(index))
}

/** `revoke`: the ids are dropped when they come up, and read REVOKED at once (rules 3.56 to 3.58). */
const revoke: Command = (called) => {
  const { world, worker, args } = called
  const ids = [...new Set(listed(args['task_id']).map(asText))]
  for (const id of ids) worker.revoked[id] = true
  for (const id of ids) storeRevoked(world, worker, id)
  if (args['terminate'] === true) return terminateIds(called, ids)
  say(called, 'INFO', `Tasks flagged as revoked: ${ids.join(', ')}`)
  return ok(`tasks ${setRepr(ids)} flagged as revoked`)
}

const setRepr = (ids: readonly string[]): string =>
  ids.length === 0 ? 'set()' : `{${ids.map((id) => pyrepr(id)).join(', ')}}`

function terminateIds(called: Called, ids: readonly string[]): Json {
  const signal = signalOf(called.args['signal'] ?? null)
  if (signal === null) return raised(called, 'ValueError', 'signal number out of range')
  const found = reservedRequests(called).filter(({ context }) => ids.includes(context.id))
  for (const request of found) {
    say(called, 'INFO', `Terminating ${request.context.id} (${signal.number})`)
    if (!poolOf(called.worker).kills && isRunning(called, request))
      return raised(called, 'NotImplementedError', cannotKill(called.worker))
    terminate(called.world, called.worker, request, signal)
  }
  if (found.length === 0) return ok('terminate: tasks unknown')
  return ok(`terminate: ${found.map(({ context }) => context.id).join(', ')}`)
}

const isRunning = ({ world, worker }: Called, { index }: RequestState): boolean =>
  worker.pool.some((process) => world.process(process).execution?.request === index)

/**
 * `revoke_by_stamped_headers`: noted, and looked at when a task comes up; with `terminate` also those that
 * run now and carry one of these stamps are cut off (rule 3.60).
 */
const revokeByStampedHeaders: Command = (called) => {
  const { world, worker, args } = called
  const headers = headersOf(args['headers'] ?? null)
  for (const [name, value] of Object.entries(headers)) {
    const before = worker.revokedStamps[name] ?? []
    worker.revokedStamps[name] = [...before, ...manyOf(value)]
  }
  const shown = pyrepr(headers)
  if (args['terminate'] !== true)
    return ok(`headers ${shown} flagged as revoked, but not terminated`)
  const signal = signalOf(args['signal'] ?? null)
  if (signal === null) return raised(called, 'ValueError', 'signal number out of range')
  const matched: { [header: string]: Set<string> } = {}
  for (const request of reservedRequests(called).filter((one) => isRunning(called, one))) {
    const found = matching(headers, request.context['stamps'])
    if (found.length === 0) continue
    for (const [header, stamp] of found) (matched[header] ??= new Set()).add(stamp)
    if (!poolOf(worker).kills) return raised(called, 'NotImplementedError', cannotKill(worker))
    terminate(world, worker, request, signal)
  }
  const found = Object.entries(matched)
  if (found.length === 0) return ok(`headers ${shown} were not terminated`)
  const sets = found.map(([header, stamps]) => `${pyrepr(header)}: {${[...stamps].join(', ')}}`)
  return ok(`headers defaultdict(<class 'set'>, {${sets.join(', ')}}) revoked`)
}

/** The command line gives a list of `name=value`. */
function headersOf(given: Json): JsonObject {
  const items = sequenceItems(given)
  if (items === null) return isObject(given) ? given : {}
  return Object.fromEntries(items.map((item) => asText(item).split('=') as [string, string]))
}

const manyOf = (value: Json): readonly Json[] => sequenceItems(value) ?? [value]

/** Pairs of a header and a stamp, as Python shows it, that a task carries and that were asked for. */
function matching(headers: JsonObject, stamps: Json | undefined): readonly [string, string][] {
  if (!isObject(stamps)) return []
  return Object.entries(headers).flatMap(([header, wanted]) => {
    const carried = stamps[header]
    if (carried === undefined) return []
    const shown = manyOf(carried).map((stamp) => pyrepr(stamp))
    return manyOf(wanted)
      .map((stamp) => pyrepr(stamp))
      .filter((stamp) => shown.includes(stamp))
      .map((stamp): [string, string] => [header, stamp])
  })
}

/** `terminate` is `revoke` with a signal. */
const terminateCommand: Command = (called) =>
  revoke({ ...called, args: { ...called.args, terminate: true } })

/** Commands that stop tasks. */
export const REVOKE_COMMANDS = {
  revoke,
  revoke_by_stamped_headers: revokeByStampedHeaders,
  terminate: terminateCommand,
} as const satisfies { readonly [method: string]: Command }
