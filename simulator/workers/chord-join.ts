import type { ChordPart } from '../backends/backend.ts'
import { FAILED_STATES, READY_STATES } from '../backends/backend.ts'
import type { ExceptionInfo } from '../log/facts.ts'
import { asText, isArray, isObject } from '../messages/json.ts'
import type { Json } from '../messages/json.ts'
import { exception } from '../world/errors.ts'
import type { World } from '../world/world.ts'

/** What a chord's body gets; or why it gets nothing, with the exception of the member behind it. */
export type Joined =
  | { readonly results: readonly Json[] }
  /** Results of a kept group are not there yet. */
  | { readonly waits: true }
  | { readonly error: ExceptionInfo; readonly cause: ExceptionInfo | null }

/**
 * The results of a chord's header in their order: what its members left, or what a kept group says, for which
 * it waits (rule 5.38). `isLate`: it waits no longer.
 */
export function joined(
  world: World,
  group: string,
  parts: { readonly [key: string]: ChordPart },
  isLate: boolean,
): Joined {
  const kept = world.state.backend.groups[group]
  if (kept === undefined) return unpacked(parts)
  try {
    return { results: valuesOf(world, kept) }
  } catch (error) {
    if (!(error instanceof MemberFailed)) throw error
    if (error.isMissing && !isLate) return { waits: true }
    const text = `Join error: ${error.failure.repr}`
    return { error: chordError(text), cause: null }
  }
}

const chordError = (text: string): ExceptionInfo =>
  exception('celery.exceptions.ChordError', [text])

/** By place, and where that is the same by their bytes, as a sorted set has them. */
function unpacked(parts: { readonly [key: string]: ChordPart }): Joined {
  const ordered = Object.entries(parts)
    .toSorted(([left, a], [right, b]) => a.index - b.index || (left < right ? -1 : 1))
    .map(([, part]) => part)
  const failed = ordered.find(({ failure }) => failure !== null)
  if (failed === undefined) return { results: ordered.map(({ result }) => result) }
  const text = `Dependency ${failed.id} raised ${failed.failure ?? ''}`
  return { error: chordError(text), cause: stored(failed.result) }
}

/** A member of a kept group that has no value to give. */
class MemberFailed extends Error {
  readonly failure: ExceptionInfo
  readonly isMissing: boolean

  constructor(failure: ExceptionInfo, isMissing: boolean) {
    super(failure.message)
    this.failure = failure
    this.isMissing = isMissing
  }
}

/** Values of `[[id, parent], members]`, the groups among them as lists. */
function valuesOf(world: World, tuple: Json): readonly Json[] {
  const members = isArray(tuple) ? (tuple[1] ?? null) : null
  if (!isArray(members)) return []
  return members.map((member) =>
    isArray(member) && isArray(member[1] ?? null)
      ? valuesOf(world, member)
      : valueOf(world, isArray(member) && isArray(member[0]) ? (member[0][0] ?? null) : null),
  )
}

function valueOf(world: World, id: Json): Json {
  const meta = world.state.backend.metas[asText(id)]
  if (meta === undefined || !READY_STATES.has(meta.status)) {
    const timeout = exception('celery.exceptions.TimeoutError', ['The operation timed out.'])
    throw new MemberFailed(timeout, true)
  }
  if (FAILED_STATES.has(meta.status)) throw new MemberFailed(stored(meta.result), false)
  return meta.result
}

/** An exception as the backend keeps it (rule 6.7). */
function stored(result: Json): ExceptionInfo {
  const { exc_type: type, exc_module: module, exc_message: args } = isObject(result) ? result : {}
  const name = `${asText(module ?? 'builtins')}.${asText(type ?? 'Exception')}`
  return exception(name, isArray(args) ? args : [args ?? null])
}
