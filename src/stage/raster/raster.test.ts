import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { millis, seconds } from '../../../simulator/index.ts'
import { SMALL_RUN, syntheticLog } from '../../../tests/support/synthetic-log.ts'
import { MARKS, type Mark } from '../../lib/marks.ts'
import { bend } from '../layout/route.ts'
import { duration, lookBack } from '../motion/pace.ts'
import { trafficAt } from '../motion/travels.ts'
import { SAMPLES, bake } from './bake.ts'
import { DENSE_FROM, SPARSE_BELOW, countText, isDense, widthOf } from './crowd.ts'
import { rgbOf } from './inks.ts'
import { countsOf } from './lanes.ts'
import { Painter } from './painter.ts'
import { coverOf } from './shapes.ts'
import type { Inks, Rgb } from './sprites.ts'
import { SIDES, TRIP, TripReader } from './trips.ts'

const GREY: Rgb = [120, 120, 120]
const INKS: Inks = {
  marks: Object.fromEntries(
    MARKS.map((mark, nth) => [mark, [nth * 20, 90, 10]]),
  ) as unknown as Record<Mark, Rgb>,
  ground: [255, 255, 255],
}
const VIEW = { width: 200, height: 100, ratio: 1, zoom: 1, x: 0, y: 0 }
const ACROSS = bake(bend({ x: 20, y: 50 }, { x: 180, y: 50 }, 'across'), { start: 0, end: 1 })
/** Of the middle one of the sides there is none: these lie next to it. */
const MIDDLE = SIDES / 2

function painter(trips: readonly (readonly number[])[], inks: Inks = INKS): Painter {
  const made = new Painter()
  made.ink(inks)
  made.look(VIEW)
  made.lay(0, [ACROSS])
  made.add(Float64Array.from(trips.flat()))
  return made
}

/** Where something is painted: the box around it. */
function inked({ pixels }: Painter): {
  readonly left: number
  readonly right: number
  readonly count: number
} {
  let [left, right, count] = [pixels.width, -1, 0]
  for (let at = 0; at < pixels.width * pixels.height; at++) {
    if (pixels.bytes[4 * at + 3] === 0) continue
    left = Math.min(left, at % pixels.width)
    right = Math.max(right, at % pixels.width)
    count++
  }
  return { left, right, count }
}

describe('bake', () => {
  it('lays points of equal distance along the part of a way that is clear of boxes', () => {
    const route = bend({ x: 0, y: 0 }, { x: 100, y: 60 }, 'across')
    const long = route.lengths.at(-1)!
    const baked = bake(route, { start: 0.1, end: 0.9 })
    expect(baked.length).toBe(2 * SAMPLES)
    const step = (0.8 * long) / (SAMPLES - 1)
    for (let nth = 1; nth < SAMPLES; nth++) {
      const away = Math.hypot(
        baked[2 * nth]! - baked[2 * nth - 2]!,
        baked[2 * nth + 1]! - baked[2 * nth - 1]!,
      )
      // Only corners are cut.
      expect(away).toBeLessThanOrEqual(step + 0.01)
      expect(away).toBeGreaterThan(step * 0.9)
    }
    expect(bake(route, { start: 0, end: 1 }).slice(-2)).toEqual(Float32Array.of(100, 60))
  })
})

describe('shapes of 8 by 8 pixels', () => {
  it('differ from one another without any colour', () => {
    for (const [nth, one] of MARKS.entries())
      for (const other of MARKS.slice(nth + 1)) {
        const [a, b] = [coverOf(one, 8).ink, coverOf(other, 8).ink]
        const differs = a.reduce((sum, ink, at) => sum + Math.abs(ink - b[at]!), 0)
        expect(differs, `${one} and ${other}`).toBeGreaterThan(5)
      }
  })

  it('keep their form on a screen of finer pixels', () => {
    for (const mark of MARKS) {
      const [small, large] = [8, 16].map((size) => {
        const all = coverOf(mark, size).ink.reduce((sum, ink) => sum + ink, 0)
        return all / (size * size)
      }) as [number, number]
      expect(large).toBeCloseTo(small, 1)
    }
  })
})

