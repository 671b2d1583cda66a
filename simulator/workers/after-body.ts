import type { ResumeValue, Wait } from '../program.ts'
import type { ProcessState } from '../world/state.ts'
import type { World } from '../world/world.ts'
import { assert } from '../kernel/assert.ts'
import { errbackRaised } from './errback-raised.ts'
import { bodyRaised, bodyReturned, internalError, tellEnd } from './trace.ts'

/** How a body says that it is over while its stack stays: handlers and receivers are still to come. */
export type AfterWait = Extract<Wait, { kind: 'ended' | 'concluded' | 'errback-over' }>

/** Is this a wait for what comes after a body? */
export const isAfterBody = (wait: Wait): wait is AfterWait =>
  wait.kind === 'ended' || wait.kind === 'concluded' || wait.kind === 'errback-over'

/**
 * A body that is over waits for the steps that follow from it: the result is stored, callbacks leave, errbacks
 * are called. Its handlers come after them (rules 4.4 and 4.5; traces signals_success, signals_order), and
 * what follows from these in the same way (rule 4.11).
 */
export function afterBody(world: World, process: ProcessState, wait: AfterWait): void {
  if (wait.kind === 'errback-over') {
    const { error } = wait
    if (error !== undefined)
      errbackRaised(world, process, process.execution?.after?.errback ?? '', error)
    return
  }
  const { execution } = process
  assert(execution !== null, 'the body that is over was that of a task')
  if (wait.kind === 'concluded') {
    tellEnd(world, process)
    world.step(process, { do: 'go-on', error: null })
    return
  }
  execution.after = { outcome: null, told: false, errback: '' }
  const { ending } = wait
  if (wait.internal && 'error' in ending) internalError(world, process, ending.error)
  else if ('error' in ending) bodyRaised(world, process, ending.error)
  else bodyReturned(world, process, ending.value)
}

/** Its stack goes on, or hears of what interrupts it: a soft time limit, a signal. */
export function resumeAfterBody(world: World, process: ProcessState, value: ResumeValue): void {
  const { interrupt, name } = process
  process.interrupt = null
  if (interrupt === null) world.ask(process, { kind: 'resume', process: name, value })
  else world.ask(process, { kind: 'throw', process: name, ...interrupt })
}
