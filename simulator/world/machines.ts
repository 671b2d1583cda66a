import { AssertionFailure } from '../kernel/assert.ts'
import { tables } from '../machines/index.ts'

/** The machines that the world moves its entities through. */
export type MachineName = keyof typeof tables

/** A table seen without the names of its own states and events. */
interface AnyTable {
  readonly states: readonly string[]
  readonly events: readonly string[]
  readonly initial: number
  next(state: number, event: number): number
  event(name: string): number
  isFinal(state: number): boolean
}

const table = (machine: MachineName): AnyTable => tables[machine]

/** Where an event leads, by the state that it finds; -1 where the chart has no such arrow. */
type Targets = Int8Array

/** Of each machine each event: what moves most is looked up without asking the table for its codes. */
const ARROWS = Object.fromEntries(
  (Object.keys(tables) as MachineName[]).map((machine) => {
    const found = table(machine)
    const targets = (name: string): Targets =>
      Int8Array.from(found.states, (_, state) => found.next(state, found.event(name)))
    return [machine, Object.fromEntries(found.events.map((name) => [name, targets(name)]))]
  }),
) as { readonly [M in MachineName]: { readonly [event: string]: Targets } }

/** One event of one machine, looked up once: what every message goes through is not looked up by name. */
export interface Arrow {
  readonly machine: MachineName
  readonly event: string
  readonly targets: Targets
}

/** The arrow of an event that the machine's chart has. */
export function arrow(machine: MachineName, event: string): Arrow {
  const targets = ARROWS[machine][event]
  if (targets === undefined) throw new AssertionFailure(`a ${machine} knows no event ${event}`)
  return { machine, event, targets }
}

/** Moves an entity along an arrow: `move` without a look-up. */
export function follow(arrow: Arrow, state: number, what: string | number): number {
  const next = arrow.targets[state]
  if (next === undefined || next < 0) refuse(arrow.machine, state, arrow.event, what)
  return next
}

/** The code of a machine's state. */
export function codeOf(machine: MachineName, name: string): number {
  const code = table(machine).states.indexOf(name)
  if (code < 0) throw new AssertionFailure(`a ${machine} knows no state ${name}`)
  return code
}

/**
 * Moves an entity through its machine and returns the code of its new state. An arrow that the chart
 * does not have is a mistake of the simulator, never of the learner. `what` is the entity's name or number.
 */
export function move(
  machine: MachineName,
  state: number,
  event: string,
  what: string | number,
): number {
  const next = ARROWS[machine][event]?.[state]
  if (next === undefined || next < 0) refuse(machine, state, event, what)
  return next
}

function refuse(machine: MachineName, state: number, event: string, what: string | number): never {
  const name = table(machine).states[state] ?? state
  throw new AssertionFailure(`${what}: a ${machine} that is ${name} cannot ${event}`)
}

/** The state a new entity is in. */
export const initial = (machine: MachineName): number => table(machine).initial

/** Is an entity in this state? */
export const isIn = (machine: MachineName, state: number, name: string): boolean =>
  table(machine).states[state] === name

/** Of each machine, which of its states are ends. */
export const finals = (machine: MachineName): readonly boolean[] =>
  table(machine).states.map((_, state) => table(machine).isFinal(state))

/** Has an entity come to an end? */
export const isFinal = (machine: MachineName, state: number): boolean =>
  table(machine).isFinal(state)