describe('the painter', () => {
  it('moves a token along its lane, gently at both ends, and forgets it at the end', () => {
    const look = MARKS.indexOf('started') * SIDES + MIDDLE
    const one = painter([[0, 1000, 0, look, 5]])
    const middles = [0, 250, 500, 750, 999].map((time) => {
      expect(one.paint(time).visible).toBe(1)
      const { left, right } = inked(one)
      return (left + right) / 2
    })
    expect(middles[0]).toBeCloseTo(20, -1)
    expect(middles[2]).toBeCloseTo(100, -0.5)
    expect(middles[4]).toBeCloseTo(180, -1)
    expect(middles[1]! - middles[0]!).toBeLessThan(middles[2]! - middles[1]!)
    expect(one.paint(1000).visible).toBe(0)
    expect(inked(one).count).toBe(0)
  })

  it('paints nothing before a trip sets off', () => {
    const early = painter([[500, 1000, 0, 0, 0]])
    expect(early.paint(100).visible).toBe(0)
    expect(inked(early).count).toBe(0)
    expect(early.paint(900).visible).toBe(1)
  })

  it('tells whose token is near a point', () => {
    const two = painter([
      [0, 1000, 0, MIDDLE, 41],
      [500, 1000, 0, MIDDLE, 42],
    ])
    two.paint(500)
    expect(two.pick(100, 50, 500)).toBe(41)
    expect(two.pick(22, 50, 500)).toBe(42)
    expect(two.pick(100, 90, 500)).toBe(-1)
  })

  it('shows many as a flow and says how many, with hysteresis', () => {
    const many = Array.from({ length: 6000 }, (_, nth) => [nth / 6, 1000 + nth / 6, 0, MIDDLE, nth])
    const flow = painter(many)
    const painted = flow.paint(1000)
    expect(painted.dense).toBe(true)
    expect(painted.counts[0]).toBe(painted.visible)
    const { left, right } = inked(flow)
    expect(right - left).toBeGreaterThan(120)
    expect(isDense(DENSE_FROM, false)).toBe(false)
    expect(isDense(DENSE_FROM, true)).toBe(true)
    expect(isDense(SPARSE_BELOW, true)).toBe(false)
  })

  it('hatches what fails in a flow, also where all colours are one', () => {
    const same: Inks = {
      marks: Object.fromEntries(MARKS.map((mark) => [mark, GREY])) as Record<Mark, Rgb>,
      ground: [255, 255, 255],
    }
    const flow = (bad: boolean): number => {
      const look = MARKS.indexOf(bad ? 'failed' : 'succeeded') * SIDES + MIDDLE
      const made = painter(
        Array.from({ length: 8000 }, (_, nth) => [nth / 8, 1000, 0, look, nth]),
        same,
      )
      made.paint(999)
      return inked(made).count
    }
    expect(flow(true)).toBeLessThan(flow(false) * 0.85)
  })

  it('follows the camera and the pixels of the screen', () => {
    const token = painter([[0, 1000, 0, MIDDLE, 1]])
    token.look({ ...VIEW, ratio: 2, zoom: 2, x: -100, y: -50 })
    token.paint(500)
    const { left, right } = inked(token)
    expect((left + right) / 2).toBeCloseTo(200, -1)
    expect(right - left).toBeGreaterThan(16)
  })
})

describe('the reader of trips', () => {
  const log = syntheticLog({ ...SMALL_RUN, tasks: 900, every: 100, runtime: millis(1) })
  const end = log.timeAt(log.length - 1)

  it('reads each fact once, in whatever steps the playhead goes', () => {
    const all = (step: number): readonly number[] => {
      const reader = new TripReader()
      const trips: number[] = []
      for (let time = 0; time <= end + step; time += step) {
        reader.read(log, time, 1, -1)
        const { trips: fresh } = reader.take()
        for (let at = 0; at < fresh.length; at += TRIP) trips.push(fresh[at]!)
      }
      return trips
    }
    const [fine, coarse] = [all(millis(4)), all(millis(16))]
    expect(fine.length).toBeGreaterThan(1500)
    expect(coarse).toEqual(fine)
  })

  it('begins anew when the playhead jumps, the speed changes or another run is shown', () => {
    const reader = new TripReader()
    reader.read(log, millis(50), 1, -1)
    expect(reader.take().restarted).toBe(true)
    reader.read(log, millis(60), 1, -1)
    expect(reader.take().restarted).toBe(false)
    reader.read(log, millis(30), 1, -1)
    expect(reader.take().restarted).toBe(true)
    reader.read(log, millis(40), 5, -1)
    expect(reader.take().restarted).toBe(true)
    reader.read(syntheticLog(), millis(50), 5, -1)
    expect(reader.take().restarted).toBe(true)
    reader.read(log, seconds(300), 5, -1)
    expect(reader.read(log, seconds(300) + 1, 5, -1)).toBe(0)
  })

  it('leaves out the task that is drawn otherwise, and keeps each on its way no longer than it takes', () => {
    const reader = new TripReader()
    reader.read(log, millis(560), 1, 7)
    const { trips } = reader.take()
    expect(trips.length).toBeGreaterThan(0)
    for (let at = 0; at < trips.length; at += TRIP) {
      expect(trips[at + 4]).not.toBe(7)
      const { kind } = reader.lanes[trips[at + 2]!]!
      expect(trips[at + 1]).toBe(duration(kind, 1))
      expect(trips[at]).toBeLessThanOrEqual(millis(560) + lookBack(1))
    }
    expect(trafficAt(log, millis(560), 1).kind).toBe('crowd')
  })

  it('sums what is on each drawn way, messengers apart', () => {
    const lanes = [
      { kind: 'publish', stops: ['client', 'exchange:', 'queue:q'] },
      { kind: 'retry', stops: ['worker:w', 'exchange:', 'queue:q'] },
      { kind: 'ack', stops: ['worker:w', 'queue:q'] },
    ] as const
    expect(countsOf(lanes, [3, 4, 5])).toEqual(new Map([['exchange:>queue:q', 7]]))
  })
})

describe('words and numbers of a crowd', () => {
  it('keeps counters short', () => {
    expect([0, 940, 4667, 12_600].map(countText)).toEqual(['0', '940', '4.7k', '13k'])
  })

  it('widens with what flows, up to a bound', () => {
    fc.assert(
      fc.property(fc.nat(20_000), fc.nat(20_000), (a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a]
        expect(widthOf(less, 10)).toBeLessThanOrEqual(widthOf(more, 10))
        expect(widthOf(more, 10)).toBeLessThanOrEqual(9)
      }),
    )
  })

  it('reads colours as browsers write them', () => {
    expect(rgbOf('rgb(18, 52, 86)')).toEqual([18, 52, 86])
    expect(rgbOf('rgba(18, 52, 86, 0.5)')).toEqual([18, 52, 86])
    expect(rgbOf('color(srgb 1 0.5 0)')).toEqual([255, 128, 0])
  })
})
