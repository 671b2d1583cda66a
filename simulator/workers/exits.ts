import { toNumber } from '../messages/json.ts'
import type { Raised } from '../program.ts'
import { ackRequest, moveRequest } from '../world/requests.ts'
import type { ProcessState } from '../world/state.ts'
import type { WorkerState } from '../world/worker-state.ts'
import type { World } from '../world/world.ts'
import { loseProcess } from './lost.ts'
import { poolOf } from './pools/index.ts'
import { stopWarm } from './shutdown/stop.ts'
import { freeSlot } from './slot.ts'

/** What no `except Exception` in Celery catches. */
export const isExit = ({ module, type }: Raised): boolean =>
  module === 'builtins' && (type === 'SystemExit' || type === 'KeyboardInterrupt')

/**
 * `sys.exit()` or KeyboardInterrupt has left a body (rule 3.36). A child process ends with it. In the other
 * pools the report of it fails: nothing is stored, a late acknowledged message stays where it is until the
 * worker stops, and the solo pool's worker falls over (seen with Celery 5.6.3: documented otherwise).
 */
export function bodyExited(world: World, process: ProcessState, error: Raised): void {
  const { execution } = process
  if (execution === null) return
  const worker = world.worker(process.worker)
  const request = world.request(execution.request)
  world.own(process, 'task-finished', request.task, { state: 'FAILURE' })
  const { unit } = poolOf(worker)
  if (unit === 'process') {
    const code = exitCode(error)
    loseProcess(world, process, { status: `exitcode ${code}`, quiet: code === 0 })
    return
  }
  moveRequest(world, request, 'LOSE')
  world.note(
    process,
    `Nothing was stored for a task that ended with ${error.type}: in this kind of pool Celery loses it without a word.`,
    '3.36',
  )
  if (unit === 'main') {
    if (!request.acksLate) process.cause = ackRequest(world, request, process.cause)
    fallOver(world, worker)
  }
  freeSlot(world, process)
}

/** Python's exit code: a number, 0 for none, 1 for anything else. */
function exitCode({ type, args }: Raised): number {
  const [code = null] = args
  if (type === 'KeyboardInterrupt' || code === null) return 0
  const number = toNumber(code)
  return number === null ? 1 : number & 0xff
}

function fallOver(world: World, worker: WorkerState): void {
  world.own(world.process(worker.main), 'logged', -1, {
    level: 'CRITICAL',
    text: "Unrecoverable error: TypeError('cannot unpack non-iterable ExceptionInfo object')",
  })
  stopWarm(world, worker)
  worker.shutdown.exitCode = 1
}
