import { codeOf } from '../world/machines.ts'
import { RAISED, RETURNED } from '../world/models.ts'
import type { Execution, ProcessState } from '../world/state.ts'
import { newStep, type Step } from '../world/steps.ts'
import { PHASES } from './crew.ts'

/** Code of the state of a process that waits for a task. */
export const IDLE = codeOf('process', 'idle')

/** What a process that runs a modelled task is about to do; `off` where that does not fit. */
export function phaseOf({ steps, state }: ProcessState, execution: Execution): number {
  const [first, second] = steps
  if (first === undefined || steps.length > 2) return PHASES.off
  const isEnd = second?.what === 'conclude' && second.outcome?.kind === 'succeeded'
  if (second !== undefined)
    return first.what === 'store-shared' && isEnd ? PHASES.store : PHASES.off
  switch (first.what) {
    case 'accept':
      return PHASES.accept
    case 'begin':
      return PHASES.begin
    case 'answer':
      return execution.modelled === true && state !== IDLE ? PHASES.end : PHASES.off
    case 'conclude':
      return first.outcome?.kind === 'succeeded' ? PHASES.conclude : PHASES.off
    default:
      return PHASES.off
  }
}

/** The steps of a process in a phase. */
export function stepsOf(
  phase: number,
  request: number,
  notBefore: number,
  fails: boolean,
  runtime: number,
): Step[] {
  const step = (what: Step['what'], more: Partial<Step>): Step =>
    Object.assign(newStep(what, 0, notBefore), more)
  const conclude = (): Step => step('conclude', { outcome: outcomeOf(runtime) })
  switch (phase) {
    case PHASES.accept:
      return [step('accept', { about: request })]
    case PHASES.begin:
      return [step('begin', { about: request })]
    case PHASES.end:
      return [step('answer', { act: fails ? RAISED : RETURNED })]
    case PHASES.store:
      return [step('store-shared', { about: request }), conclude()]
    default:
      return [conclude()]
  }
}

/** How a try that succeeded ended. */
export const outcomeOf = (runtime: number) =>
  ({ kind: 'succeeded', result: null, repr: 'None', runtime }) as const
