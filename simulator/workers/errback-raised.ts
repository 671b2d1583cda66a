import type { ExceptionInfo } from '../log/facts.ts'
import { tracebackText } from '../messages/traceback.ts'
import type { ProcessState } from '../world/state.ts'
import type { World } from '../world/world.ts'
import { failureSteps } from './failures.ts'
import { poolOf } from './pools/index.ts'
import { sharesPython } from './pools/pool.ts'
import { internalError } from './trace.ts'

/**
 * An errback of the task `of` raised, or could not be sent. It takes the place of the failure: the trace ends by
 * it, FAILURE is stored with it and the errbacks are called again; where they raise again, the worker's main
 * process does it all a third time (rule 4.36: documented otherwise; traces errbacks_raise, errbacks_mis_sized).
 * A chord's errbacks, and those that the main process calls, are only told of.
 */
export function errbackRaised(
  world: World,
  process: ProcessState,
  of: string,
  error: ExceptionInfo,
): void {
  const { execution } = process
  const request = execution === null ? null : world.request(execution.request)
  if (execution === null || request?.context.id !== of) {
    const text = `Pool callback raised exception: ${error.repr}\n${tracebackText(error)}`
    world.own(process, 'logged', world.taskOf(process), { level: 'ERROR', text })
    return
  }
  const { steps } = process
  const end = steps.findIndex(({ what }) => what === 'conclude' || what === 'go-on')
  const outcome = execution.after?.outcome ?? steps[end]?.outcome
  const again = outcome?.kind === 'failed' && outcome.finished
  steps.splice(0, again ? end : end + 1)
  if (again) {
    const untold = { ...outcome, untold: true } as const
    if (execution.after !== null) execution.after.outcome = untold
    else if (steps[0] !== undefined) steps[0].outcome = untold
    const worker = world.worker(process.worker)
    if (sharesPython(poolOf(worker))) return
    const failure = { error, traceback: null, children: execution.children }
    failureSteps(world, world.process(worker.main), request, failure)
  } else if (execution.after === null) internalError(world, process, error)
  else {
    execution.after.outcome = null
    const type = `${error.module}.${error.type}`
    world.step(process, { do: 'go-on', error: { type, message: error.message } })
  }
}
