import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Log, millis, seconds } from '../../../simulator/index.ts'
import { historyOf } from '../../lib/history/history.ts'
import type { Try } from '../../lib/history/task-history.ts'
import { SMALL_RUN, syntheticLog } from '../../../tests/support/synthetic-log.ts'
import { ticksOf, timeScale } from './axis.ts'
import { depthAt, depthPoints, roundTop } from './depth.ts'
import { LANE, piecesOf, planLanes, tryAt } from './lanes.ts'
import { following, panned, whole, zoomed } from './range.ts'

const log = syntheticLog()
const history = historyOf(log)
const end = log.timeAt(log.length - 1)

/** Tries one after the other, as a process makes them. */
const lanes = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 1, max: 5000 })), {
    maxLength: 200,
  })
  .map((pairs) => {
    let time = 0
    return pairs.map(([gap, length], number): Try => {
      const start = time + gap
      time = start + length
      return {
        task: number,
        process: 'w/1',
        start,
        end: time,
        outcome: 'succeeded',
        due: -1,
        acked: -1,
        number,
      }
    })
  })

describe('planLanes', () => {
  it('has a lane for the client and one for each process, none on top of another', () => {
    const plan = planLanes(history, 300)
    expect(plan.lanes.map((lane) => lane.name)).toEqual([
      'client',
      ...['w1@sim', 'w2@sim'].flatMap((worker) => [1, 2, 3, 4].map((nth) => `${worker}/${nth}`)),
    ])
    expect(plan.lanes.filter((lane) => lane.group !== '').map((lane) => lane.group)).toEqual([
      'client',
      'w1',
      'w2',
    ])
    const ys = plan.lanes.map((lane) => lane.y)
    ys.slice(1).forEach((y, nth) => expect(y).toBeGreaterThanOrEqual(ys[nth]! + LANE))
    expect(plan.bands.map((band) => band.queue)).toEqual([...SMALL_RUN.queues, 'latency'])
    expect(plan.bands[0]!.y).toBeGreaterThanOrEqual(ys.at(-1)! + LANE)
    expect(plan.height).toBeGreaterThanOrEqual(plan.bands[1]!.y + plan.bands[1]!.height)
  })

  it('has room for a client before anything has happened', () => {
    expect(planLanes(historyOf(new Log()), 200).lanes).toHaveLength(1)
  })
})

describe('piecesOf', () => {
  it('shows every try of the range once, in order, and never more pieces than pixels', () => {
    fc.assert(
      fc.property(lanes, fc.integer({ min: 50, max: 900 }), (tries, width) => {
        const last = tries.at(-1)?.end ?? 1
        const scale = timeScale({ from: 0, to: last }, width)
        const pieces = piecesOf(tries, scale, 0, last, width)
        expect(pieces.reduce((sum, piece) => sum + piece.count, 0)).toBe(tries.length)
        expect(pieces.length).toBeLessThanOrEqual(width)
        pieces.forEach((piece, nth) => {
          expect(piece.x1).toBeGreaterThan(piece.x0)
          if (nth > 0) expect(piece.x0).toBeGreaterThanOrEqual(pieces[nth - 1]!.x1 - 0.5)
        })
      }),
    )
  })

  it('leaves out what lies outside the range', () => {
    fc.assert(
      fc.property(lanes, fc.nat(200_000), fc.nat(200_000), (tries, a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b) + 1]
        const pieces = piecesOf(tries, timeScale({ from, to }, 1e6), from, to, 1e6)
        const seen = tries.filter((attempt) => attempt.end >= from && attempt.start <= to)
        expect(pieces.reduce((sum, piece) => sum + piece.count, 0)).toBe(seen.length)
      }),
    )
  })

  it('finds the try under a pointer', () => {
    fc.assert(
      fc.property(lanes, (tries) => {
        for (const attempt of tries) {
          const inside = (attempt.start + attempt.end) / 2
          const found = tryAt(tries, inside, 0)!
          expect(found.start).toBeLessThanOrEqual(inside)
          expect(found.end).toBeGreaterThanOrEqual(inside)
        }
      }),
    )
    expect(tryAt([], 5, 100)).toBeNull()
  })
})

describe('depthPoints', () => {
  it('keeps every peak and ends with what waits then', () => {
    const busy = historyOf(syntheticLog({ ...SMALL_RUN, tasks: 400, every: millis(15) }))
    const mail = busy.depths.get('mail')!
    const to = mail.times.at(-1)! + 1
    const scale = timeScale({ from: 0, to }, 300)
    const points = depthPoints(mail, scale, 0, to)
    expect(Math.max(...points.map((point) => point.depth))).toBe(mail.most)
    expect(points.at(-1)!.depth).toBe(depthAt(mail, to))
    expect(points.length).toBeLessThan(700)
    points.slice(1).forEach((point, nth) => expect(point.x).toBeGreaterThanOrEqual(points[nth]!.x))
  })

  it('falls again right after a peak that is over within a pixel', () => {
    const depth = { times: [0, 100, 101, 102], depths: [0, 2, 5, 0], most: 5 }
    const points = depthPoints(depth, timeScale({ from: 0, to: 1000 }, 100), 0, 1000)
    expect(points).toContainEqual({ x: 10, depth: 5 })
    expect(points).toContainEqual({ x: 11, depth: 0 })
    expect(points.at(-1)).toEqual({ x: 100, depth: 0 })
  })

  it('rounds the top of a band up', () => {
    for (const [most, top] of [
      [0, 2],
      [3, 3],
      [12, 20],
      [47, 50],
      [101, 200],
      [999, 1000],
    ] as const) {
      expect(roundTop(most)).toBe(top)
    }
  })
})

describe('the range', () => {
  it('stays inside the run whatever is done to it', () => {
    const moves = fc.array(
      fc.oneof(
        fc.record({ zoom: fc.double({ min: 0.05, max: 20, noNaN: true }), at: fc.nat(end) }),
        fc.record({ pan: fc.integer({ min: -end, max: end }) }),
        fc.record({ follow: fc.nat(end) }),
      ),
    )
    fc.assert(
      fc.property(moves, (list) => {
        let range = whole(end)
        for (const move of list) {
          if ('zoom' in move) range = zoomed(range, move.zoom, move.at, end)
          else if ('pan' in move) range = panned(range, move.pan, end)
          else {
            range = following(range, move.follow, end)
            expect(move.follow).toBeGreaterThanOrEqual(range.from - 1)
            expect(move.follow).toBeLessThanOrEqual(range.to + 1)
          }
          expect(range.from).toBeGreaterThanOrEqual(0)
          expect(range.to).toBeLessThanOrEqual(whole(end).to + 1)
          expect(range.to - range.from).toBeGreaterThanOrEqual(999)
        }
      }),
    )
  })

  it('has an axis with units', () => {
    expect(ticksOf(whole(0), 600).map((tick) => tick.label)).toContain('200 ms')
    expect(ticksOf(whole(seconds(30)), 600).map((tick) => tick.label)).toContain('10 s')
    expect(ticksOf(whole(seconds(300)), 600).map((tick) => tick.label)).toContain('02:00')
    const close = ticksOf({ from: seconds(10), to: seconds(10.4) }, 600).map((tick) => tick.label)
    expect(close).toContain('10.10 s')
  })
})
