import { describe, expect, it } from 'vitest'
import type { FactKind, Log } from '../../simulator/index.ts'
import { drawCase } from '../../src/fuzz/draw.ts'
import { fuzz, OF_PROGRAMS } from '../../src/fuzz/fuzz.ts'
import { tryCase } from '../../src/fuzz/try.ts'
import { shrink } from '../../src/fuzz/shrink.ts'

/** So many that every fault happens in them, and so few that they take seconds. */
const SEEDS = 200

/** Seeds in which happens what happens in none of those. */
const RARE = [240, 468]

const kindsOf = (log: Log | null): ReadonlySet<FactKind> =>
  new Set(Array.from({ length: log?.length ?? 0 }, (_, row) => log?.kindAt(row) ?? 'noted'))

describe('random clusters, workloads and faults', () => {
  const { findings, faults, facts } = fuzz({ from: 0, seeds: SEEDS, most: 3 })

  it('keep every promise of a run', () => {
    expect(findings).toEqual([])
  })

  it('have every fault in them, and every kind of fact', () => {
    expect([...faults].filter(([, count]) => count === 0)).toEqual([])
    const happened = new Set([...facts].filter(([, count]) => count > 0).map(([kind]) => kind))
    for (const seed of RARE)
      for (const kind of kindsOf(tryCase(drawCase(seed)).log)) happened.add(kind)
    const missing = [...facts.keys()].filter((kind) => !happened.has(kind))
    expect(missing).toEqual(OF_PROGRAMS)
  })

  it('are the same for the same seed', () => {
    expect(drawCase(7)).toEqual(drawCase(7))
    expect(tryCase(drawCase(7)).log?.hash()).toBe(tryCase(drawCase(7)).log?.hash())
  })

  it('are plain data, which can be written down and tried again', () => {
    const one = drawCase(11)
    const again = JSON.parse(JSON.stringify(one)) as typeof one
    expect(tryCase(again).log?.hash()).toBe(tryCase(one).log?.hash())
  })
})

describe('a case that breaks something', () => {
  it('is made smaller as long as it breaks the same', () => {
    const big = Array.from({ length: 50 }, (_, seed) => drawCase(seed)).find(
      ({ actions, cluster }) => actions.length >= 3 && cluster.workers.length >= 2,
    )
    if (big === undefined) throw new Error('no case has three actions and two workers')
    const small = shrink(big, ({ actions }) => actions.some((action) => action === big.actions[2]))
    expect(small.actions).toEqual([big.actions[2]])
    expect(small.cluster.workers).toHaveLength(1)
    expect(small.cluster.settings).toEqual({})
  })
})
