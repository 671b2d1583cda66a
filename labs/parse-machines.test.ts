import { describe, expect, it } from 'vitest'
import type { ClusterSpec } from '../simulator/index.ts'
import { problemText } from './lab.ts'
import { parseCluster } from './parse-cluster.ts'

const BASE: ClusterSpec = { broker: 'rabbitmq', backend: 'none', app: 'shop', workers: [] }
const BOUNDS = {
  ...{ processes: 10, workers: ['w1', 'w2'] },
  machines: { names: ['m1', 'm2'], sizes: [{ name: 'small', cores: 2, memory: 4096, price: 0.5 }] },
}

const read = (text: string) => {
  const parsed = parseCluster(text, BOUNDS, BASE)
  return parsed.ok ? parsed.cluster : parsed.problems.map(problemText)
}

const machine = (name: string, workers: string, size = 'small'): string =>
  `  - { name: ${name}, size: ${size}, workers: [${workers}] }\n`

describe('a cluster.yaml of machines', () => {
  it('puts each worker on its machine', () => {
    const text = `machines:\n${machine('m1', '{ name: w1, options: -c 2 }')}${machine('m2', '{ name: w2 }')}`
    expect(read(text)).toEqual({
      ...BASE,
      machines: ['m1', 'm2'].map((name) => ({ name, cores: 2, memory: 4096, price: 0.5 })),
      workers: [
        { name: 'w1', options: '-c 2', autostart: true, node: 'm1' },
        { name: 'w2', options: '', autostart: true, node: 'm2' },
      ],
    })
  })

  it.each([
    [machine('m2', ''), 'The machines are called m1, m2, in this order: this one is m1.'],
    [machine('m1', '', 'huge'), '"size" must be one of: small.'],
    [machine('m1', '{ name: w9 }'), 'No worker can be called w9. Allowed are: w1, w2.'],
    [
      machine('m1', '{ name: w1, options: -c 11 }'),
      'The workers have 11 processes together; this lab allows 10. Lower some -c.',
    ],
    [
      machine('m1', '{ name: w1 }, { name: w1 }'),
      'Two workers are called w1. Give each a name of its own.',
    ],
  ])('tells what is wrong: %j', (text, sentence) => {
    expect(read(`machines:\n${text}`)).toContainEqual(expect.stringContaining(sentence))
  })

  it('wants a machine, and no more than there are', () => {
    expect(read('machines: []')).toEqual([
      'cluster.yaml, line 1: There must be at least one machine.',
    ])
    const three = ['m1', 'm2', 'm3'].map((name) => machine(name, '')).join('')
    expect(read(`machines:\n${three}`)).toContainEqual(
      expect.stringContaining('This lab has 2 machines at most.'),
    )
  })
})
