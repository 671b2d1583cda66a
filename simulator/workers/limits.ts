import { seconds } from '../kernel/units.ts'
import { type Json, toNumber } from '../messages/json.ts'
import { OPCODES } from '../world/opcodes.ts'
import type { ProcessState, RequestState } from '../world/state.ts'
import type { World } from '../world/world.ts'
import { poolOf } from './pools/index.ts'

/** Seconds a task may run, each null for no limit: the call's, else the task's, else the worker's (rule 3.30). */
export function limitsOf(
  world: World,
  process: ProcessState,
  request: RequestState,
): { readonly hard: Json; readonly soft: Json } {
  const said = (request.template?.headers ?? request.context)['timelimit']
  const options = process.app.tasks[request.name]?.options
  const { tuning } = world.worker(request.worker)
  return {
    hard: part(said, 0) ?? options?.['time_limit'] ?? tuning.timeLimit,
    soft: part(said, 1) ?? options?.['soft_time_limit'] ?? tuning.softTimeLimit,
  }
}

const part = (limits: unknown, nth: 0 | 1): Json =>
  Array.isArray(limits) ? ((limits as readonly Json[])[nth] ?? null) : null

/**
 * The limits count from the moment the process takes the task (rule 3.39). A pool that does not know one
 * ignores it without a word (table 3E: documented otherwise).
 */
export function scheduleLimits(world: World, process: ProcessState, request: RequestState): void {
  const limits = limitsOf(world, process, request)
  if (limits.hard === null && limits.soft === null) return
  const known = poolOf(world.worker(request.worker)).limits
  const hard = toNumber(limits.hard)
  const soft = toNumber(limits.soft)
  const at = (limit: number, opcode: number): void => {
    world.schedule(world.now + seconds(limit), opcode, process.index, request.index)
  }
  if (known.soft && soft !== null && soft > 0) at(soft, OPCODES.softLimit)
  if (known.hard && hard !== null && hard > 0) at(hard, OPCODES.hardLimit)
}
