import { killProcess } from '../workers/lost.ts'
import { causeOf } from '../world/hazards.ts'
import type { ProcessState } from '../world/state.ts'
import type { World } from '../world/world.ts'
import type { FaultMember } from './fault.ts'
import { withdraw } from './hazard.ts'

/** A body that kills its process each time: with `reject_on_worker_lost` it comes back for ever (rule 3.28). */
export const poisonTask: FaultMember<'poison-task'> = {
  name: 'poison-task',
  lasting: 'a while',
  read: (fields) => ({ task: fields.text('task') }),
  begin: (world, { task }, { index }) => {
    world.state.hazards.poisoned.push({ task, fault: index })
  },
  end: (world, _fault, { index }) => withdraw(world.state.hazards.poisoned, index),
}

/** The event of a poisoned body that has begun. */
export function poisoned(world: World, process: ProcessState, generation: number): void {
  const { execution } = process
  if (process.generation !== generation || execution === null) return
  const { task } = world.request(execution.request).context
  const poison = world.state.hazards.poisoned.find((one) => one.task === task)
  if (poison !== undefined) killProcess(world, process, causeOf(world, poison.fault))
}
