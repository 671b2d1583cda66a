import {
  type ClusterSpec,
  type FaultName,
  type FaultOf,
  type LinkEnds,
  millis,
  POISONS,
  type Trigger,
} from '../../simulator/index.ts'
import type { Chance } from './chance.ts'

/** Draws one fault of each name; a new fault needs a line here, and the fuzzer has it. */
export const FAULT_DRAWS: {
  readonly [K in FaultName]: (chance: Chance, cluster: ClusterSpec, on: Trigger) => FaultOf<K>
} = {
  'kill-process': (chance, cluster, on) => ({
    fault: 'kill-process',
    worker: target(chance, cluster, on),
    lasts: null,
  }),
  'out-of-memory': (chance, cluster, on) => ({
    fault: 'out-of-memory',
    worker: target(chance, cluster, on),
    lasts: null,
  }),
  'kill-worker': (chance, cluster, on) => ({
    fault: 'kill-worker',
    worker: target(chance, cluster, on),
    lasts: chance.once(3) ? null : span(chance),
  }),
  'kill-node': (chance, cluster, on) => {
    const worker = target(chance, cluster, on)
    const found = cluster.workers.find(({ name }) => name === worker)
    return {
      fault: 'kill-node',
      node: found === undefined ? null : (found.node ?? found.name),
      lasts: chance.once(3) ? null : span(chance),
    }
  },
  'lost-ack': (chance, cluster) => ({
    fault: 'lost-ack',
    worker: chance.pick(cluster.workers).name,
    count: chance.whole(1, 2),
    lasts: chance.once(2) ? null : span(chance),
  }),
  'duplicate-delivery': (chance) => ({
    fault: 'duplicate-delivery',
    queue: chance.pick(['a', 'b', 'celery']),
    count: chance.whole(1, 2),
    lasts: chance.once(2) ? null : span(chance),
  }),
  'clock-skew': (chance, cluster) => ({
    fault: 'clock-skew',
    worker: chance.pick(cluster.workers).name,
    by: millis(chance.pick([-2000, -500, 500, 3000])),
    lasts: span(chance),
  }),
  'poison-task': (chance) => ({
    fault: 'poison-task',
    task: chance.pick(['plan.one', 'plan.two', 'plan.three', 'load.one']),
    lasts: millis(chance.whole(200, 2000)),
  }),
  'drop-connections': () => ({ fault: 'drop-connections', lasts: null }),
  'broker-restart': (chance) => ({
    fault: 'broker-restart',
    how: chance.pick(['stop', 'kill', 'power-loss']),
    lasts: span(chance),
  }),
  'fail-over': (chance) => ({
    fault: 'fail-over',
    unreplicated: millis(chance.pick([1, 50, 500])),
    lasts: span(chance),
  }),
  'broker-node-down': (chance, cluster) => ({
    fault: 'broker-node-down',
    node: chance.pick(cluster.server?.nodes ?? ['r1']),
    lasts: span(chance),
  }),
  'memory-alarm': (chance) => ({ fault: 'memory-alarm', lasts: span(chance) }),
  'broker-away': (chance) => ({ fault: 'broker-away', lasts: span(chance) }),
  'kill-pod': () => ({ fault: 'kill-pod', lasts: null }),
  'poison-message': (chance) => ({
    fault: 'poison-message',
    queue: chance.pick(['a', 'b', 'celery']),
    kind: chance.pick(POISONS),
    lasts: null,
  }),
  'backend-away': (chance) => ({ fault: 'backend-away', lasts: span(chance) }),
  partition: (chance, cluster) => ({
    fault: 'partition',
    ...ends(chance, cluster),
    // Long enough, at times, for RabbitMQ to miss the heartbeats of a minute.
    lasts: chance.once(4) ? millis(chance.whole(30_000, 200_000)) : span(chance),
  }),
  'slow-link': (chance, cluster) => ({
    fault: 'slow-link',
    ...ends(chance, cluster),
    delay: millis(chance.whole(0, 300)),
    jitter: millis(chance.whole(0, 200)),
    lasts: span(chance),
  }),
  'lossy-link': (chance, cluster) => ({
    fault: 'lossy-link',
    ...ends(chance, cluster),
    loss: chance.whole(1, 60) / 100,
    lasts: span(chance),
  }),
  'service-away': (chance, cluster) => ({
    fault: 'service-away',
    service: cluster.services?.[0]?.name ?? 'mail.example.com',
    how: chance.pick(['refuses', 'silent']),
    lasts: span(chance),
  }),
  'service-slow': (chance, cluster) => ({
    fault: 'service-slow',
    service: cluster.services?.[0]?.name ?? 'mail.example.com',
    latency: millis(chance.whole(1, 3000)),
    lasts: span(chance),
  }),
  reordering: (chance, cluster) => ({
    fault: 'reordering',
    ...ends(chance, cluster),
    jitter: millis(chance.whole(1, 400)),
    lasts: span(chance),
  }),
}

const span = (chance: Chance): number => millis(chance.whole(100, 4000))

/** Whose links a fault touches: all, one worker's, or the client's. */
function ends(chance: Chance, { workers }: ClusterSpec): LinkEnds {
  const nodes = [null, ['client'], [chance.pick(workers).name], [chance.pick(workers).name]]
  const from = ['broker', 'broker', 'backend', 'both'] as const
  return { nodes: chance.pick(nodes), from: chance.pick(from) }
}

/** A worker by name, or the one of the body where a body sets the fault off. */
function target(chance: Chance, { workers }: ClusterSpec, on: Trigger): string | null {
  if ((on.kind === 'effect' || on.kind === 'started') && chance.once(2)) return null
  return chance.pick(workers).name
}
