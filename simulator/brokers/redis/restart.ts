import type { Micros } from '../../kernel/units.ts'
import type { BrokerView, Restart } from '../broker.ts'
import type { DropReason, Effect } from '../effects.ts'
import { wireOf } from '../wire.ts'
import { count, type Disk, keptUntil } from './disk.ts'
import { memoryOf, type RedisMemory } from './memory.ts'
import { forget, remember } from './unacked.ts'

/** A message came into a list. */
export function noteEntered(view: BrokerView, tag: number): void {
  const { disk } = memoryOf(view.state)
  if (disk === null) return
  disk.entered[tag] ??= view.now
  count(disk, view.now, LIST)
}

/** A message was taken: out of its list, into hash and index. */
export function noteDelivered(view: BrokerView): void {
  const { disk } = memoryOf(view.state)
  if (disk !== null) count(disk, view.now, LIST + HASH)
}

/** A message is settled, and forgotten but for what a restart may bring back. */
export function noteSettled(view: BrokerView, tag: number): void {
  const { disk } = memoryOf(view.state)
  if (disk === null) return
  const { message, queue, priority, redelivered, deliveredAt } = view.copy(tag)
  disk.settled.push({
    message,
    queue,
    priority,
    redelivered,
    entered: disk.entered[tag] ?? 0,
    delivered: deliveredAt,
    settled: view.now,
  })
  count(disk, view.now, HASH)
  Reflect.deleteProperty(disk.entered, tag)
}

/** Keys that an entry in a list, and one in the hash and its index, changes. */
const LIST = 1
const HASH = 2

/**
 * The server starts anew with what it had at the last moment that it has kept. What came later is lost; what
 * was taken later waits again; what was settled later is there again, so its task runs once more.
 */
export function startAnew(view: BrokerView, restart: Restart): readonly Effect[] {
  const memory = memoryOf(view.state)
  const { disk } = memory
  if (disk === null) return []
  const until = keptUntil(view, disk, restart)
  const reason: DropReason = restart.kind === 'fail-over' ? 'not replicated' : 'broker restarted'
  const effects: Effect[] = [
    ...undone(view, memory, disk, until),
    ...lost(view, memory, disk, until).map((tag): Effect => ({ do: 'drop', tag, reason })),
    ...revived(disk, until),
  ]
  // An exchange is a set of bindings; whoever connects or publishes declares it again.
  if (until < 0)
    for (const exchange of Object.keys(view.state.exchanges))
      effects.push({ do: 'delete-exchange', exchange, reason: 'Redis has forgotten its bindings' })
  Object.assign(disk, { settled: [], savedAt: view.now, changes: 0 })
  return effects
}

const isLater = (disk: Disk, tag: number, until: Micros): boolean =>
  (disk.entered[tag] ?? 0) > until

/** Everything that is there and came later. */
function lost(view: BrokerView, memory: RedisMemory, disk: Disk, until: Micros): readonly number[] {
  const waiting = Object.values(view.state.queues).flatMap(({ levels }) => levels.flat())
  const gone = [...waiting, ...taken(memory)].filter((tag) => isLater(disk, tag, until))
  for (const tag of gone) {
    const wire = wireOf(view.copy(tag))
    forget(memory.unacked, wire)
    Reflect.deleteProperty(memory.orphans, wire)
    Reflect.deleteProperty(disk.entered, tag)
  }
  return gone
}

/** What workers had taken, in hash and index: they are cut off, so all of it has nobody. */
const taken = ({ unacked, orphans }: RedisMemory): readonly number[] => [
  ...new Set([
    ...Object.values(unacked.entries).map(({ tag }) => tag),
    ...Object.values(orphans).flat(),
  ]),
]

/** What was in its list at that moment and was taken later. */
function undone(view: BrokerView, memory: RedisMemory, disk: Disk, until: Micros): Effect[] {
  const back = taken(memory).filter(
    (tag) => view.copy(tag).deliveredAt > until && !isLater(disk, tag, until),
  )
  for (const tag of back) {
    const wire = wireOf(view.copy(tag))
    forget(memory.unacked, wire)
    memory.orphans[wire] = (memory.orphans[wire] ?? []).filter((one) => one !== tag)
  }
  // Each goes to the head of its list: the one that was there first comes last.
  return back.toSorted((a, b) => b - a).map((tag) => ({ do: 'untake', tag }))
}

/** What was settled later. */
function revived({ settled }: Disk, until: Micros): Effect[] {
  return settled
    .filter((past) => past.entered <= until && past.settled > until)
    .toReversed()
    .map(({ message, queue, priority, redelivered, delivered }) => ({
      do: 'revive',
      message,
      queue,
      priority,
      redelivered,
      taken: delivered <= until,
    }))
}

/** A message that a worker had taken at that moment is back in hash and index, for the visibility timeout. */
export function noteRevived(view: BrokerView, tag: number): void {
  const { unacked, orphans } = memoryOf(view.state)
  const copy = view.copy(tag)
  const wire = wireOf(copy)
  remember(unacked, wire, tag, copy.deliveredAt)
  orphans[wire] = [...(orphans[wire] ?? []), tag]
}
