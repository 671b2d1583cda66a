import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createStreams, draw } from './random.ts'

const seeds = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
const take = (count: number, next: () => number): number[] => Array.from({ length: count }, next)

describe('streams', () => {
  test('give the same numbers for the same seed and name, whatever other streams do', () => {
    fc.assert(
      fc.property(seeds, fc.string(), fc.nat(20), (seed, name, others) => {
        const alone = createStreams(seed).stream(name)
        const streams = createStreams(seed)
        take(others, () => streams.stream(`${name}'s neighbour`).next())
        const beside = streams.stream(name)
        expect(take(10, () => beside.next())).toEqual(take(10, () => alone.next()))
      }),
    )
  })

  test('differ by seed, by the high half of a seed, and by name', () => {
    const first = (seed: number, name: string): number => createStreams(seed).stream(name).next()
    const firsts = [first(1, 'a'), first(2, 'a'), first(1 + 2 ** 32, 'a'), first(1, 'b')]
    expect(new Set(firsts).size).toBe(firsts.length)
  })

  test('keep the bits they have always had, so that old runs stay what they were', () => {
    const streams = createStreams(42)
    expect(take(3, () => streams.stream('uuid').below(1_000_000))).toMatchInlineSnapshot(`
      [
        23800,
        95265,
        150452,
      ]
    `)
    expect(streams.stream('uuid').uuid()).toMatchInlineSnapshot(
      `"82d990f4-e755-4055-9d13-55f63a83c400"`,
    )
    expect(Math.floor(draw(42, 7, 0, 0) * 1e9)).toMatchInlineSnapshot(`673145794`)
  })

  test('fill [0, n) evenly', () => {
    const stream = createStreams(7).stream('even')
    const counts = new Array<number>(10).fill(0)
    for (let n = 0; n < 100_000; n++) counts[stream.below(10)]!++
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500)
  })

  test('write version 4 UUIDs that do not repeat', () => {
    const stream = createStreams(1).stream('ids')
    const ids = Array.from({ length: 5000 }, () => stream.uuid())
    for (const id of ids) {
      expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
    }
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('go on from a snapshot as if nothing had happened, streams made later included', () => {
    fc.assert(
      fc.property(seeds, fc.nat(50), (seed, steps) => {
        const streams = createStreams(seed)
        const held = streams.stream('a')
        take(steps, () => held.next())
        const snapshot = JSON.parse(JSON.stringify(streams.snapshot())) as ReturnType<
          typeof streams.snapshot
        >
        const play = (): number[] => [
          ...take(5, () => held.next()),
          ...take(5, () => streams.stream('later').next()),
        ]
        const future = play()
        streams.restore(snapshot)
        expect(play()).toEqual(future)
        const elsewhere = createStreams(0)
        elsewhere.restore(snapshot)
        expect(take(5, () => elsewhere.stream('a').next())).toEqual(future.slice(0, 5))
      }),
    )
  })
})

describe('draw', () => {
  test('hangs on each of its four numbers and lies in [0, 1), evenly', () => {
    let sum = 0
    const seen = new Set<number>()
    for (let task = 0; task < 20; task++) {
      for (let attempt = 0; attempt < 20; attempt++) {
        for (let n = 0; n < 20; n++) {
          const value = draw(3, task, attempt, n)
          expect(value >= 0 && value < 1).toBe(true)
          seen.add(value)
          sum += value
        }
      }
    }
    expect(seen.size).toBeGreaterThan(7990)
    expect(Math.abs(sum / 8000 - 0.5)).toBeLessThan(0.02)
    expect(draw(3, 1, 1, 1)).not.toBe(draw(4, 1, 1, 1))
    expect(draw(3, 1, 1, 1)).toBe(draw(3, 1, 1, 1))
  })
})
