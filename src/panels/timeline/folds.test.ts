import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Log, seconds } from '../../../simulator/index.ts'
import type { Outcome } from '../../lib/history/task-history.ts'
import { historyOf } from '../../lib/history/history.ts'
import { ticksOf, timeScale } from './axis.ts'
import { LaneBins, WORST } from './bins.ts'
import { FOLD, foldsOf } from './idle.ts'

const range = { from: 0, to: seconds(100) }
const gaps = fc
  .uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 2, maxLength: 16 })
  .map((cuts) => {
    const at = cuts.toSorted((one, other) => one - other)
    return Array.from({ length: Math.floor(at.length / 2) }, (_, nth) => ({
      from: seconds(at[2 * nth]!),
      to: seconds(at[2 * nth + 1]!),
    }))
  })

describe('folded idle time', () => {
  it('keeps time in order, ends at the rims, and gives every fold the same room', () => {
    fc.assert(
      fc.property(gaps, fc.integer({ min: 400, max: 1200 }), (all, width) => {
        const folds = foldsOf(all, range, width)
        const scale = timeScale(range, width, folds)
        expect(scale(range.from)).toBeCloseTo(0)
        expect(scale(range.to)).toBeCloseTo(width)
        for (const { from, to } of folds) {
          expect(to - from).toBeGreaterThanOrEqual(seconds(10))
          expect(scale(to) - scale(from)).toBeCloseTo(FOLD)
        }
        for (let at = 0; at < 100; at++) {
          expect(scale(seconds(at + 1))).toBeGreaterThan(scale(seconds(at)))
          expect(scale.invert(scale(seconds(at)))).toBeCloseTo(seconds(at), -1)
        }
        for (const { time, x } of ticksOf(range, width, folds)) {
          expect(folds.some(({ from, to }) => time > from && time < to)).toBe(false)
          expect(x).toBeLessThanOrEqual(width + 1)
        }
      }),
    )
  })

  it('is while nothing happens and nothing runs', () => {
    const log = new Log()
    const client = log.actor({ kind: 'client', name: 'client' })
    const process = log.actor({ kind: 'process', name: 'w1@sim/1' })
    const said = { stream: 'stdout', text: '' } as const
    log.append(seconds(1), 'printed', -1, client, -1, said)
    log.append(seconds(9), 'task-started', log.task('a'), process, -1, { name: 'a', retries: 0 })
    log.append(seconds(29), 'task-succeeded', log.task('a'), process, -1, {
      result: null,
      repr: 'None',
      runtime: 20,
    })
    log.append(seconds(50), 'printed', -1, client, -1, said)
    expect(historyOf(log).gaps).toEqual([
      { from: 0, to: seconds(1) },
      { from: seconds(1), to: seconds(9) },
      { from: seconds(29), to: seconds(50) },
    ])
  })
})

describe('LaneBins', () => {
  const tries = fc.array(
    fc.record({
      gap: fc.integer({ min: 0, max: 3_000_000 }),
      length: fc.integer({ min: 1, max: 3_000_000 }),
      outcome: fc.constantFrom<Outcome>('succeeded', 'retry', 'failed', 'killed'),
    }),
    { minLength: 1, maxLength: 120 },
  )

  it('loses no try, no busy time and nothing bad, however long the run', () => {
    fc.assert(
      fc.property(tries, fc.integer({ min: 10, max: 900 }), (list, pixels) => {
        const bins = new LaneBins()
        let at = 0
        let busy = 0
        for (const { gap, length, outcome } of list) {
          bins.add(at + gap, at + gap + length, outcome)
          at += gap + length
          busy += length
        }
        const pieces = bins.pieces(0, at + 1, pixels)
        expect(pieces.reduce((sum, { count }) => sum + count, 0)).toBe(list.length)
        const seen = pieces.reduce((sum, piece) => sum + piece.busy * (piece.to - piece.from), 0)
        expect(Math.abs(seen - busy)).toBeLessThan(busy * 1e-6 + 1)
        const worst = (outcomes: readonly Outcome[]) =>
          Math.min(...outcomes.map((outcome) => WORST.indexOf(outcome)))
        expect(worst(pieces.map(({ outcome }) => outcome))).toBe(
          worst(list.map(({ outcome }) => outcome)),
        )
        expect(pieces.length).toBeLessThanOrEqual(2 * pixels + 1)
      }),
    )
  })
})
