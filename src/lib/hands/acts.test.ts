import { describe, expect, it } from 'vitest'
import {
  type ClusterSpec,
  EMPTY_PICTURE,
  PictureSeeker,
  seconds,
  createSimulation,
} from '../../../simulator/index.ts'
import { actsOn, nodeName, nodesOf, type Doing, type Moment, type NodeRef } from './acts.ts'

const cluster: ClusterSpec = {
  broker: 'rabbitmq',
  backend: 'redis',
  app: 'shop',
  workers: [
    { name: 'w1', options: '-c 2', autostart: true },
    { name: 'w2', options: '-c 1 -Q celery,slow', autostart: false },
  ],
  tasks: [
    {
      name: 'shop.mail',
      duration: { kind: 'constant', value: 1 },
      failure: 0,
      cpu: 1,
      size: 0,
      options: {},
    },
  ],
  load: [
    {
      task: 'shop.mail',
      shape: { kind: 'poisson', rate: 5 },
      from: 0,
      until: 20,
      options: {},
    },
  ],
  services: [
    {
      name: 'mail.example.com',
      kind: 'smtp',
      latency: { kind: 'uniform', from: 0.02, to: 0.05 },
      outages: [],
      slow: [],
      failures: [],
      options: {},
    },
  ],
}

const simulation = createSimulation({ cluster, seed: 1, actions: [], program: null })
simulation.advance(seconds(6))
const { log } = simulation
const moment: Moment = { cluster, log, picture: new PictureSeeker(log).at(seconds(6)) }
const nodes: readonly NodeRef[] = [
  ...nodesOf(moment),
  { kind: 'process', name: 'w1@sim', index: 1 },
  { kind: 'task', name: [...moment.picture.tasks.keys()].at(-1)! },
]

describe('acts by hand', () => {
  it('are offered for everything on the stage, each under a name of its own', () => {
    for (const node of nodes) {
      const acts = actsOn(node, moment)
      expect(acts.length, nodeName(node)).toBeGreaterThan(0)
      expect(new Set(acts.map(({ id }) => id)).size).toBe(acts.length)
      for (const { doings, title, hint } of acts) {
        expect(doings.length).toBeGreaterThan(0)
        expect(title).toMatch(/^[A-Z]/)
        expect(hint).not.toBe('')
      }
    }
  })

  it('are understood by the simulator: every one leaves its mark in the log', () => {
    for (const node of nodes) {
      for (const { doings, title, not } of actsOn(node, moment)) {
        if (not !== null) continue
        const actions = doings.map((one: Doing) => ({
          on: { kind: 'time' } as const,
          after: seconds(6),
          ...one,
        }))
        const run = createSimulation({ cluster, seed: 1, actions, program: null })
        run.advance(seconds(8))
        const kinds = new Set(
          Array.from({ length: run.log.length }, (_, row) => run.log.kindAt(row)),
        )
        expect(kinds.has('action-taken') || kinds.has('fault-began'), title).toBe(true)
        for (let row = 0; row < log.rowsUpTo(seconds(6) - 1); row++)
          expect(run.log.entry(row)).toEqual(log.entry(row))
      }
    }
  })

  it('offer to start what is off, and to pause what runs', () => {
    const titles = (name: string) =>
      actsOn({ kind: 'worker', name }, moment).map(({ title }) => title)
    expect(titles('w2@sim')).toEqual(['Start'])
    expect(titles('w1@sim')).toContain('Pause')
  })

  it('are there before any run', () => {
    const none: Moment = { cluster, picture: EMPTY_PICTURE, log }
    expect(nodesOf(none).map(nodeName)).toEqual([
      'Client',
      'Broker',
      'w1@sim',
      'w2@sim',
      'Result backend',
      'mail.example.com',
    ])
  })
})
