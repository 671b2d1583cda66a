import { describe, expect, it } from 'vitest'
import { AssertionFailure } from '../kernel/assert.ts'
import { tables } from '../machines/index.ts'
import {
  arrow,
  codeOf,
  finals,
  follow,
  initial,
  isFinal,
  isIn,
  type MachineName,
  move,
} from './machines.ts'

const MACHINES = Object.keys(tables) as MachineName[]

describe('an arrow that is looked up once', () => {
  it('leads where moving by name leads, or is refused as that is', () => {
    for (const machine of MACHINES) {
      const { states, events } = tables[machine]
      for (const event of events) {
        const found = arrow(machine, event)
        for (const state of states.keys()) {
          const named = outcome(() => move(machine, state, event, 'it'))
          expect(outcome(() => follow(found, state, 'it'))).toEqual(named)
        }
      }
    }
  })

  it('is not there where the chart has no such event', () => {
    expect(() => arrow('task', 'VANISH')).toThrow('a task knows no event VANISH')
  })
})

describe('codes of states', () => {
  it('are those that entities have', () => {
    for (const machine of MACHINES)
      for (const [state, name] of tables[machine].states.entries()) {
        expect(isIn(machine, codeOf(machine, name), name)).toBe(true)
        expect(codeOf(machine, name)).toBe(state)
        expect(finals(machine)[state]).toBe(isFinal(machine, state))
      }
    expect(isIn('delivery', initial('delivery'), 'ready')).toBe(true)
    expect(() => codeOf('queue', 'haunted')).toThrow(AssertionFailure)
  })
})

/** What comes of a move: a state, or the words of its refusal. */
function outcome(go: () => number): number | string {
  try {
    return go()
  } catch (error) {
    return error instanceof AssertionFailure ? error.message : 'something else'
  }
}
