import type { EffectName } from '../cluster/spec.ts'
import { nameOf } from '../world/services.ts'
import type { ProcessState } from '../world/state.ts'
import type { Act } from '../world/steps.ts'
import { onEffect } from '../world/triggers.ts'
import type { World } from '../world/world.ts'

/** Which effect of a task's body an act is; null where it is none. */
function effectOf({ execution }: ProcessState, act: Act | null): EffectName | null {
  if (execution === null || act === null) return null
  if (act.do === 'publish') return 'publish'
  if (act.do === 'ledger' || isCall(act)) return 'service'
  // What the trace stores at the end names the children; what a body stores of itself does not.
  if (act.do === 'store') return act.write.children === undefined ? 'state' : 'result'
  return null
}

/** The service that a call sets out to; null where it is none, or nobody waits for one. */
function serviceOf(world: World, act: Act | null): string | null {
  if (act?.do !== 'answer' || act.answer.kind !== 'parked') return null
  const { wait } = act.answer
  return wait.kind === 'service' && world.state.effectWatches.length > 0
    ? nameOf(world, wait)
    : null
}

/** A call to a service sets out: what comes of it is told when it is there (see `world/services.ts`). */
const isCall = (act: Act | null): boolean =>
  act?.do === 'datagram' ||
  (act?.do === 'answer' && act.answer.kind === 'parked' && act.answer.wait.kind === 'service')

/** Waits that a body would not call waiting. */
const SHORT = new Set(['computing', 'meta'])

/**
 * Runs an act of a process, with the boundaries of its effect for whoever waits for one. A fault that
 * strikes before it may be the end of the process: then the act never happens.
 */
export function withBoundaries(
  world: World,
  process: ProcessState,
  act: Act | null,
  run: () => void,
  strike: (action: number) => void,
): void {
  if (process.execution === null) {
    run()
    return
  }
  const effect = effectOf(process, act)
  const { generation } = process
  // What is told of a ledger has happened already.
  if (effect !== null && act?.do !== 'ledger')
    onEffect(world, process, effect, 'before', strike, serviceOf(world, act))
  if (process.generation !== generation) return
  const parkedBefore = process.wait !== null
  run()
  if (process.generation !== generation) return
  if (isCall(act)) return
  if (effect !== null) onEffect(world, process, effect, 'after', strike)
  else if (!parkedBefore && process.wait !== null && !SHORT.has(process.wait.kind))
    onEffect(world, process, 'wait', 'before', strike)
}
