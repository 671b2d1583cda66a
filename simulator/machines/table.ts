import type { AnyStateMachine, EventFromLogic, StateValueFrom } from 'xstate'
import { assert } from '../kernel/assert.ts'

/** Names of a chart's states. */
export type StateOf<M extends AnyStateMachine> = StateValueFrom<M> & string

/** Names of a chart's events. */
export type EventOf<M extends AnyStateMachine> = EventFromLogic<M>['type']

/**
 * A chart as a look-up table: some nanoseconds a step where the chart itself takes microseconds. States
 * and events are small numbers, so a million entities keep theirs in a typed array.
 */
export interface Table<State extends string = string, Event extends string = string> {
  readonly id: string
  readonly states: readonly State[]
  readonly events: readonly Event[]
  /** The state that a new entity is in. */
  readonly initial: number
  state(name: State): number
  event(name: Event): number
  /** The state after `event`, -1 where the chart has no such arrow. */
  next(state: number, event: number): number
  /** Names of the actions on that arrow, in order. */
  actions(state: number, event: number): readonly string[]
  /** Whether the chart calls this an end, by its type or by the tag `final`. */
  isFinal(state: number): boolean
}

const NO_ARROW = -1
const NO_ACTIONS: readonly string[] = []

/** Compiles a flat chart without guards; anything that a table cannot hold is an assertion failure. */
export function compileTable<M extends AnyStateMachine>(machine: M): Table<StateOf<M>, EventOf<M>> {
  assert(machine.root.transitions.size === 0, `${machine.id}: no arrow may leave the whole chart`)
  const nodes = Object.values(machine.root.states)
  const states = nodes.map((node) => node.key as StateOf<M>)
  const events = [...new Set(nodes.flatMap((node) => [...node.transitions.keys()]))] as EventOf<M>[]
  const stateIndex = indexOf(states)
  const eventIndex = indexOf(events)
  const width = events.length
  const arrows = new Int16Array(states.length * width).fill(NO_ARROW)
  const actions = new Array<readonly string[]>(arrows.length).fill(NO_ACTIONS)
  const finals = nodes.map((node) => node.type === 'final' || node.tags.includes('final'))
  for (const arrow of nodes.flatMap(arrowsOf)) {
    const from = stateIndex[arrow.from as StateOf<M>]
    const at = from * width + eventIndex[arrow.event as EventOf<M>]
    arrows[at] = stateIndex[arrow.to as StateOf<M>]
    actions[at] = arrow.actions
  }
  return {
    id: machine.id,
    states,
    events,
    initial: stateIndex[machine.root.initial.target[0]?.key as StateOf<M>],
    state: (name) => known(stateIndex[name], name),
    event: (name) => known(eventIndex[name], name),
    next: (state, event) => arrows[state * width + event]!,
    actions: (state, event) => actions[state * width + event]!,
    isFinal: (state) => finals[state]!,
  }
}

/** The state after `event`; where the chart has no such arrow, the simulator has contradicted itself. */
export function step<State extends string, Event extends string>(
  table: Table<State, Event>,
  state: number,
  event: number,
): number {
  const next = table.next(state, event)
  if (!(next >= 0)) {
    assert(false, `a ${table.id} that is ${table.states[state]} cannot ${table.events[event]}`)
  }
  return next
}

/** `step` by names, for entities that are few. */
export function move<State extends string, Event extends string>(
  table: Table<State, Event>,
  state: NoInfer<State>,
  event: NoInfer<Event>,
): State {
  return table.states[step(table, table.state(state), table.event(event))]!
}

type Node = AnyStateMachine['root']

interface Arrow {
  readonly from: string
  readonly event: string
  readonly to: string
  readonly actions: readonly string[]
}

function arrowsOf(node: Node): Arrow[] {
  assertFlat(node)
  return [...node.transitions].map(([event, transitions]) => {
    const [only, ...others] = transitions
    assert(
      only && others.length === 0 && !only.guard,
      `${node.id} ${event}: guards cannot be compiled`,
    )
    const to = only.target?.[0]?.key ?? node.key
    return { from: node.key, event, to, actions: only.actions.map(nameOf) }
  })
}

function assertFlat(node: Node): void {
  const flat = node.type === 'atomic' || node.type === 'final'
  const still = node.always === undefined || node.always.length === 0
  const plain = node.entry.length === 0 && node.exit.length === 0 && node.invoke.length === 0
  assert(flat && still && plain, `${node.id}: only flat states with arrows can be compiled`)
}

function nameOf(action: unknown): string {
  const name = typeof action === 'string' ? action : (action as { readonly type?: unknown }).type
  assert(typeof name === 'string', 'actions have names')
  return name
}

function indexOf<Name extends string>(names: readonly Name[]): Readonly<Record<Name, number>> {
  return Object.fromEntries(names.map((name, index) => [name, index])) as Record<Name, number>
}

function known(index: number | undefined, name: string): number {
  assert(index !== undefined, `the chart does not know ${name}`)
  return index
}
