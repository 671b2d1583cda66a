import type { ChordPart } from '../backends/backend.ts'
import { type Micros, seconds } from '../kernel/units.ts'
import { asText, isObject, stringify } from '../messages/json.ts'
import type { Json, JsonObject } from '../messages/json.ts'
import { isPythonError } from '../messages/python-error.ts'
import type { Signature } from '../messages/signature.ts'
import { exception } from '../world/errors.ts'
import { initial } from '../world/machines.ts'
import { applySignature, resultTuple } from '../world/publishing.ts'
import type { ProcessState } from '../world/state.ts'
import type { Act } from '../world/steps.ts'
import type { World } from '../world/world.ts'
import { failCallback, failChord } from './chord-failure.ts'
import { joined } from './chord-join.ts'
import { moveChord } from './chord-state.ts'

/**
 * Sets up a chord's counter, before its header is sent (rule 5.35). A header with groups in it is kept, so that
 * the body gets its results in their shape (rule 5.38).
 */
export function startChord(
  world: World,
  process: ProcessState,
  { group, size, header }: Extract<Act, { do: 'start-chord' }>,
): void {
  const { backend } = world.state
  world.state.chords[group] = initial('chord')
  if (world.backendOf(process).chords !== 'counted') return
  const { more = 0, parts = {} } = backend.chords[group] ?? {}
  backend.chords[group] = { size, more, parts }
  if (header?.type === 'GroupResult' && header.results.some(({ type }) => type === 'GroupResult'))
    backend.groups[group] = resultTuple(header)
}

/** One more task belongs to a chord that runs already (rule 4.41): the key `.t` of rule 5.35. */
export function growChord(world: World, { group }: Extract<Act, { do: 'grow-chord' }>): void {
  const { chords } = world.state.backend
  const chord = chords[group]
  chords[group] =
    chord === undefined ? { size: null, more: 1, parts: {} } : { ...chord, more: chord.more + 1 }
}

/** Who is counted, of which chord. */
interface Member {
  readonly id: string
  readonly group: string
  readonly index: number
  readonly body: Signature
}

/** Redis puts members without a place behind all others (`+inf`). */
const LAST = Number.MAX_SAFE_INTEGER

/** A header task is over: it is counted, and the last one sends the body (rules 5.36, 5.37). */
export function countChord(
  world: World,
  process: ProcessState,
  { request: index, element, state, result, failure }: Extract<Act, { do: 'count-chord' }>,
): void {
  if (world.backendOf(process).chords !== 'counted') return
  const { context: request, task } = world.request(index)
  const member = element === undefined ? memberOf(request) : memberOf(asRequest(element))
  if (member === null) return
  const { group, id, body } = member
  const chord = (world.state.backend.chords[group] ??= { size: null, more: 0, parts: {} })
  const part: ChordPart = { index: member.index, id, state, result, failure }
  chord.parts[stringify([id, state, result])] = part
  if (chord.size === null) return
  const count = Object.keys(chord.parts).length
  const size = chord.size + chord.more
  moveChord(world, group, 'COUNT')
  world.own(process, 'chord-counted', task, { group, count, size })
  if (count === size) unlock(world, process, group, body, world.now + JOIN_TIMEOUT)
}

/** `result_chord_join_timeout`, and how often the process looks that waits for a kept group (rule 5.38). */
const JOIN_TIMEOUT: Micros = seconds(3)
const LOOK: Micros = 5_000

/** The process that has counted a chord's last member waits for the results of nested groups. */
export function joinChord(
  world: World,
  process: ProcessState,
  { group, body, until }: Extract<Act, { do: 'join-chord' }>,
): void {
  unlock(world, process, group, body, until)
}

function memberOf(request: JsonObject): Member | null {
  const { id, group, group_index: index, chord } = request
  if (!isObject(chord) || id == null || id === '' || group == null || group === '') return null
  return {
    id: asText(id),
    group: asText(group),
    index: typeof index === 'number' ? index : LAST,
    body: chord as unknown as Signature,
  }
}

/** What Celery makes of the signature of a step that will never run, to count it as failed. */
const asRequest = ({ options }: Signature): JsonObject => ({
  id: options['task_id'] ?? null,
  group: options['group_id'] ?? null,
  group_index: options['group_index'] ?? null,
  chord: options['chord'] ?? null,
})

function unlock(
  world: World,
  process: ProcessState,
  group: string,
  body: Signature,
  until: Micros,
): void {
  const parts = world.state.backend.chords[group]?.parts ?? {}
  const values = joined(world, group, parts, world.now >= until)
  if ('waits' in values) {
    world.step(process, { do: 'join-chord', group, body, until }, LOOK)
    return
  }
  if ('error' in values) {
    failChord(world, process, { group, body, ...values })
    return
  }
  unlocked(world, process, { group, body: asText(body.options['task_id'] ?? '') })
  const args: readonly Json[] = [values.results]
  const call = { signature: body, args, kwargs: {}, options: {}, fromMessage: true }
  const applied = applySignature(world, process, call, world.now)
  if (isPythonError(applied)) {
    const { type, message } = applied.error
    failCallback(world, process, group, body, exception(type, [message]))
  }
  // After the body has gone out: who is killed in between leaves the count to the next delivery of its task.
  world.step(process, { do: 'forget-chord', group, body }, world.costs.backend)
}

/** The body of a chord is on its way. */
export function unlocked(
  world: World,
  process: ProcessState,
  { group, body }: { readonly group: string; readonly body: string },
): void {
  moveChord(world, group, 'UNLOCK')
  world.own(process, 'chord-unlocked', world.taskOf(process), { group, body })
}

/** The task that has waited for a chord's header could not join it, or not send the body (rule 5.41). */
export function giveUpChord(
  world: World,
  process: ProcessState,
  { group, body, error, cause }: Extract<Act, { do: 'fail-chord' }>,
): void {
  failChord(world, process, { group, body, error, cause }, cause)
}

/** The counter of a chord goes, whose body was sent, or could not be. */
export function forgetChord(world: World, { group }: Extract<Act, { do: 'forget-chord' }>): void {
  delete world.state.backend.chords[group]
}
