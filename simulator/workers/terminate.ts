import { asText, type Json } from '../messages/json.ts'
import { isIn } from '../world/machines.ts'
import { interrupt } from '../world/processes.ts'
import { ackRequest, moveRequest, stateOfRequest } from '../world/requests.ts'
import type { ProcessState, RequestState } from '../world/state.ts'
import type { WorkerState } from '../world/worker-state.ts'
import { closeRequest } from '../world/sweep.ts'
import type { World } from '../world/world.ts'
import { NOTICE, replaceProcess } from './lost.ts'
import { poolOf } from './pools/index.ts'
import { GREENLET_EXIT } from './pools/kills.ts'
import { sharesPython } from './pools/pool.ts'
import { freeSlot } from './slot.ts'
import { announceRevoked } from './revoke.ts'

/** A signal by its name without SIG, and its number on Linux. */
export interface Signal {
  readonly name: string
  readonly number: number
}

const NUMBERS: ReadonlyMap<string, number> = new Map([
  ['HUP', 1],
  ['INT', 2],
  ['QUIT', 3],
  ['ABRT', 6],
  ['KILL', 9],
  ['USR1', 10],
  ['SEGV', 11],
  ['USR2', 12],
  ['TERM', 15],
])

/** Pool processes ignore it. */
const IGNORED = 'INT'

/** `SIGTERM`, `term` and 15 are the same; null is SIGTERM (rule 3.58). Null for what is no signal. */
export function signalOf(value: Json): Signal | null {
  if (value === null) return { name: 'TERM', number: 15 }
  if (typeof value === 'number') {
    const found = [...NUMBERS].find(([, number]) => number === value)
    return found === undefined ? null : { name: found[0], number: value }
  }
  const name = asText(value).toUpperCase().replace(/^SIG/, '')
  const number = NUMBERS.get(name)
  return number === undefined ? null : { name, number }
}

/**
 * Sends a signal to the process that runs a request. The main process stores REVOKED at once, whatever the
 * body makes of the signal: SIGTERM raises SystemExit in it, SIGUSR1 SoftTimeLimitExceeded, others end the
 * process (rule 3.58). One that waits for a process is dropped when it comes up.
 */
export function terminate(
  world: World,
  worker: WorkerState,
  request: RequestState,
  signal: Signal,
): void {
  const process = worker.pool
    .map((index) => world.process(index))
    .find(({ execution }) => execution?.request === request.index)
  if (process?.execution == null) return
  moveRequest(world, request, 'REVOKE')
  announceRevoked(world, worker, request, 'terminated', signal.number)
  process.cause = request.cause
  if (poolOf(worker).unit === 'greenlet') {
    // Whatever the signal: a greenlet can only be killed.
    process.execution = { ...process.execution, terminated: 'KILL' }
    interrupt(world, process, GREENLET_EXIT)
  } else if (signal.name !== IGNORED) signalProcess(world, process, signal)
}

function signalProcess(world: World, process: ProcessState, { name }: Signal): void {
  if (process.execution === null) return
  if (isIn('process', process.state, 'idle')) replaceProcess(world, process, NOTICE)
  else if (name === 'USR1') interrupt(world, process, 'billiard.exceptions.SoftTimeLimitExceeded')
  else if (name === 'TERM') {
    process.execution = { ...process.execution, terminated: name }
    interrupt(world, process, 'builtins.SystemExit')
  } else replaceProcess(world, process, NOTICE)
}

/**
 * What was raised to end a body has left it: signal task_postrun, and the process ends (rule 3.58). A greenlet
 * leaves its place to the next task.
 */
export function exited(world: World, process: ProcessState): void {
  const { execution } = process
  if (execution === null) return
  const worker = world.worker(process.worker)
  const request = world.request(execution.request)
  world.own(process, 'task-finished', request.task, { state: 'FAILURE' })
  if (isIn('task', stateOfRequest(world, request), 'started')) moveRequest(world, request, 'LOSE')
  if (!sharesPython(poolOf(worker))) {
    replaceProcess(world, process, NOTICE)
    return
  }
  // The pool takes what was killed for done (seen with Celery 5.6.3).
  if (!request.acknowledged) process.cause = ackRequest(world, request, process.cause)
  closeRequest(world, request)
  freeSlot(world, process)
}
