import type { Micros } from '../kernel/units.ts'
import { pyrepr } from '../messages/repr.ts'
import { exception } from '../world/errors.ts'
import { interrupt } from '../world/processes.ts'
import type { ProcessState, RequestState } from '../world/state.ts'
import type { World } from '../world/world.ts'
import { failureSteps } from './failures.ts'
import { limitsOf } from './limits.ts'
import { replaceProcess, tellFailure } from './lost.ts'

/** Between SIGTERM and SIGKILL for a process over its hard limit (rule 3.38). */
const GRACE: Micros = 100_000

/** The request, if this process still runs it. */
const running = (world: World, process: ProcessState, index: number): RequestState | null =>
  process.execution?.request === index ? world.request(index) : null

/** SoftTimeLimitExceeded is raised in the body, once (rule 3.37). */
export function softLimit(world: World, process: ProcessState, index: number): void {
  const request = running(world, process, index)
  if (request === null) return
  const { soft } = limitsOf(process, request)
  const { id, task } = request.context
  const main = world.process(world.worker(request.worker).main)
  main.cause = process.cause
  world.own(main, 'logged', request.task, {
    level: 'WARNING',
    text: `Soft time limit (${pyrepr(soft)}s) exceeded for ${task}[${id}]`,
  })
  interrupt(world, process, 'billiard.exceptions.SoftTimeLimitExceeded')
}

/**
 * The process is killed and the main process stores the failure, twice: so do its errbacks run twice and a
 * chord part count twice (rule 3.38: documented otherwise).
 */
export function hardLimit(world: World, process: ProcessState, index: number): void {
  const { execution } = process
  const request = running(world, process, index)
  if (execution === null || request === null) return
  const { hard } = limitsOf(process, request)
  const worker = world.worker(request.worker)
  const main = world.process(worker.main)
  const { id, task } = request.context
  const error = exception('billiard.exceptions.TimeLimitExceeded', [hard])
  const failure = { error, traceback: null, children: execution.children }
  const log = (text: string): void => {
    world.step(main, { do: 'log', level: 'ERROR', text })
  }
  main.cause = process.cause
  log(`Task handler raised error: ${error.repr}`)
  failureSteps(world, main, request, failure)
  log(`Hard time limit (${pyrepr(hard)}s) exceeded for ${task}[${id}]`)
  failureSteps(world, main, request, failure)
  const runtime = world.now - execution.startedAt
  tellFailure(world, request, { error, runtime, how: 'timeout' })
  replaceProcess(world, process, GRACE)
}
