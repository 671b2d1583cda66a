import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  createMachine,
  initialTransition,
  setup,
  transition,
  type AnyStateMachine,
  type EventFromLogic,
  type SnapshotFrom,
} from 'xstate'
import { AssertionFailure } from '../kernel/assert.ts'
import { goldenPaths } from './golden-paths.ts'
import { compileTable, machines, move, step, tables, type Table } from './index.ts'

const charts: readonly (readonly [keyof typeof machines, AnyStateMachine])[] = Object.entries(
  machines,
) as [keyof typeof machines, AnyStateMachine][]

describe.each(charts)('the %s chart', (name, machine) => {
  const table: Table = tables[name]

  test('and its table agree on any row of events: state, arrows, actions and ends', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(table.events.length - 1), { maxLength: 60 }), (events) => {
        let [snapshot] = initialTransition(machine)
        let state = table.initial
        for (const event of events) {
          const occurred = { type: table.events[event]! } as EventFromLogic<AnyStateMachine>
          const arrow = table.next(state, event)
          expect(arrow >= 0).toBe(canTake(snapshot, occurred))
          const [after, actions] = transition(machine, snapshot, occurred)
          expect(actions.map(({ type }) => type)).toEqual(table.actions(state, event))
          snapshot = after
          state = arrow >= 0 ? arrow : state
          expect(snapshot.value).toBe(table.states[state])
          const end = snapshot.status === 'done' || snapshot.hasTag('final')
          expect(end).toBe(table.isFinal(state))
        }
      }),
      { numRuns: 150 },
    )
  })

  test('goes along its golden paths and has no arrow besides', () => {
    expect(mistakes(machine, goldenPaths[name])).toEqual([])
    expect(arrowsOf(machine).toSorted()).toEqual(arrowsIn(goldenPaths[name]).toSorted())
  })

  test('fails its golden paths once any one arrow is gone or leads elsewhere', () => {
    const arrows = arrowsOf(machine)
    expect(arrows.length).toBeGreaterThan(3)
    for (const [from, event, to] of arrows.map(
      (arrow) => arrow.split(' ') as [string, string, string],
    )) {
      const without = mutated(machine, from, event, undefined)
      expect(mistakes(without, goldenPaths[name]), `${from} ${event} removed`).not.toEqual([])
      const elsewhere = table.states.find((state) => state !== to)!
      const bent = mutated(machine, from, event, elsewhere)
      expect(mistakes(bent, goldenPaths[name]), `${from} ${event} bent`).not.toEqual([])
    }
  })

  test('reaches every state from the first', () => {
    const reached = new Set([table.initial])
    for (const state of reached) {
      table.events.forEach((_, event) => {
        const next = table.next(state, event)
        if (next >= 0) reached.add(next)
      })
    }
    expect(reached.size).toBe(table.states.length)
  })
})

describe('a table', () => {
  test('knows its names both ways and refuses others', () => {
    const { task } = tables
    expect(task.states[task.state('held')]).toBe('held')
    expect(task.events[task.event('RETRY')]).toBe('RETRY')
    expect(task.states[task.initial]).toBe('pending')
    expect(() => (task as Table).state('nowhere')).toThrow(AssertionFailure)
    expect(() => (task as Table).event('NOTHING')).toThrow(AssertionFailure)
  })

  test('steps along arrows and refuses to step where there is none', () => {
    const { delivery } = tables
    const unacked = step(delivery, delivery.initial, delivery.event('DELIVER'))
    expect(delivery.states[unacked]).toBe('unacked')
    expect(move(delivery, 'unacked', 'RESTORE')).toBe('ready')
    expect(delivery.actions(unacked, delivery.event('RESTORE'))).toEqual(['markRedelivered'])
    expect(() => move(delivery, 'acked', 'ACK')).toThrow('a delivery that is acked cannot ACK')
  })

  test.each<[string, AnyStateMachine]>([
    [
      'a nested state',
      createMachine({ initial: 'a', states: { a: { initial: 'b', states: { b: {} } } } }),
    ],
    [
      'a guard',
      setup({ guards: { luck: () => true } }).createMachine({
        initial: 'a',
        states: { a: { on: { GO: { target: 'b', guard: 'luck' } } }, b: {} },
      }),
    ],
    [
      'an entry action',
      setup({ actions: { greet: () => {} } }).createMachine({
        initial: 'a',
        states: { a: { entry: 'greet' } },
      }),
    ],
    [
      'an arrow without an event',
      createMachine({ initial: 'a', states: { a: { always: 'b' }, b: {} } }),
    ],
    ['a delay', createMachine({ initial: 'a', states: { a: { after: { 10: 'b' } }, b: {} } })],
    [
      'an arrow of the whole chart',
      createMachine({ initial: 'a', on: { GO: '.b' }, states: { a: {}, b: {} } }),
    ],
  ])('cannot be compiled from a chart with %s', (_, machine) => {
    expect(() => compileTable(machine)).toThrow(AssertionFailure)
  })
})

function canTake(
  snapshot: SnapshotFrom<AnyStateMachine>,
  event: EventFromLogic<AnyStateMachine>,
): boolean {
  return snapshot.status !== 'done' && snapshot.can(event)
}

/** The arrows of a chart as its own configuration lists them, `from EVENT to`. */
function arrowsOf(machine: AnyStateMachine): string[] {
  return Object.entries(machine.config.states ?? {}).flatMap(([from, state]) =>
    Object.entries((state as { readonly on?: Readonly<Record<string, Arrow>> }).on ?? {}).map(
      ([event, arrow]) => `${from} ${event} ${typeof arrow === 'string' ? arrow : arrow.target}`,
    ),
  )
}

type Arrow = string | { readonly target: string }

function arrowsIn(paths: readonly string[]): string[] {
  const arrows = paths.flatMap((path) => {
    const words = path.trim().split(/\s+/)
    return words
      .slice(0, -2)
      .flatMap((word, at) => (at % 2 === 0 ? [`${word} ${words[at + 1]} ${words[at + 2]}`] : []))
  })
  return [...new Set(arrows)]
}

/** Where a chart does not do what its golden paths say. */
function mistakes(machine: AnyStateMachine, paths: readonly string[]): string[] {
  const found: string[] = []
  for (const path of paths) {
    const [first, ...words] = path.trim().split(/\s+/)
    let [snapshot] = initialTransition(machine)
    if (snapshot.value !== first) found.push(`${path}: begins at ${String(snapshot.value)}`)
    for (let at = 0; at < words.length; at += 2) {
      const event = { type: words[at]! } as EventFromLogic<AnyStateMachine>
      const possible = canTake(snapshot, event)
      ;[snapshot] = transition(machine, snapshot, event)
      if (!possible || snapshot.value !== words[at + 1]) {
        found.push(`${path}: ${words[at]} leads to ${String(snapshot.value)}`)
        break
      }
    }
  }
  return found
}

/** The chart with one arrow removed, or leading to `to`. */
function mutated(
  machine: AnyStateMachine,
  from: string,
  event: string,
  to: string | undefined,
): AnyStateMachine {
  const config = JSON.parse(JSON.stringify(machine.config)) as {
    states: Record<string, { on: Record<string, unknown> }>
  }
  if (to === undefined) delete config.states[from]!.on[event]
  else config.states[from]!.on[event] = to
  return createMachine(config as Parameters<typeof createMachine>[0]) as AnyStateMachine
}
