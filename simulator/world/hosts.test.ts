import { describe, expect, it } from 'vitest'
import { type ClusterSpec, createSimulation, parseClusterSpec } from '../index.ts'

const cluster = (changes: object): ClusterSpec => {
  const parsed = parseClusterSpec({
    ...{ broker: 'rabbitmq', backend: 'none', app: 'shop' },
    workers: [{ name: 'w1', options: '-c 4', node: 'm1' }],
    machines: [{ name: 'm1', cores: 1, memory: 1000 }],
    tasks: [
      { name: 'shop.count', duration: 2, cpu: 1, memory: 100 },
      { name: 'shop.wait', duration: 2, cpu: 0 },
    ],
    ...changes,
  })
  if (parsed.ok) return parsed.spec
  throw new Error(parsed.problems.map(({ sentence }) => sentence).join(' '))
}

/** Seconds that each task ran, in the order of their ends, and how many processes were killed. */
function run(spec: ClusterSpec): { readonly took: readonly number[]; readonly killed: number } {
  const simulation = createSimulation({ cluster: spec, seed: 1, actions: [], program: null })
  simulation.advance(60_000_000)
  const { log } = simulation
  const took: number[] = []
  let killed = 0
  for (let row = 0; row < log.length; row++) {
    const kind = log.kindAt(row)
    if (kind === 'task-succeeded')
      took.push(Math.round(log.detail(row, kind).runtime / 10_000) / 100)
    if (kind === 'process-ended' && log.detail(row, kind).reason === 'killed') killed += 1
  }
  return { took, killed }
}

const sent = (task: string, ...times: readonly number[]) => ({ task, kind: 'replay', times })

describe('bodies on a machine', () => {
  it('share its cores', () => {
    const both = run(cluster({ load: [sent('shop.count', 5, 5)] }))
    expect(both.took).toEqual([4, 4])
    const enough = { machines: [{ name: 'm1', cores: 2, memory: 1000 }] }
    expect(run(cluster({ load: [sent('shop.count', 5, 5)], ...enough })).took).toEqual([2, 2])
  })

  it('go on faster when another one is over', () => {
    // For 1 s alone, for 2 s at half the pace; then the second one is alone with the second half of its work.
    expect(run(cluster({ load: [sent('shop.count', 5, 6)] })).took).toEqual([3, 3])
  })

  it('do not keep those waiting that wait for something else', () => {
    expect(run(cluster({ load: [sent('shop.wait', 5, 5, 5)] })).took).toEqual([2, 2, 2])
  })
})

describe('memory of a machine', () => {
  const load = [sent('shop.count', 5, 5, 5)]

  it('is enough for as many processes as fit', () => {
    const machines = [{ name: 'm1', cores: 4, memory: 300 }]
    expect(run(cluster({ load, machines }))).toEqual({ took: [2, 2, 2], killed: 0 })
  })

  it('that is short costs a process its life, and the others go on', () => {
    const machines = [{ name: 'm1', cores: 4, memory: 200 }]
    const { took, killed } = run(cluster({ load, machines }))
    expect([took.length, killed]).toEqual([2, 1])
  })
})
