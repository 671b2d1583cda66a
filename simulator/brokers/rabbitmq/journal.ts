import { type Micros, millis } from '../../kernel/units.ts'
import { alike, type BrokerView, type QueueState, type Restart, type Setup } from '../broker.ts'
import { isQuorum } from './arguments.ts'
import { memoryOf } from './memory.ts'

/**
 * When persistent messages are on the disk, where RabbitMQ may be killed. Seen on 3.10.8 with SIGKILL: a
 * classic queue writes what it has when nothing has come for a moment (a quarter of a second was enough, a
 * tenth was not); while messages keep coming, all of them can be lost, for seconds. The log of a quorum queue
 * lacked the last hundredth of a second. A publisher that wants to know asks for confirms
 * (https://www.rabbitmq.com/docs/confirms#when-publishes-are-confirmed).
 */
export interface Journal {
  readonly entered: { [tag: number]: Micros }
  readonly busy: { [queue: string]: Busy }
}

/** Since when messages have come without a pause, and when the last one came. */
interface Busy {
  since: Micros
  last: Micros
}

const PAUSE: Micros = millis(200)
const QUORUM: Micros = millis(20)

/** Null where it is never killed: then nobody needs to know. */
export const newJournal = (setup: Setup | undefined): Journal | null =>
  setup?.restarts === true ? { entered: {}, busy: {} } : null

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
