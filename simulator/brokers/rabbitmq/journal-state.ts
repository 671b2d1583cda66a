import type { Micros } from '../../kernel/units.ts'
import type { Setup } from '../broker.ts'

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

/** Null where it is never killed: then nobody needs to know. */
export const newJournal = (setup: Setup | undefined): Journal | null =>
  setup?.restarts === true ? { entered: {}, busy: {} } : null
