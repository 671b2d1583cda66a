import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Action, ClusterSpec } from '../../simulator/index.ts'
import { shrink } from './shrink.ts'
import { constantIn, type Parts, type Size, sized, WHOLE } from './size.ts'
import type { Knob } from './knob.ts'
import { named, smaller } from './smaller.ts'

const KNOBS: readonly Knob[] = [
  { knob: 'constant', file: 'shop.py', name: 'ORDERS', least: 1 },
  { knob: 'load' },
  { knob: 'faults' },
  { knob: 'outages' },
  { knob: 'workers' },
  { knob: 'processes' },
]

const kill = (task: string): Action => ({
  on: { kind: 'effect', task, effect: null, side: null, nth: { chance: 0.2, tries: 2 } },
  after: 0,
  fault: 'kill-process',
  worker: null,
  lasts: null,
})

const away = (after: number): Action => ({
  on: { kind: 'time' },
  after,
  fault: 'broker-away',
  lasts: 1,
})

const worker = (name: string, count: number) => ({
  name,
  options: `-Q mail -c ${count}`,
  autostart: true,
})

const load = (rate: number) => ({
  task: 'mail',
  shape: { kind: 'poisson', rate },
  from: 0,
  until: null,
  options: {},
})

const PARTS: Parts = {
  files: { 'shop.py': 'A = 1\nORDERS = 5 * 8  # a day\n' },
  cluster: {
    broker: 'redis',
    backend: 'redis',
    app: 'tasks',
    workers: [worker('w1', 8), worker('w2', 4), worker('w3', 2)],
    load: [load(8), load(4)],
  } as ClusterSpec,
  actions: [kill('charge'), away(1), away(2), away(3), kill('mail')],
}

const STRUCK = ['charge(1)', 'charge(2)', 'charge(3)', 'mail(1)', 'mail(2)'].map(
  (task) => `${task}, try 1, after service 1`,
)

const START: Size = { ...WHOLE, only: named(PARTS, STRUCK) }

/** What a check needs in order to fail. */
interface Needs {
  readonly orders: number
  readonly processes: number
  readonly faults: readonly number[]
  readonly struck: readonly string[]
  readonly rate: number
}

const needs: fc.Arbitrary<Needs> = fc.record({
  orders: fc.integer({ min: 1, max: 40 }),
  processes: fc.integer({ min: 1, max: 14 }),
  faults: fc.subarray([1, 2, 3]),
  struck: fc.subarray(STRUCK),
  rate: fc.integer({ min: 0, max: 12 }),
})

function isBroken(parts: Parts, { orders, processes, faults, struck, rate }: Needs): boolean {
  const { files, cluster, actions } = parts
  const text = JSON.stringify(actions)
  const rates = (cluster.load ?? []).map(({ shape }) => ('rate' in shape ? shape.rate : 0))
  const counts = cluster.workers.map(({ options }) => Number(/-c (\d+)/u.exec(options)?.[1]))
  const sum = (all: readonly number[]): number => all.reduce((one, other) => one + other, 0)
  return (
    (constantIn(files, 'shop.py', 'ORDERS') ?? 0) >= orders &&
    sum(counts) >= processes &&
    faults.every((after) => actions.some((one) => one.on.kind === 'time' && one.after === after)) &&
    struck.every((name) => text.includes(name)) &&
    sum(rates) >= rate
  )
}

const shrunkOf = (wanted: Needs) => {
  const fails = (size: Size) => Promise.resolve(isBroken(sized(PARTS, size), wanted) || null)
  return shrink(START, true, {
    smaller: (size: Size) => smaller(PARTS, size, KNOBS),
    fails,
    most: 2000,
  })
}

describe('shrinking a run', () => {
  it('ends with a run that still fails, and that no single step makes smaller', async () => {
    await fc.assert(
      fc.asyncProperty(needs, async (wanted) => {
        const { size, minimal } = await shrunkOf(wanted)
        expect(minimal).toBe(true)
        expect(isBroken(sized(PARTS, size), wanted)).toBe(true)
        const further = smaller(PARTS, size, KNOBS).filter((one) =>
          isBroken(sized(PARTS, one), wanted),
        )
        expect(further).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('comes to the same end each time', async () => {
    await fc.assert(
      fc.asyncProperty(needs, async (wanted) => {
        expect(await shrunkOf(wanted)).toEqual(await shrunkOf(wanted))
      }),
      { numRuns: 20 },
    )
  })

  it('keeps the one fault and the few orders that it takes', async () => {
    const [struck = ''] = STRUCK.slice(1)
    const wanted = { orders: 3, processes: 1, faults: [], struck: [struck], rate: 0 }
    const { files, cluster, actions } = sized(PARTS, (await shrunkOf(wanted)).size)
    expect(files['shop.py']).toBe('A = 1\nORDERS = 5  # a day\n')
    expect(cluster.workers).toHaveLength(1)
    expect(actions).toHaveLength(1)
    expect(actions[0]?.on).toMatchObject({ nth: { only: [struck] } })
  })

  it('says so where there is more to try than it may', async () => {
    const found = await shrink(START, true, {
      smaller: (size: Size) => smaller(PARTS, size, KNOBS),
      fails: () => Promise.resolve(true),
      most: 3,
    })
    expect(found).toMatchObject({ tried: 3, minimal: false })
  })
})

describe('a smaller run', () => {
  it('takes no worker away that something happens to', () => {
    const stop: Action = { on: { kind: 'time' }, after: 1, verb: 'stop', target: 'w2' }
    const parts = { ...PARTS, actions: [stop] }
    const sizes = smaller(parts, WHOLE, [{ knob: 'workers' }])
    expect(sizes.map(({ workers }) => workers)).toEqual([['w1'], ['w3']])
  })

  it('names what struck only for the action that it comes under', () => {
    expect(START.only).toEqual([
      { action: 0, boundaries: STRUCK.slice(0, 3) },
      { action: 4, boundaries: STRUCK.slice(3) },
    ])
  })

  it('leaves alone what other parts do not have', () => {
    const other = { ...PARTS, files: {}, cluster: { ...PARTS.cluster, workers: [] } }
    const size: Size = {
      ...WHOLE,
      constants: [{ file: 'shop.py', name: 'ORDERS', value: 2 }],
      workers: ['w1'],
      processes: [{ worker: 'w2', count: 1 }],
    }
    expect(sized(other, size)).toMatchObject({ files: {}, cluster: { workers: [] } })
  })

  it('of a size that leaves nothing out is the run itself', () => {
    expect(sized(PARTS, WHOLE)).toEqual(PARTS)
  })
})
