import { describe, expect, it } from 'vitest'
import {
  type Action,
  type AutoscalerSpec,
  type ClusterSpec,
  FAULT_NAMES,
  type FaultName,
  faultsOf,
  type Log,
  parseActions,
  seconds,
} from '../../simulator/index.ts'
import { runScript, type Script, sleep } from '../support/scripted.ts'

/** Each fault as data, in the middle of a run; a new one needs a line here. */
const EXAMPLES: { readonly [K in FaultName]: { readonly [setting: string]: unknown } } = {
  'kill-process': { worker: 'w1' },
  'out-of-memory': { worker: 'w1' },
  'kill-worker': { worker: 'w1', lasts: 2 },
  'kill-node': { node: 'n1', lasts: 2 },
  'lost-ack': { worker: 'w1', count: 2 },
  'duplicate-delivery': { queue: 'celery', count: 2 },
  'clock-skew': { worker: 'w1', by: 5, lasts: 2 },
  'poison-task': { task: 'tasks.work', lasts: 2 },
  'drop-connections': {},
  'broker-away': { lasts: 2 },
  'broker-restart': { how: 'kill', lasts: 2 },
  'fail-over': { unreplicated: 0.05, lasts: 2 },
  'broker-node-down': { node: 'r1', lasts: 2 },
  'memory-alarm': { lasts: 2 },
  'kill-pod': { at: 12 },
  'backend-away': { lasts: 2 },
  partition: { nodes: ['w1', 'client'], from: 'both', lasts: 6 },
  'slow-link': { nodes: ['w1'], delay: 0.1, jitter: 0.1, lasts: 2 },
  'lossy-link': { from: 'broker', loss: 0.2, lasts: 2 },
  reordering: { jitter: 0.3, lasts: 2 },
  'poison-message': { queue: 'celery', kind: 'unknown' },
  'service-away': { service: 'mail.example.com', how: 'silent', lasts: 2 },
  'service-slow': { service: 'mail.example.com', latency: 1.5, lasts: 2 },
}

/** A deployment of one pod, for the fault that needs one. */
const RULES = { window: 0, pods: null, percent: 100, period: 15 }
const PODS: AutoscalerSpec = {
  policy: {
    kind: 'horizontal',
    metric: 'queue',
    queue: 'celery',
    target: 100,
    min: 1,
    max: 1,
    tolerance: 0.1,
    every: 15,
    up: RULES,
    down: RULES,
  },
  pods: {
    options: '-c 1',
    cpu: 1,
    first: 1,
    pull: 1,
    slowPulls: [],
    start: 1,
    probe: 1,
    grace: 5,
    price: 0,
  },
}

/** What only changes when other things happen. */
const QUIET: ReadonlySet<FaultName> = new Set([
  'clock-skew',
  'slow-link',
  'lossy-link',
  'reordering',
])

const script: Script = {
  tasks: {
    'tasks.work': {
      options: { acks_late: true },
      *body() {
        yield sleep(seconds(0.4))
        return null
      },
    },
  },
  *main(_args, api) {
    for (let i = 0; i < 20; i++) api.send('tasks.work')
    yield sleep(seconds(20))
    return null
  },
}

const entries = (log: Log) => Array.from({ length: log.length }, (_, row) => log.entry(row))

describe.each(['redis', 'rabbitmq'] as const)('on %s', (broker) => {
  const cluster: ClusterSpec = {
    broker,
    backend: 'redis',
    app: 'tasks',
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
    ...(broker === 'rabbitmq' ? { server: { nodes: ['r1', 'r2', 'r3'] } } : {}),
    workers: [
      { name: 'w1', options: '-c 2', autostart: true, node: 'n1' },
      { name: 'w2', options: '-c 1', autostart: true },
    ],
  }
  const clusterOf = (name: FaultName): ClusterSpec =>
    name === 'kill-pod' ? { ...cluster, autoscaler: PODS } : cluster
  const actionsOf = (name: FaultName): readonly Action[] => {
    const parsed = parseActions([{ at: 1.6, fault: name, ...EXAMPLES[name] }], cluster)
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
    return parsed.actions
  }
  const run = (name: FaultName, actions: readonly Action[]): Log =>
    runScript(script, { cluster: clusterOf(name), actions, until: seconds(60) })

  describe.each(faultsOf(broker))('the fault %s', (name) => {
    const log = run(name, actionsOf(name))
    const began = entries(log).filter(({ kind }) => kind === 'fault-began')
    const ended = entries(log).filter(({ kind }) => kind === 'fault-ended')

    it('begins once and ends once, with its beginning as the cause', () => {
      expect(began).toHaveLength(1)
      expect(ended).toHaveLength(1)
      expect(ended[0]?.cause).toBe(began[0]?.row)
      expect(ended[0]?.time).toBeGreaterThanOrEqual(began[0]?.time ?? Number.NaN)
    })

    it('changes what happens, and nothing before it begins', () => {
      const without = run(name, [])
      expect(log.hash()).not.toBe(without.hash())
      for (let row = 0; row < (began[0]?.row ?? 0); row++)
        expect(log.entry(row)).toEqual(without.entry(row))
    })

    it('is named as the cause of something else', () => {
      const rows = new Set([began[0]?.row, ended[0]?.row])
      const named = entries(log).some(
        ({ kind, cause }) => kind !== 'fault-ended' && rows.has(cause),
      )
      // A wrong clock or a slow link does nothing by itself: what it changes has causes of its own.
      expect(named).toBe(!QUIET.has(name))
    })

    it('is plain data', () => {
      const [action] = actionsOf(name)
      expect(JSON.parse(JSON.stringify(action))).toEqual(action)
    })

    it('says which setting it does not know', () => {
      const value = [{ at: 1, fault: name, ...EXAMPLES[name], colour: 'red' }]
      const parsed = parseActions(value, cluster)
      expect(parsed.ok ? [] : parsed.problems.map(({ path }) => path)).toEqual([
        'actions[0].colour',
      ])
    })
  })
})

it('says where a fault needs another broker', () => {
  const cluster: ClusterSpec = { broker: 'memory', backend: 'redis', app: 'tasks', workers: [] }
  const away = FAULT_NAMES.filter((name) => !faultsOf('memory').includes(name))
  expect(away).toContain('broker-restart')
  for (const name of away) {
    const parsed = parseActions([{ at: 1, fault: name, ...EXAMPLES[name] }], cluster)
    expect(parsed.ok ? [] : parsed.problems.map(({ path }) => path)).toEqual(['actions[0].fault'])
  }
})
