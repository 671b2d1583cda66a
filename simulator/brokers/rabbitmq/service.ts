import {
  type BrokerState,
  type Consumer,
  type Pick,
  type QueueState,
  takeFirst,
  waiting,
} from '../broker.ts'
import { memoryOf } from './memory.ts'
import { isOpen } from './nodes.ts'

/** The next delivery: queues in the order of their declaration, a queue's consumers in turn (rule 3.22). */
export function next(state: BrokerState, consumers: readonly Consumer[]): Pick | null {
  const { nodes } = memoryOf(state)
  for (const name of state.queueNames) {
    const queue = state.queues[name]
    if (queue === undefined || waiting(queue) === 0 || !isOpen(nodes, name)) continue
    const pick = serve(state, queue, consumers)
    if (pick !== null) return pick
  }
  return null
}

function serve(state: BrokerState, queue: QueueState, consumers: readonly Consumer[]): Pick | null {
  const all = consumersOf(queue, consumers)
  const single = queue.arguments['x-single-active-consumer'] === true
  const takers = single ? theActiveOne(state, queue, all) : all
  for (let i = 0; i < takers.length; i++) {
    const at = (queue.cursor + i) % takers.length
    const consumer = takers[at]
    if (consumer === undefined || !hasRoom(consumer, queue.name)) continue
    const tag = takeFirst(queue)
    if (tag === undefined) return null
    queue.cursor = at + 1
    return { consumer, queue, tag }
  }
  return null
}

/** Those who consume from a queue: mostly all. */
function consumersOf({ name }: QueueState, consumers: readonly Consumer[]): readonly Consumer[] {
  for (let at = 0; at < consumers.length; at++)
    if (!consumers[at]!.queues.includes(name))
      return consumers.filter(({ queues }) => queues.includes(name))
  return consumers
}

/** A global prefetch counts the whole channel, one for each consumer counts by queue (rule 2.36). */
const hasRoom = ({ credit, rooms }: Consumer, queue: string): boolean =>
  credit > 0 && (rooms === null || (rooms[queue] ?? 0) > 0)

/**
 * With a single active consumer the others wait for it to go: the next is the one that subscribed first
 * (seen on 3.10; https://www.rabbitmq.com/docs/consumers#single-active-consumer).
 */
function theActiveOne(
  state: BrokerState,
  { name }: QueueState,
  consumers: readonly Consumer[],
): readonly Consumer[] {
  const { active, subscribed } = memoryOf(state)
  const current = consumers.find(({ worker }) => worker === active[name])
  if (current !== undefined) return [current]
  const first = consumers.toSorted(
    (a, b) => subscribed.indexOf(a.worker) - subscribed.indexOf(b.worker),
  )[0]
  if (first === undefined) return []
  active[name] = first.worker
  return [first]
}
