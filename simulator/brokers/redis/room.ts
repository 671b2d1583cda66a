import type { Json } from '../../messages/json.ts'
import type { TaskMessage } from '../../messages/message.ts'
import { CeleryError } from '../../messages/python-error.ts'
import { bodyBytes, jsonBytes } from '../../messages/size.ts'
import { alike, type BrokerView, NOTHING, type QueueState } from '../broker.ts'
import type { Effect } from '../effects.ts'
import { memoryOf } from './memory.ts'

// `maxmemory` of the server: seen on 7.0 with Celery 5.6.3 for `noeviction`, from documentation for eviction
// (https://redis.io/docs/latest/develop/reference/eviction/). Only messages are counted.

const limitOf = ({ server }: BrokerView): number => server.maxmemory ?? 0

/** What kombu adds around headers, properties and body, about. */
const ENVELOPE = 160

/** A message in a list: JSON, with its body in base64. */
function bytesOf({ body, headers, properties, size = 0 }: TaskMessage): number {
  const ends = jsonBytes(headers as unknown as Json) + jsonBytes(properties as unknown as Json)
  return Math.ceil((bodyBytes({ body } as TaskMessage) + size) / 3) * 4 + ends + ENVELOPE
}

/** A message is there, in its list or with a worker. */
export function takeRoom(view: BrokerView, tag: number): void {
  if (limitOf(view) === 0) return
  const { room } = memoryOf(view.state)
  const copy = view.copy(tag)
  room.touched[copy.queue] = view.now
  if (room.sizes[tag] !== undefined) return
  const size = bytesOf(alike(copy))
  room.sizes[tag] = size
  room.used += size
}

/** A message is gone. */
export function leaveRoom(view: BrokerView, tag: number): void {
  const { room } = memoryOf(view.state)
  const size = room.sizes[tag]
  if (size === undefined) return
  room.used -= size
  Reflect.deleteProperty(room.sizes, tag)
}

const isFull = (view: BrokerView): boolean => {
  const limit = limitOf(view)
  return limit > 0 && memoryOf(view.state).room.used >= limit
}

const evicts = ({ server }: BrokerView): boolean => server.maxmemoryPolicy === 'allkeys-lru'

const OUT_OF_MEMORY = (command: string): string =>
  `Command # 1 (${command}) of pipeline caused error: command not allowed when used memory > 'maxmemory'.`

/** A full server that evicts nothing raises in whoever publishes, at once: there is nothing to try again. */
export function refuseFull(view: BrokerView, message: TaskMessage): void {
  if (!isFull(view) || evicts(view)) return
  const queue = message.routingKey
  throw new CeleryError('kombu.exceptions.OperationalError', OUT_OF_MEMORY(`LLEN ${queue}`))
}

/**
 * A message comes into a full server: it is refused, or other keys go until there is room. A list is one key,
 * so all of it goes at once, the one first that nobody has touched for longest.
 */
export function makeRoom(view: BrokerView, tag: number): readonly Effect[] | null {
  if (!isFull(view)) return null
  if (!evicts(view)) return [{ do: 'refuse', tag, reason: 'out of memory' }]
  const { room } = memoryOf(view.state)
  const gone: Effect[] = []
  let freed = 0
  for (const queue of oldestFirst(view)) {
    if (room.used - freed < limitOf(view)) break
    for (const one of queue.levels.flat()) {
      freed += room.sizes[one] ?? 0
      gone.push({ do: 'drop', tag: one, reason: 'evicted' })
    }
  }
  return [...gone, { do: 'let-in', tag }]
}

function oldestFirst({ state }: BrokerView): readonly QueueState[] {
  const { touched } = memoryOf(state).room
  return Object.values(state.queues).toSorted(
    (a, b) => (touched[a.name] ?? 0) - (touched[b.name] ?? 0),
  )
}

/**
 * A worker has taken a message out of its list, and cannot write it into the hash: it is lost, and the worker
 * ends.
 */
export function loseTaken(view: BrokerView, tag: number): readonly Effect[] {
  if (!isFull(view) || evicts(view)) return NOTHING
  const { worker, message } = view.copy(tag)
  const { id } = message.headers
  const error = `OutOfMemoryError("${OUT_OF_MEMORY(`ZADD unacked_index ${id}`)}")`
  return [
    { do: 'drop', tag, reason: 'out of memory' },
    { do: 'end-worker', worker, error },
  ]
}
