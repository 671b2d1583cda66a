import { seconds, type Micros } from '../../kernel/units.ts'
import { type BrokerView, destinations, NOTHING } from '../broker.ts'
import type { Effect } from '../effects.ts'
import { memoryOf, type Connected, type RedisMemory } from './memory.ts'
import { forget, oldest, visible } from './unacked.ts'
import { matchesVirtual } from '../topic.ts'
import { wireOf } from '../wire.ts'

/**
 * A worker looks for overdue messages when it connects and then every hundred seconds: its event loop calls
 * every ten seconds, and every tenth call does something (rule 2.27).
 */
const CADENCE: Micros = seconds(100)

/**
 * Pools without an event loop. kombu would look when a poll of theirs comes back empty, but the BRPOP that
 * is open answers each second, so none does: real gevent and eventlet workers gave back nothing within
 * minutes of the visibility timeout (rule 2.27: documented otherwise).
 */
const WITHOUT_LOOP: ReadonlySet<string> = new Set(['gevent', 'eventlet'])

const NONE: readonly number[] = []

/** A worker has connected: it looks at once, and from then on. */
export function begin(view: BrokerView, worker: number, options: Connected['options']) {
  const memory = memoryOf(view.state)
  const since = WITHOUT_LOOP.has(view.pool(worker)) || !options.ackEmulation ? null : view.now
  const connected: Connected = { options, since, connection: memory.connections++, armed: false }
  memory.workers[worker] = connected
  if (since === null) return NOTHING
  return [...look(view, memory, connected), ...arm(view, memory)]
}

/** The time has come for a worker to look. */
export function lookAgain(view: BrokerView, worker: number, connection: number): readonly Effect[] {
  const memory = memoryOf(view.state)
  const connected = memory.workers[worker]
  if (connected?.connection !== connection) return NOTHING
  connected.armed = false
  return [...look(view, memory, connected), ...arm(view, memory)]
}

/** Messages that were taken longer than the visibility timeout ago go back to their lists. */
function look(
  view: BrokerView,
  { unacked, orphans }: RedisMemory,
  { options }: Connected,
): Effect[] {
  const overdue = visible(unacked, view.now - options.visibilityTimeout, options.restoreLimit)
  return overdue.map((tag) => {
    const copy = view.copy(tag)
    const wire = wireOf(copy)
    const lost = orphans[wire] ?? NONE
    forget(unacked, wire)
    delete orphans[wire]
    const { exchange, routingKey } = copy.message
    // All queues that it was published to, not only the one it came from.
    const queues =
      destinations({ matches: matchesVirtual }, view.state, exchange, routingKey, {}) ?? []
    return { do: 'redeliver', tag, orphans: lost, queues }
  })
}

/**
 * Puts the next look of each worker into the calendar at which something may be overdue. Looks that would
 * find nothing are not simulated.
 */
export function arm(view: BrokerView, memory: RedisMemory): Effect[] {
  const effects: Effect[] = []
  let first: Micros | null | undefined
  for (const index in memory.workers) {
    const connected = memory.workers[index]
    if (connected === undefined || connected.since === null || connected.armed) continue
    first ??= oldest(memory.unacked)
    if (first === null) return effects
    connected.armed = true
    const wanted = Math.max(first + connected.options.visibilityTimeout, view.now + 1)
    const turns = Math.ceil((wanted - connected.since) / CADENCE)
    effects.push({
      do: 'timer',
      at: connected.since + turns * CADENCE,
      entity: Number(index),
      argument: connected.connection,
      watch: true,
    })
  }
  return effects
}
