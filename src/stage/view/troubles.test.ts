import { expect, it } from 'vitest'
import {
  createSimulation,
  parseActions,
  seconds,
  type ClusterSpec,
} from '../../../simulator/index.ts'
import { historyOf } from '../../lib/history/history.ts'
import { layOut } from '../layout/layout.ts'
import { middle } from '../layout/shapes.ts'
import { plannedOf } from './planned.ts'
import { topologyOf } from './from-picture.ts'
import { nodeAt, spotsOf } from './spots.ts'
import { troublesAt, troubleText } from './troubles.ts'

const cluster: ClusterSpec = {
  broker: 'rabbitmq',
  backend: 'redis',
  app: 'shop',
  workers: [
    { name: 'w1', options: '-c 2', autostart: true },
    { name: 'w2', options: '-c 2', autostart: true },
  ],
  beat: { options: '' },
  tasks: [],
  load: [],
}

const parsed = parseActions(
  [
    { at: 2, fault: 'slow-link', nodes: ['w1'], delay: 0.2, lasts: 2 },
    { at: 3, fault: 'partition', nodes: ['w1'], lasts: 2 },
    { at: 3, fault: 'broker-away', lasts: 1 },
  ],
  cluster,
)
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
const simulation = createSimulation({ cluster, seed: 1, actions: parsed.actions, program: null })
simulation.advance(seconds(10))
const history = historyOf(simulation.log)

it('tells which links are in trouble, and for how long', () => {
  const textAt = (at: number, machine: string): string | null =>
    troubleText(troublesAt(history, seconds(at)).link(machine))
  expect(textAt(1, 'w1@sim')).toBeNull()
  expect(textAt(2.5, 'w1@sim')).toBe('+200 ms')
  expect(textAt(3.5, 'w1@sim')).toBe('cut')
  expect(textAt(6, 'w1@sim')).toBeNull()
  expect(textAt(3.5, 'w2@sim')).toBeNull()
  expect(troublesAt(history, seconds(3.5)).brokerAway).toBe(true)
  expect(troublesAt(history, seconds(4.5)).brokerAway).toBe(false)
})

it.each([
  { width: 784, height: 372, text: 12, target: 24 },
  { width: 390, height: 560, text: 13, target: 44 },
])('finds everything where it is drawn, on targets that are large enough: %o', (size) => {
  const layout = layOut(topologyOf(history, plannedOf(cluster)), size)
  const spots = spotsOf(layout, size)
  for (const { node, box } of spots) {
    expect(Math.min(box.width, box.height), JSON.stringify(node)).toBeGreaterThanOrEqual(24)
    expect(nodeAt(layout, spots, middle(box))).toEqual(node)
  }
  const [slot] = layout.workers[0]!.slots
  expect(nodeAt(layout, spots, slot!.center)).toEqual({ kind: 'process', name: 'w1@sim', index: 1 })
  expect(nodeAt(layout, spots, { x: layout.width - 1, y: layout.height - 1 })).toBeNull()
})
