import { type Micros, millis } from '../../kernel/units.ts'
import type { BrokerView, QueueState } from '../broker.ts'
import type { Effect } from '../effects.ts'
import { isQuorum } from './arguments.ts'
import { memoryOf } from './memory.ts'
import { TIMERS } from './expiry.ts'
import type { Nodes } from './nodes-state.ts'

/** How many nodes a quorum queue lives on (`x-quorum-initial-group-size`). */
const GROUP = 3
/** A follower that hears nothing of its leader stands for election: "a few seconds" at most, here one. */
const ELECTION: Micros = millis(1000)

const isUp = ({ down }: Nodes, name: string): boolean => !down.includes(name)

/** A queue that was not there gets its nodes. */
export function placeQueue(view: BrokerView, queue: QueueState): void {
  const { nodes } = memoryOf(view.state)
  if (nodes === null) return
  const up = nodes.names.filter((name) => isUp(nodes, name))
  const leader = up[Object.keys(nodes.homes).length % up.length]
  if (leader === undefined) return
  const others = nodes.names.filter((name) => name !== leader)
  nodes.homes[queue.name] = isQuorum(queue) ? [leader, ...others].slice(0, GROUP) : [leader]
}

/** Can messages be taken from a queue now? */
export const isOpen = (nodes: Nodes | null, queue: string): boolean =>
  nodes === null || nodes.closed[queue] === undefined

/** What a message meets that comes to a queue whose only node is down: nothing takes it. */
export function refuseClosed(
  view: BrokerView,
  queue: QueueState,
  tag: number,
): readonly Effect[] | null {
  const { nodes } = memoryOf(view.state)
  return nodes?.closed[queue.name] === 'node' ? [{ do: 'refuse', tag, reason: 'node down' }] : null
}

/** The node that is missed where a queue cannot be declared; null: it can. */
export function missingNode({ state }: BrokerView, queue: string): string | null {
  const { nodes } = memoryOf(state)
  return nodes?.closed[queue] === 'node' ? (nodes.homes[queue]?.[0] ?? null) : null
}

/** Does this process lose its connection with a node? Then it finds another one there. */
export function movesFrom({ state }: BrokerView, process: number, node: string): boolean {
  const { nodes } = memoryOf(state)
  if (nodes === null) return false
  const at = (nodes.clients[process] ??= nodes.names[process % nodes.names.length] ?? node)
  if (at !== node) return false
  const next = nodes.names.find((name) => name !== node && isUp(nodes, name))
  if (next !== undefined) nodes.clients[process] = next
  return true
}

/** A node goes: what becomes of its queues. */
export function loseNode(view: BrokerView, node: string): readonly Effect[] {
  const { nodes } = memoryOf(view.state)
  if (nodes === null || !isUp(nodes, node)) return []
  nodes.down.push(node)
  return queuesOf(view, nodes, node).flatMap((queue) =>
    isQuorum(queue) ? loseMember(view, nodes, queue, node) : loseHome(view, nodes, queue),
  )
}

const queuesOf = ({ state }: BrokerView, { homes }: Nodes, node: string): readonly QueueState[] =>
  state.queueNames.flatMap((name) => {
    const queue = state.queues[name]
    return queue !== undefined && (homes[name] ?? []).includes(node) ? [queue] : []
  })

function loseHome(
  view: BrokerView,
  { closed }: Nodes,
  { name, durable, levels }: QueueState,
): readonly Effect[] {
  if (!durable) return [{ do: 'delete-queue', queue: name, reason: 'its node is down' }]
  closed[name] = 'node'
  const transient = levels
    .flat()
    .filter((tag) => view.copy(tag).message.properties.delivery_mode === 1)
  return [
    { do: 'close-queue', queue: name, reason: 'its node is down', cancels: true },
    ...transient.map((tag): Effect => ({ do: 'drop', tag, reason: 'node down' })),
  ]
}

function loseMember(
  view: BrokerView,
  nodes: Nodes,
  { name }: QueueState,
  node: string,
): readonly Effect[] {
  const group = nodes.homes[name] ?? []
  if (!hasMajority(nodes, group)) {
    const was = nodes.closed[name]
    nodes.closed[name] = 'majority'
    if (was === 'majority') return []
    const reason = 'most of its nodes are down'
    return [{ do: 'close-queue', queue: name, reason, cancels: false }]
  }
  return group[0] === node ? elect(view, nodes, name, 'its leader is down') : []
}

const hasMajority = (nodes: Nodes, group: readonly string[]): boolean =>
  group.filter((name) => isUp(nodes, name)).length * 2 > group.length

/** The members that are there choose a leader; nobody can use the queue until then. */
function elect(view: BrokerView, nodes: Nodes, queue: string, reason: string): readonly Effect[] {
  const group = nodes.homes[queue] ?? []
  nodes.homes[queue] = group.toSorted((a, b) => Number(!isUp(nodes, a)) - Number(!isUp(nodes, b)))
  const was = nodes.closed[queue]
  nodes.closed[queue] = 'election'
  const entity = memoryOf(view.state).names.indexOf(queue)
  const at = view.now + ELECTION
  return [
    ...(was === undefined ? [{ do: 'close-queue', queue, reason, cancels: false } as const] : []),
    { do: 'timer', at, entity, argument: TIMERS.election },
  ]
}

/** The election of a queue is over. */
export function electionOver(view: BrokerView, queue: QueueState): readonly Effect[] {
  const { nodes } = memoryOf(view.state)
  return nodes?.closed[queue.name] === 'election' ? open(nodes, queue.name) : []
}

function open({ closed }: Nodes, queue: string): readonly Effect[] {
  Reflect.deleteProperty(closed, queue)
  return [{ do: 'open-queue', queue }]
}

/** A node is back. */
export function regainNode(view: BrokerView, node: string): readonly Effect[] {
  const { nodes } = memoryOf(view.state)
  const at = nodes?.down.indexOf(node) ?? -1
  if (nodes === null || at < 0) return []
  nodes.down.splice(at, 1)
  return queuesOf(view, nodes, node).flatMap(({ name }) => {
    if (nodes.closed[name] === 'node') return open(nodes, name)
    const chooses = nodes.closed[name] === 'majority' && hasMajority(nodes, nodes.homes[name] ?? [])
    return chooses ? elect(view, nodes, name, 'it has no leader yet') : []
  })
}

/** Is there a node left to connect to? */
export const anyUp = ({ state }: BrokerView): boolean => {
  const { nodes } = memoryOf(state)
  return nodes === null || nodes.down.length < nodes.names.length
}
