import type { Entry } from '../../../simulator/index.ts'
import { textOf } from '../trace/json.ts'
import type { Value, ValueObject } from '../trace/json.ts'
import { roleOf } from './roles.ts'
import type { Topology } from './topology.ts'

/** What lies in the broker after the facts given. */
interface Contents {
  /** By queue: tag to the priority it waits with. */
  readonly ready: Map<string, Map<number, number>>
  /** `queue tag` of what was delivered and not answered yet. */
  readonly unacked: Set<string>
  /** By worker: the queues it consumes. */
  readonly consumers: Map<string, readonly string[]>
}

/** `broker_end` of a trace, as the recorder read it from Redis: its keys and their sizes. */
export function projectRedis(entries: readonly Entry[], topology: Topology): ValueObject {
  const { ready, unacked } = contents(entries)
  const found: { [key: string]: Value } = {}
  for (const [queue, messages] of ready) {
    for (const priority of messages.values()) {
      const step = priorityStep(priority, topology.lists?.steps ?? STEPS)
      const key = step === 0 ? queue : `${queue}${topology.lists?.sep ?? SEP}${step}`
      const counted = found[key] as { readonly len: number } | undefined
      found[key] = { len: (counted?.len ?? 0) + 1 }
    }
  }
  if (unacked.size > 0) {
    found['unacked'] = { hash_len: unacked.size }
    found['unacked_index'] = { zset_len: unacked.size }
  }
  return { ...found, ...redisBindings(topology) }
}

/** The lists of a queue, and what stands between the parts of a key, where nothing else is set (rule 2.21). */
const STEPS = [0, 3, 6, 9]
const SEP = '\u0006\u0016'

function priorityStep(priority: number, steps: readonly number[]): number {
  const clamped = Math.max(0, Math.min(9, priority))
  return steps.findLast((step) => step <= clamped) ?? 0
}

/** Redis keeps the bindings of an exchange in a set of its own. */
function redisBindings({ bindings, exchanges, lists }: Topology): ValueObject {
  const sets = new Map<string, string[]>()
  for (const { source, destination, routing_key } of bindings) {
    const type = exchanges.find(({ name }) => name === source)?.['type'] ?? 'direct'
    const pattern = type === 'topic' ? topicPattern(textOf(routing_key)) : ''
    const key = `_kombu.binding.${textOf(source)}`
    // The recorder shows kombu's own separator as a bar.
    const bar = lists === null || lists.sep === SEP ? ' | ' : lists.sep
    const member = [textOf(routing_key), pattern, textOf(destination)].join(bar)
    sets.set(key, [...(sets.get(key) ?? []), member].sort())
  }
  return Object.fromEntries([...sets].map(([key, members]) => [key, { members }]))
}

/** The regular expression that the virtual transport keeps with a topic binding. */
function topicPattern(routingKey: string): string {
  const words = routingKey
    .split('.')
    .map((word) => (word === '*' ? '.*?[^\\.]' : word === '#' ? '.*?' : word))
  return `^${words.join('\\.')}$`
}

/** `broker_end` of a trace, as the recorder asked RabbitMQ: each queue's ready messages and consumers. */
export function projectRabbit(entries: readonly Entry[], topology: Topology): ValueObject {
  const { ready, consumers } = contents(entries)
  return Object.fromEntries(
    topology.queues
      .filter(({ exclusive }) => exclusive !== true)
      .map(({ name }): readonly [string, Value] => [
        textOf(name),
        {
          ready: ready.get(textOf(name))?.size ?? 0,
          consumers: [...consumers.values()].filter((queues) => queues.includes(textOf(name)))
            .length,
        },
      ]),
  )
}

function contents(entries: readonly Entry[]): Contents {
  const found: Contents = { ready: new Map(), unacked: new Set(), consumers: new Map() }
  const queuesOf = new Map<string, readonly string[]>()
  for (const entry of entries) {
    const worker = roleOf(entry.actor)
    if (entry.kind === 'worker-started') queuesOf.set(worker, entry.detail.queues)
    else if (entry.kind === 'worker-ready') found.consumers.set(worker, queuesOf.get(worker) ?? [])
    else if (entry.kind === 'worker-stopping' || entry.kind === 'worker-stopped')
      found.consumers.delete(worker)
    else if (entry.kind === 'consumer-added')
      found.consumers.set(worker, [...(found.consumers.get(worker) ?? []), entry.detail.queue])
    else if (entry.kind === 'consumer-cancelled')
      found.consumers.set(
        worker,
        (found.consumers.get(worker) ?? []).filter((queue) => queue !== entry.detail.queue),
      )
    else moveMessage(entry, found)
  }
  return found
}

function moveMessage(entry: Entry, { ready, unacked }: Contents): void {
  switch (entry.kind) {
    case 'message-enqueued': {
      const { tag, priority } = entry.detail
      const queue = entry.actor.name
      unacked.delete(`${queue} ${tag}`)
      if (!ready.has(queue)) ready.set(queue, new Map())
      ready.get(queue)?.set(tag, priority)
      break
    }
    case 'message-fetched':
    case 'message-delivered': {
      const { tag, queue } = entry.detail
      ready.get(queue)?.delete(tag)
      unacked.add(`${queue} ${tag}`)
      break
    }
    case 'message-acked':
    case 'message-rejected':
    case 'message-dropped':
    case 'message-dead-lettered':
    case 'message-taken':
    case 'message-settled': {
      const { tag, queue } = entry.detail
      ready.get(queue)?.delete(tag)
      unacked.delete(`${queue} ${tag}`)
      break
    }
  }
}
