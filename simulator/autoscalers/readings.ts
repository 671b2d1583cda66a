import { waiting } from '../brokers/broker.ts'
import type { AutoscalerSpec } from '../cluster/autoscaler-spec.ts'
import { seconds, toSeconds } from '../kernel/units.ts'
import { isIn } from '../world/machines.ts'
import { cpuOf } from '../world/models.ts'
import type { AutoscalerState, PodState } from '../world/scaling-state.ts'
import type { World } from '../world/world.ts'
import type { Reading } from './autoscaler.ts'

/** What an autoscaler sees when it looks now; CPU is that since its last look. */
export function read(world: World, spec: AutoscalerSpec, state: AutoscalerState): Reading {
  const { metric, queue, every } = spec.policy
  const used = state.pods.map((pod) => cpuSince(world, pod))
  const isReady = (pod: PodState): boolean => isIn('pod', pod.state, 'ready')
  const share = (micros: number): number => (100 * micros) / (spec.pods.cpu * seconds(every))
  const ready = state.pods.flatMap((pod, at) => (isReady(pod) ? [share(used[at] ?? 0)] : []))
  const unready = state.pods.filter((pod) => isOnItsWay(pod)).length
  const value =
    metric === 'cpu' ? mean(ready) : metric === 'queue' ? messages(world, queue) : age(world, queue)
  return { now: world.now, current: state.wanted, value, ready, unready }
}

/** Not ready yet, or not again. */
const isOnItsWay = ({ state }: PodState): boolean =>
  isIn('pod', state, 'pulling') || isIn('pod', state, 'starting') || isIn('pod', state, 'waiting')

/** Processor time of a pod since the last look. */
function cpuSince(world: World, pod: PodState): number {
  const worker = world.worker(pod.worker)
  const running = worker.pool.reduce((sum, index) => sum + cpuOf(world, world.process(index)), 0)
  const total = worker.cpu + running
  const since = Math.max(0, total - pod.seen)
  pod.seen = total
  return since
}

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length

/** All of a queue's messages, with those that workers hold and have not acknowledged. */
function messages(world: World, name: string): number {
  const queue = world.state.broker.queues[name]
  return queue === undefined ? 0 : waiting(queue) + queue.unacked
}

/** How long the oldest waiting message has been in its queue. */
function age(world: World, name: string): number {
  const queue = world.state.broker.queues[name]
  let oldest = world.now
  for (const level of queue?.levels ?? []) {
    const [tag] = level
    if (tag !== undefined) oldest = Math.min(oldest, world.log.timeAt(world.copy(tag).cause))
  }
  return toSeconds(world.now - oldest)
}
