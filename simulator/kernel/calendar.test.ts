import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AssertionFailure } from './assert.ts'
import { Calendar } from './calendar.ts'

interface Event {
  readonly time: number
  readonly seq: number
  readonly opcode: number
  readonly entity: number
  readonly argument: number
}

type Command =
  | { readonly do: 'schedule'; readonly delay: number }
  | { readonly do: 'scheduleIn'; readonly lane: number; readonly ahead: number }
  | { readonly do: 'pop' }
  | { readonly do: 'lift'; readonly lane: number }
  | { readonly do: 'restore' }

const LANE_DELAYS = [0, 5, 20]

const commands = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constant('schedule' as const), delay: fc.nat(30) }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('scheduleIn' as const),
        lane: fc.nat(LANE_DELAYS.length - 1),
        ahead: fc.nat(4),
      }),
    },
    { weight: 5, arbitrary: fc.constant({ do: 'pop' as const }) },
    { weight: 1, arbitrary: fc.constant({ do: 'restore' as const }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('lift' as const), lane: fc.nat(1) }) },
  ),
  { maxLength: 400 },
)

const taken = (calendar: Calendar): Event => ({
  time: calendar.time,
  seq: calendar.seq,
  opcode: calendar.opcode,
  entity: calendar.entity,
  argument: calendar.argument,
})

const earlierFirst = (a: Event, b: Event): number => a.time - b.time || a.seq - b.seq

describe('a calendar', () => {
  test('behaves as an array kept sorted by (time, seq), whatever is done to it', () => {
    fc.assert(
      fc.property(commands, (list: readonly Command[]) => {
        let calendar = new Calendar()
        const lanes = LANE_DELAYS.map((delay) => calendar.lane(delay))
        const model: Event[] = []
        list.forEach((command, index) => {
          const rest = { opcode: index % 7, entity: 1 - index, argument: index * 10 ** 9 }
          if (command.do === 'schedule') {
            const time = calendar.time + command.delay
            const seq = calendar.schedule(time, rest.opcode, rest.entity, rest.argument)
            model.push({ time, seq, ...rest })
          } else if (command.do === 'scheduleIn') {
            const now = calendar.time + command.ahead
            const lane = lanes[command.lane]!
            const seq = calendar.scheduleIn(lane, now, rest.opcode, rest.entity, rest.argument)
            model.push({ time: now + LANE_DELAYS[command.lane]!, seq, ...rest })
          } else if (command.do === 'pop') {
            const expected = model.sort(earlierFirst).shift()
            expect(calendar.pop()).toBe(expected !== undefined)
            if (expected) expect(taken(calendar)).toEqual(expected)
          } else if (command.do === 'lift') {
            const lifted: Event[] = []
            calendar.lift((time, seq, opcode, entity, argument) => {
              if (opcode % 2 === 0) lifted.push({ time, seq, opcode, entity, argument })
              return opcode % 2 === 0
            })
            expect(calendar.size).toBe(model.length - lifted.length)
            for (const { time, seq, opcode, entity, argument } of lifted.toSorted(earlierFirst))
              calendar.putBack(command.lane - 1, time, seq, opcode, entity, argument)
          } else {
            const plain: unknown = JSON.parse(JSON.stringify(calendar.snapshot()))
            expect(plain).toEqual(calendar.snapshot())
            const copy = new Calendar()
            copy.restore(calendar.snapshot())
            calendar = copy
          }
          expect(calendar.size).toBe(model.length)
          expect(calendar.peekTime()).toBe(Math.min(Infinity, ...model.map(({ time }) => time)))
          expect(calendar.peekSeq()).toBe(model.toSorted(earlierFirst)[0]?.seq ?? Infinity)
        })
      }),
      { numRuns: 300 },
    )
  })

  test('keeps its order past the first capacity of heap and lanes', () => {
    const calendar = new Calendar()
    const lane = calendar.lane(500)
    for (let index = 0; index < 1000; index++) {
      calendar.schedule((index * 7919) % 1000, 0, index, 0)
      calendar.scheduleIn(lane, index, 1, index, 0)
    }
    let before: Event = { time: -1, seq: -1, opcode: 0, entity: 0, argument: 0 }
    let count = 0
    while (calendar.pop()) {
      expect(earlierFirst(before, taken(calendar))).toBeLessThan(0)
      before = taken(calendar)
      count++
    }
    expect(count).toBe(2000)
  })

  test('gives one lane to each delay, and numbers that never repeat', () => {
    const calendar = new Calendar()
    expect(calendar.lane(5)).toBe(calendar.lane(5))
    expect(calendar.lane(6)).not.toBe(calendar.lane(5))
    const first = calendar.schedule(1, 0, 0, 0)
    calendar.pop()
    expect(calendar.schedule(1, 0, 0, 0)).toBeGreaterThan(first)
  })

  test.each([
    ['the past', () => atTen().schedule(9, 0, 0, 0)],
    ['no number', () => atTen().schedule(NaN, 0, 0, 0)],
    ['half a microsecond', () => atTen().schedule(10.5, 0, 0, 0)],
    ['an entity beyond 32 bits', () => atTen().schedule(10, 0, 2 ** 31, 0)],
    ['an argument that is not whole', () => atTen().schedule(10, 0, 0, 0.5)],
    ['a lane that was never made', () => atTen().scheduleIn(3, 10, 0, 0, 0)],
    ['a negative delay', () => atTen().lane(-1)],
  ])('refuses %s', (_, act) => {
    expect(act).toThrow(AssertionFailure)
  })
})

function atTen(): Calendar {
  const calendar = new Calendar()
  calendar.schedule(10, 0, 0, 0)
  calendar.pop()
  return calendar
}
