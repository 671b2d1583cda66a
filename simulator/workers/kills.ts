import type { Wait } from '../program.ts'
import { isIn } from '../world/machines.ts'
import { interrupt } from '../world/processes.ts'
import type { ProcessState } from '../world/state.ts'
import type { World } from '../world/world.ts'
import { killWorker } from './shutdown/stop.ts'
import { signalWorker } from './shutdown/signals.ts'
import { loseProcess } from './lost.ts'
import { poolOf } from './pools/index.ts'
import { sharesPython } from './pools/pool.ts'
import { signalOf } from './terminate.ts'

/** The process that has this pid, and is none of the threads that share it; null where there is none. */
export function withPid(world: World, pid: number): ProcessState | null {
  return (
    world.state.processes.find(
      (process) =>
        process.pid === pid &&
        process.interpreter === null &&
        !isIn('process', process.state, 'absent'),
    ) ?? null
  )
}

/** `os.kill(pid, signal)` from somewhere in the cluster. */
export function killByPid(world: World, by: ProcessState, pid: number, name: string): void {
  const process = withPid(world, pid)
  const signal = signalOf(name)
  if (process === null || signal === null) return
  if (process.kind === 'worker') {
    signalWorker(world, world.worker(process.worker), signal.name, by.cause)
    return
  }
  if (process.kind !== 'process') return
  process.cause = by.cause
  if (signal.name === 'INT') return
  if (signal.name === 'USR1' || signal.name === 'TERM') {
    if (process.execution === null) return
    if (signal.name === 'USR1')
      interrupt(world, process, 'billiard.exceptions.SoftTimeLimitExceeded')
    // What billiard makes of SIGTERM in a child: 256 less the number, negative.
    else interrupt(world, process, 'builtins.SystemExit', String(signal.number - 256))
    return
  }
  loseProcess(world, process, { status: endedBy(signal.name, signal.number), quiet: false })
}

const endedBy = (name: string, number: number): string => `signal ${number} (SIG${name})`

/**
 * A process has ended in the middle of its body: `os._exit`, or a signal to itself (rules 3.35, 3.36). No
 * `finally`, no handler and no signal of Celery's follows. A body that shares its worker's process takes the
 * whole worker with it.
 */
export function exitProcess(
  world: World,
  process: ProcessState,
  { status, signal }: Extract<Wait, { kind: 'exit' }>,
): void {
  const worker = world.worker(process.worker)
  if (process.kind === 'worker' || sharesPython(poolOf(worker))) {
    killWorker(world, worker, process.cause)
    return
  }
  const by = signal === null ? null : signalOf(signal)
  const ended = by === null ? `exitcode ${status & 0xff}` : endedBy(by.name, by.number)
  loseProcess(world, process, { status: ended, quiet: by === null && (status & 0xff) === 0 })
}
