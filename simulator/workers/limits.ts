import { seconds } from '../kernel/units.ts'
import { type Json, toNumber } from '../messages/json.ts'
import { OPCODES } from '../world/opcodes.ts'
import type { ProcessState, RequestState } from '../world/state.ts'
import type { World } from '../world/world.ts'

/** Seconds a task may run, each null for no limit: the call's, else the task's, else the worker's (rule 3.30). */
export function limitsOf(
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
