import type { EffectName } from '../cluster/spec.ts'
import type { ProcessState } from '../world/state.ts'
import type { Act } from '../world/steps.ts'
import { onEffect } from '../world/triggers.ts'
import type { World } from '../world/world.ts'

/** Which effect of a task's body an act is; null where it is none. */
function effectOf({ execution }: ProcessState, act: Act | null): EffectName | null {
  if (execution === null || act === null) return null
  if (act.do === 'publish') return 'publish'
  // What the trace stores at the end names the children; what a body stores of itself does not.
  if (act.do === 'store') return act.write.children === undefined ? 'state' : 'result'
  return null
}

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
  if (effect !== null) onEffect(world, process, effect, 'before', strike)
  if (process.generation !== generation) return
  const parkedBefore = process.wait !== null
  run()
  if (process.generation !== generation) return
  if (effect !== null) onEffect(world, process, effect, 'after', strike)
  else if (!parkedBefore && process.wait !== null && !SHORT.has(process.wait.kind))
    onEffect(world, process, 'wait', 'before', strike)
}
