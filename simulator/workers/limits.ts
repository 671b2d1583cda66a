import { type Micros, seconds } from '../kernel/units.ts'
import type { Json } from '../messages/json.ts'
import { pyrepr } from '../messages/repr.ts'
import { toNumber } from '../messages/json.ts'
import { exception } from '../world/errors.ts'
import { OPCODES } from '../world/opcodes.ts'
import { interrupt } from '../world/processes.ts'
import type { ProcessState, RequestState } from '../world/state.ts'
import type { World } from '../world/world.ts'
import { failureSteps } from './failures.ts'
import { replaceProcess, tellFailure } from './lost.ts'

/** Between SIGTERM and SIGKILL for a process over its hard limit (rule 3.38). */
const GRACE: Micros = 100_000

/** Seconds a task may run, each null for no limit: the call's, else the task's, else the worker's (rule 3.30). */
function limitsOf(
  process: ProcessState,
  { context }: RequestState,
): { readonly hard: Json; readonly soft: Json } {
  const [hard = null, soft = null] = (context['timelimit'] ?? []) as readonly Json[]
  const options = process.app.tasks[context.task]?.options
  const { settings } = process.app
  return {
    hard: hard ?? options?.['time_limit'] ?? settings['task_time_limit'] ?? null,
    soft: soft ?? options?.['soft_time_limit'] ?? settings['task_soft_time_limit'] ?? null,
  }
}

/** Pools that enforce limits: solo and threads ignore them without a word (table 3E: documented otherwise). */
const ENFORCING: ReadonlySet<string> = new Set(['prefork', 'processes'])

/** The limits count from the moment the process takes the task (rule 3.39). */
export function scheduleLimits(world: World, process: ProcessState, request: RequestState): void {
  if (!ENFORCING.has(world.worker(request.worker).options.pool)) return
  const limits = limitsOf(process, request)
  const hard = toNumber(limits.hard)
  const soft = toNumber(limits.soft)
  const at = (limit: number, opcode: number): void => {
    world.schedule(world.now + seconds(limit), opcode, process.index, request.index)
  }
  if (soft !== null && soft > 0) at(soft, OPCODES.softLimit)
  if (hard !== null && hard > 0) at(hard, OPCODES.hardLimit)
}

const isRunning = (process: ProcessState, request: RequestState): boolean =>
  process.execution?.request === request.index

/** SoftTimeLimitExceeded is raised in the body, once (rule 3.37). */
export function softLimit(world: World, process: ProcessState, request: RequestState): void {
  if (!isRunning(process, request)) return
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
export function hardLimit(world: World, process: ProcessState, request: RequestState): void {
  const { execution } = process
  if (execution === null || !isRunning(process, request)) return
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
