import { tracebackText } from '../messages/traceback.ts'
import type { ChordPart } from '../backends/backend.ts'
import { asText, stringify } from '../messages/json.ts'
import type { ExceptionInfo } from '../log/facts.ts'
import type { Signature } from '../messages/signature.ts'
import type { RequestContext } from '../program.ts'
import { exception } from '../world/errors.ts'
import { initial, move } from '../world/machines.ts'
import { applySignature } from '../world/publishing.ts'
import { exceptionMeta } from '../world/results.ts'
import type { ProcessState } from '../world/state.ts'
import type { Act } from '../world/steps.ts'
import type { World } from '../world/world.ts'
import { errbackSteps } from './failures.ts'

/** Sets up a chord's counter, before its header is sent (rule 5.35). */
export function startChord(
  world: World,
  { group, size }: Extract<Act, { do: 'start-chord' }>,
): void {
  world.state.backend.chords[group] = { size, parts: {} }
  world.state.chords[group] = initial('chord')
}

/** A header task is over: it is counted, and the last one sends the body (rules 5.36, 5.37). */
export function countChord(
  world: World,
  process: ProcessState,
  { request: index, state, result, failure }: Extract<Act, { do: 'count-chord' }>,
): void {
  const { context: request, task } = world.request(index)
  const group = asText(request['group'])
  const body = request['chord'] as Signature | null
  const chord = world.state.backend.chords[group]
  if (body === null || chord === undefined) return
  const part: ChordPart = {
    index:
      typeof request['group_index'] === 'number'
        ? request['group_index']
        : Object.keys(chord.parts).length,
    id: request.id,
    state,
    result,
    failure,
  }
  chord.parts[stringify([part.id, state, result])] = part
  const count = Object.keys(chord.parts).length
  moveChord(world, group, 'COUNT')
  world.own(process, 'chord-counted', task, { group, count, size: chord.size })
  if (count === chord.size)
    unlock(world, { process, request, group, body }, Object.values(chord.parts))
}

function moveChord(world: World, group: string, event: string): void {
  const { chords } = world.state
  chords[group] = move('chord', chords[group] ?? initial('chord'), event, `chord ${group}`)
}

/** The chord whose last part has just ended, and who counts it. */
interface Counted {
  readonly process: ProcessState
  readonly request: RequestContext
  readonly group: string
  readonly body: Signature
}

function unlock(world: World, counted: Counted, parts: readonly ChordPart[]): void {
  const { process, group, body } = counted
  const ordered = parts.toSorted((a, b) => a.index - b.index)
  const failed = ordered.find(({ failure }) => failure !== null)
  const id = bodyId(body)
  if (failed !== undefined) {
    const error = exception('celery.exceptions.ChordError', [
      `Dependency ${failed.id} raised ${failed.failure ?? ''}`,
    ])
    failChord(world, counted, error)
    return
  }
  moveChord(world, group, 'UNLOCK')
  world.own(process, 'chord-unlocked', world.taskOf(process), { group, body: id })
  const results = ordered.map(({ result }) => result)
  const call = { signature: body, args: [results], kwargs: {}, options: {}, fromMessage: true }
  applySignature(world, process, call, world.now)
  // After the body has gone out: who is killed in between leaves the count to the next delivery of its task.
  world.step(process, { do: 'forget-chord', group }, world.costs.backend)
}

/** The counter of a chord goes, whose body was sent. */
export function forgetChord(world: World, { group }: Extract<Act, { do: 'forget-chord' }>): void {
  delete world.state.backend.chords[group]
}

const bodyId = (body: Signature): string => {
  const id = body.options['task_id']
  return typeof id === 'string' ? id : ''
}

/** The body's errbacks are called and it is stored as FAILURE; it never runs (rule 5.43). */
function failChord(
  world: World,
  { process, request, group, body }: Counted,
  error: ExceptionInfo,
): void {
  const id = bodyId(body)
  moveChord(world, group, 'FAIL')
  world.own(process, 'chord-failed', world.taskOf(process), { group, body: id, error })
  world.own(process, 'logged', world.taskOf(process), {
    level: 'ERROR',
    text: `Chord '${group}' raised: ${error.repr}\n${tracebackText(error)}`,
  })
  const errbacks = (body.options['link_error'] ?? []) as readonly Signature[]
  errbackSteps(world, process, { ...request, id, task: body.task }, errbacks, error, null)
  const target = id === '' ? group : id
  const write = { id: target, state: 'FAILURE', result: exceptionMeta(error), error } as const
  world.step(process, { do: 'store', write }, world.costs.backend)
}
