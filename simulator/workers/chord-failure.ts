import { freezeSignature } from '../canvas/construct.ts'
import { tracebackText } from '../messages/traceback.ts'
import { asText } from '../messages/json.ts'
import type { ExceptionInfo } from '../log/facts.ts'
import { isPythonError } from '../messages/python-error.ts'
import type { Signature } from '../messages/signature.ts'
import type { RequestContext } from '../program.ts'
import { openControl } from '../world/control.ts'
import { exception } from '../world/errors.ts'
import { canvasContext } from '../world/publishing.ts'
import { exceptionMeta } from '../world/results.ts'
import type { ProcessState } from '../world/state.ts'
import type { World } from '../world/world.ts'
import type { ChordStore } from '../world/steps.ts'
import { moveChord } from './chord-state.ts'
import { errbackSteps } from './failures.ts'

/** A chord whose body will not run. */
export interface FailedChord {
  readonly group: string
  readonly body: Signature
  readonly error: ExceptionInfo
  /** The exception of the member behind it. */
  readonly cause: ExceptionInfo | null
}

/**
 * The body's errbacks are called and it is stored as FAILURE; it never runs (rule 5.43). `raised` is what the log
 * tells: the exception of the member where a task has joined them (trace chords_database_fails).
 */
export function failChord(
  world: World,
  process: ProcessState,
  failed: FailedChord,
  raised: ExceptionInfo = failed.error,
): void {
  tell(world, process, failed, `Chord '${failed.group}'`, raised)
}

/** Its body could not be sent, which is an error of the chord alone (rule 5.43). */
export function failCallback(
  world: World,
  process: ProcessState,
  group: string,
  body: Signature,
  raised: ExceptionInfo,
): void {
  const error = exception('celery.exceptions.ChordError', [`Callback error: ${raised.repr}`])
  const failed = { group, body, error, cause: null }
  tell(world, process, failed, `Chord callback for '${group}'`, raised)
}

function tell(
  world: World,
  process: ProcessState,
  failed: FailedChord,
  what: string,
  raised: ExceptionInfo,
): void {
  const { group, body, error } = failed
  const id = asText(body.options['task_id'] ?? '')
  moveChord(world, group, 'FAIL')
  world.own(process, 'chord-failed', world.taskOf(process), { group, body: id, error })
  const text = `${what} raised: ${raised.repr}\n${tracebackText(raised)}`
  world.own(process, 'logged', world.taskOf(process), { level: 'ERROR', text })
  if (body.subtask_type === 'group') failGroup(world, process, failed)
  else failTask(world, process, body, id === '' ? group : id, error, { of: 'body', error })
}

function failTask(
  world: World,
  process: ProcessState,
  body: Signature,
  id: string,
  error: ExceptionInfo,
  chord: ChordStore,
): void {
  errbackSteps(world, process, fakeRequest(body, id), errbacksIn(body), error, null)
  failed(world, process, id, error, chord)
}

/** Each task of a group is revoked and stored as FAILURE with the exception behind it, then the group (rule 5.43). */
function failGroup(world: World, process: ProcessState, { body, error, cause }: FailedChord): void {
  const original = cause ?? error
  const frozen = freezeSignature(
    { signature: body, options: {} },
    canvasContext(world, process, world.now),
  )
  if (isPythonError(frozen) || frozen.result.type !== 'GroupResult') return
  const ids = frozen.result.results.map(({ id }) => id)
  revoke(world, process, ids)
  const unknown = { ...body, task: 'unknown' }
  for (const id of ids) failTask(world, process, unknown, id, original, { of: 'member', error })
  failed(world, process, frozen.result.id, original, { of: 'group', error })
}

/** Stored by no request of its own, it has the children of the task that runs: the errbacks. */
function failed(
  world: World,
  process: ProcessState,
  id: string,
  error: ExceptionInfo,
  chord: ChordStore,
): void {
  const children = process.execution?.children ?? []
  const write = { id, state: 'FAILURE', result: exceptionMeta(error), error, children } as const
  world.step(process, { do: 'store', write, chord }, world.costs.backend)
}

function revoke(world: World, process: ProcessState, ids: readonly string[]): void {
  const ticket = openControl(world, process, {
    method: 'revoke',
    arguments: { task_id: ids, terminate: false, signal: null },
    destination: null,
    pattern: null,
    matcher: null,
    reply: false,
  })
  world.step(process, { do: 'control', ticket }, world.costs.publish)
}

const errbacksIn = ({ options }: Signature): readonly Signature[] =>
  (options['link_error'] ?? []) as readonly Signature[]

/** The request that errbacks see of a body that never ran: its signature, and its id. */
const fakeRequest = (body: Signature, id: string): RequestContext => ({
  ...body,
  id,
  args: body.args,
  kwargs: body.kwargs,
  hostname: '',
  retries: 0,
  delivery_info: {},
})
