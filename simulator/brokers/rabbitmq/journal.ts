import { type Micros, millis } from '../../kernel/units.ts'
import { alike, type BrokerView, type QueueState, type Restart } from '../broker.ts'
import { isQuorum } from './arguments.ts'
import { memoryOf } from './memory.ts'

const PAUSE: Micros = millis(200)
const QUORUM: Micros = millis(20)

/** A message comes into its queue. */
export function noteEntered(view: BrokerView, tag: number): void {
  const { journal } = memoryOf(view.state)
  if (journal === null) return
  const { now } = view
  journal.entered[tag] ??= now
  const { queue } = view.copy(tag)
  const busy = (journal.busy[queue] ??= { since: now, last: now })
  if (now - busy.last >= PAUSE) busy.since = now
  busy.last = now
}

/** The broker is done with a message. */
export function forgetEntered(view: BrokerView, tag: number): void {
  const { journal } = memoryOf(view.state)
  if (journal !== null) Reflect.deleteProperty(journal.entered, tag)
}

/** Is this message, which waits in a durable queue, on the disk when the server ends like this? */
export function isOnDisk(
  view: BrokerView,
  queue: QueueState,
  tag: number,
  { kind }: Restart,
): boolean {
  const quorum = isQuorum(queue)
  if (!quorum && alike(view.copy(tag)).properties.delivery_mode === 1) return false
  const { journal } = memoryOf(view.state)
  const entered = journal?.entered[tag]
  if (kind === 'stop' || journal === null || entered === undefined) return true
  if (quorum) return view.now - entered >= QUORUM
  const busy = journal.busy[queue.name]
  return busy === undefined || view.now - busy.last >= PAUSE || entered < busy.since
}
