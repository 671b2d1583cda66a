import { describe, expect, it } from 'vitest'
import { parsePolicy } from '../cluster/parse-autoscaler.ts'
import { seconds } from '../kernel/units.ts'
import { newMemory, type Reading } from './autoscaler.ts'
import { autoscalerOf } from './index.ts'
import { recommend } from './recommend.ts'

const policy = (written: object) =>
  parsePolicy({ kind: 'horizontal', metric: 'queue', target: 10, max: 20, ...written }, '', () => {
    throw new Error('a good policy')
  })

const reading = (seen: Partial<Reading>): Reading => ({
  now: 0,
  current: 3,
  value: null,
  ready: [],
  unready: 0,
  ...seen,
})

describe('what a metric asks for', () => {
  it('is the pods times metric over target, rounded up', () => {
    const cpu = policy({ metric: 'cpu', target: 50 })
    const at = (...ready: number[]) => recommend(cpu, reading({ current: ready.length, ready }))
    // The page's own examples: 200m for 100m doubles, 50m for 100m halves.
    expect([at(100, 100), at(25, 25), at(80), at(60, 90, 90)]).toEqual([4, 1, 2, 5])
    const queue = policy({})
    const messages = (value: number) => recommend(queue, reading({ value }))
    expect([messages(0), messages(31), messages(34), messages(90)]).toEqual([0, 3, 4, 9])
    const age = policy({ metric: 'age', target: 20 })
    expect(recommend(age, reading({ value: 60 }))).toBe(9)
  })

  it('is no change within the tolerance', () => {
    const queue = (value: number, tolerance: number) =>
      recommend(policy({ tolerance }), reading({ value }))
    expect([queue(33, 0.1), queue(33.1, 0.1), queue(27, 0.1), queue(26.9, 0.1)]).toEqual([
      3, 4, 3, 3,
    ])
    expect([queue(31, 0), queue(31, 0.1)]).toEqual([4, 3])
  })

  it('counts pods that are not ready as idle where the others ask for more', () => {
    const cpu = policy({ metric: 'cpu', target: 50 })
    const seen = (ready: readonly number[], unready: number) =>
      recommend(cpu, reading({ current: ready.length + unready, ready, unready }))
    expect(seen([100], 0)).toBe(2)
    // One idle beside it: 50 % on average, which is the target.
    expect(seen([100], 1)).toBe(2)
    expect(seen([100], 3)).toBe(4)
    expect(seen([200, 200], 1)).toBe(8)
    expect(seen([], 2)).toBe(2)
  })
})

describe('a number of pods over time', () => {
  /** Desired pods at each look, 15 s apart, from what the queue had. */
  function play(written: object, values: readonly number[], start = 1): number[] {
    const spec = policy({ target: 1, ...written })
    const memory = newMemory()
    let current = start
    return values.map((value, at) => {
      const now = seconds((at + 4) * 15)
      const { desired } = autoscalerOf(spec).decide(spec, reading({ now, current, value }), memory)
      if (desired !== current) memory.changes.push({ at: now, by: desired - current })
      current = desired
      return desired
    })
  }

  it('grows by four pods or by double in 15 s, whichever is more', () => {
    expect(play({}, [20, 20, 20])).toEqual([5, 10, 20])
  })

  it('shrinks to the highest recommendation of five minutes', () => {
    const calm = Array.from({ length: 22 }, () => 2)
    const pods = play({}, [8, ...calm], 8)
    expect([pods[0], pods[10], pods[19], pods[21]]).toEqual([8, 8, 8, 2])
  })

  it('shrinks at once without a window, and as slowly as its policy says', () => {
    expect(play({ down: { window: 0 } }, [8, 2, 8, 2], 8)).toEqual([8, 2, 6, 2])
    const slow = play({ down: { window: 0, pods: 1, period: 60 } }, [2, 2, 2, 2, 2, 2], 8)
    expect(slow).toEqual([7, 7, 7, 7, 6, 6])
  })

  it('waits with growing where its window says so', () => {
    expect(play({ up: { window: 30 } }, [1, 5, 5, 5, 5])).toEqual([1, 1, 1, 5, 5])
  })

  it('goes to none and back by itself where it is queue-driven', () => {
    const driven = { kind: 'queue-driven', min: 0, polling: 15, cooldown: 30 }
    expect(play(driven, [0, 0, 0, 3, 3])).toEqual([0, 0, 0, 1, 3])
    expect(play({ ...driven, activation: 5 }, [0, 0, 0, 3, 6])).toEqual([0, 0, 0, 0, 1])
    expect(play({ ...driven, min: 2 }, [0, 0, 0, 0])).toEqual([2, 2, 2, 2])
  })
})
