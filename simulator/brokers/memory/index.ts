import { seconds, type Micros } from '../../kernel/units.ts'
import { toNumber, type JsonObject } from '../../messages/json.ts'
import {
  type Broker,
  type BrokerState,
  type BrokerView,
  type Consumer,
  NOTHING,
  type Pick,
  takeFirst,
} from '../broker.ts'
import type { Effect } from '../effects.ts'
import { matchesVirtual } from '../topic.ts'
import { transportOptions } from '../transport-options.ts'

/** What the transport knows of the workers that poll it; plain data. */
interface Memory {
  readonly polls: { [worker: number]: Polling }
}

interface Polling {
  /** How long it sleeps after a look that found nothing. */
  readonly interval: Micros
  /** It sleeps, and looks again only when that is over. */
  asleep: boolean
  /** When it took its last message, or began: its looks are counted from here. */
  since: Micros
  /** Is its next look in the calendar? */
  armed: boolean
}

/** `polling_interval` of kombu's virtual transports, in seconds. */
const POLLING_INTERVAL = 1

const memoryOf = (state: BrokerState): Memory => state.own as Memory

const intervalOf = (settings: JsonObject): Micros =>
  seconds(toNumber(transportOptions(settings)['polling_interval']) ?? POLLING_INTERVAL)

/** A worker that looks takes from its queues in turn; one that finds nothing goes to sleep. */
function next(state: BrokerState, consumers: readonly Consumer[]): Pick | null {
  const { polls } = memoryOf(state)
  for (const consumer of consumers.toSorted((a, b) => a.turn - b.turn)) {
    const polling = polls[consumer.worker]
    if (consumer.turn < 0 || consumer.credit <= 0 || polling?.asleep === true) continue
    for (const name of consumer.queues) {
      const queue = state.queues[name]
      const tag = queue === undefined ? undefined : takeFirst(queue)
      if (queue === undefined || tag === undefined) continue
      consumer.queues = [...consumer.queues.filter((one) => one !== name), name]
      return { consumer, queue, tag }
    }
    if (polling !== undefined) polling.asleep = true
  }
  return null
}

/** The next look of each worker that sleeps, now that there is something to find. */
function wakeSleepers(view: BrokerView): readonly Effect[] {
  const effects: Effect[] = []
  const { polls } = memoryOf(view.state)
  for (const worker in polls) {
    const polling = polls[worker]
    if (polling?.asleep !== true || polling.armed) continue
    polling.armed = true
    const looks = Math.floor((view.now - polling.since) / polling.interval) + 1
    const at = polling.since + looks * polling.interval
    effects.push({ do: 'timer', at, entity: Number(worker), argument: 0 })
  }
  return effects
}

const ONE_PROCESS: Effect = {
  do: 'note',
  text: 'memory:// only reaches the threads of one process. Client and workers share it here, as if they ran in one.',
  rule: '2.44',
}

/**
 * kombu's transport in the memory of one process (rules 2.24, 2.44; kombu/transport/memory.py): no priorities,
 * nothing that outlives its process, and workers that look for messages once a second.
 */
export const memory: Broker = {
  name: 'memory',
  driver: 'memory',
  countsInClient: true,
  levels: () => 1,
  level: () => 0,
  matches: matchesVirtual,
  next,
  // What comes back is put like a new message: at the end.
  putBack: (_view, _queue, level, tag) => level.push(tag),
  acksByTag: false,
  memory: (): Memory => ({ polls: {} }),
  onConsumer(view, { worker }) {
    const interval = Math.max(1, intervalOf(view.settings(worker)))
    const { polls } = memoryOf(view.state)
    polls[worker] = { interval, asleep: false, since: view.now, armed: false }
    return [ONE_PROCESS]
  },
  onEnqueued: (view) => wakeSleepers(view),
  onDelivered(view, _queue, tag) {
    const polling = memoryOf(view.state).polls[view.copy(tag).worker]
    if (polling !== undefined) polling.since = view.now
    return NOTHING
  },
  // `do_restore` is off: a worker that stops gives nothing back.
  onReturning: (_view, _queue, tag, why) =>
    why === 'restored' ? [{ do: 'drop', tag, reason: 'not kept' }] : [{ do: 'return-late', tag }],
  onGone(view, worker) {
    delete memoryOf(view.state).polls[worker]
    return NOTHING
  },
  onLost(view, worker, tags) {
    delete memoryOf(view.state).polls[worker]
    return tags.map((tag) => ({ do: 'drop', tag, reason: 'not kept' }))
  },
  onTimer(view, worker) {
    const polling = memoryOf(view.state).polls[worker]
    if (polling === undefined) return NOTHING
    polling.armed = false
    polling.asleep = false
    polling.since = view.now
    return NOTHING
  },
}
