import { assert } from '../kernel/assert.ts'
import { tables } from '../machines/index.ts'

/** The machines that the world moves its entities through. */
export type MachineName = keyof typeof tables

/** A table seen without the names of its own states and events. */
interface AnyTable {
  readonly states: readonly string[]
  readonly initial: number
  next(state: number, event: number): number
  event(name: string): number
  isFinal(state: number): boolean
}

const table = (machine: MachineName): AnyTable => tables[machine]

/**
 * Moves an entity through its machine and returns the code of its new state. An arrow that the chart
 * does not have is a mistake of the simulator, never of the learner.
 */
export function move(machine: MachineName, state: number, event: string, what: string): number {
  const found = table(machine)
  const next = found.next(state, found.event(event))
  assert(next >= 0, `${what}: a ${machine} that is ${found.states[state] ?? state} cannot ${event}`)
  return next
}

/** The state a new entity is in. */
export const initial = (machine: MachineName): number => table(machine).initial

/** Is an entity in this state? */
export const isIn = (machine: MachineName, state: number, name: string): boolean =>
  table(machine).states[state] === name

/** Has an entity come to an end? */
export const isFinal = (machine: MachineName, state: number): boolean =>
  table(machine).isFinal(state)
