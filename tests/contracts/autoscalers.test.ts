import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newMemory, type Reading } from '../../simulator/autoscalers/autoscaler.ts'
import { autoscalerOf, AUTOSCALERS } from '../../simulator/autoscalers/index.ts'
import { parsePolicy } from '../../simulator/cluster/parse-autoscaler.ts'
import type { PolicySpec } from '../../simulator/cluster/autoscaler-spec.ts'
import { seconds } from '../../simulator/kernel/units.ts'
import { copyPlain } from '../../simulator/world/copy.ts'

/** A policy as somebody writes it; what is not said has its default. */
function policy(written: object): PolicySpec {
  return parsePolicy(
    { metric: 'queue', target: 4, max: 10, ...written },
    'policy',
    (path, sentence) => {
      throw new Error(`${path}: ${sentence}`)
    },
  )
}

const rules = fc.record({
  window: fc.integer({ min: 0, max: 600 }),
  pods: fc.option(fc.integer({ min: 1, max: 5 })),
  percent: fc.option(fc.integer({ min: 1, max: 200 })),
  period: fc.integer({ min: 1, max: 300 }),
})

describe.each(Object.keys(AUTOSCALERS) as PolicySpec['kind'][])('autoscaler %s', (kind) => {
  const { metrics, least } = AUTOSCALERS[kind]

  it('goes by the metrics and down to the fewest pods that its settings allow', () => {
    for (const metric of metrics) expect(policy({ kind, metric, min: least }).metric).toBe(metric)
    const refused: string[] = []
    for (const metric of ['cpu', 'queue', 'age'] as const)
      parsePolicy({ kind, metric, target: 1, max: 2 }, '', (path) => refused.push(path))
    expect(refused.length).toBe(3 - metrics.length)
  })

  it('stays between min and max whatever it sees, and decides the same from a copy', () => {
    const sights = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(sights, rules, rules, (values, up, down) => {
        const spec = policy({ kind, min: Math.max(1, least), up, down })
        const memory = newMemory()
        let current = spec.min
        for (const [at, value] of values.entries()) {
          const now = seconds((at + 1) * spec.every)
          const reading: Reading = { now, current, value, ready: [value], unready: 0 }
          const copy = copyPlain(memory)
          const { desired } = autoscalerOf(spec).decide(spec, reading, memory)
          expect(autoscalerOf(spec).decide(spec, reading, copy).desired).toBe(desired)
          expect(copy).toEqual(memory)
          expect(Number.isInteger(desired)).toBe(true)
          expect(desired).toBeGreaterThanOrEqual(spec.min)
          expect(desired).toBeLessThanOrEqual(spec.max)
          if (desired !== current) memory.changes.push({ at: now, by: desired - current })
          current = desired
        }
      }),
      { numRuns: 60 },
    )
  })

  it('asks for more under a load that stays, and for fewer when it is over', () => {
    const spec = policy({ kind, min: 1 })
    const memory = newMemory()
    let current = 1
    const looks = (value: number, count: number, from: number): number => {
      for (let at = 0; at < count; at++) {
        const reading = { now: seconds(from + at * 15), current, value, ready: [], unready: 0 }
        const { desired } = autoscalerOf(spec).decide(spec, reading, memory)
        if (desired !== current) memory.changes.push({ at: reading.now, by: desired - current })
        current = desired
      }
      return current
    }
    expect(looks(32, 10, 30)).toBe(8)
    expect(looks(2, 10, 300)).toBe(8)
    expect(looks(2, 30, 450)).toBe(1)
  })
})
