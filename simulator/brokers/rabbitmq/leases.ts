import { type Micros, millis, seconds } from '../../kernel/units.ts'
import { type BrokerView, NOTHING, type QueueState } from '../broker.ts'
import type { Effect } from '../effects.ts'
import { numberOf } from './arguments.ts'
import { TIMERS } from './expiry.ts'
import { memoryOf } from './memory.ts'

/** `consumer_timeout` of RabbitMQ 3.10: half an hour (rule 2.32). */
const CONSUMER_TIMEOUT = 1_800_000
/** A channel looks at its oldest message once a minute (`channel_tick_interval`). */
const TICK: Micros = seconds(60)

/** Milliseconds that a consumer of this queue may keep a message (`x-consumer-timeout` since 3.12). */
const timeoutOf = (queue: QueueState): number =>
  numberOf(queue, 'x-consumer-timeout') ?? CONSUMER_TIMEOUT

/** When the look comes that finds a message overdue. */
function dueAt(queue: QueueState, since: Micros): Micros {
  return since + Math.ceil(millis(timeoutOf(queue)) / TICK) * TICK
}

/** A message went out and has to be acknowledged in time. */
export function lend(view: BrokerView, queue: QueueState): readonly Effect[] {
  const memory = memoryOf(view.state)
  if (memory.looking) return NOTHING
  memory.looking = true
  return [look(dueAt(queue, view.now))]
}

const look = (at: Micros): Effect => ({
  do: 'timer',
  at,
  entity: 0,
  argument: TIMERS.leases,
  watch: true,
})

/** Closes the channels of those that keep a message too long, and sets the timer for the next look. */
export function reclaim(view: BrokerView): readonly Effect[] {
  const memory = memoryOf(view.state)
  memory.looking = false
  const overdue = new Map<number, number>()
  let next = Infinity
  view.held(({ queue: name, worker, deliveredAt }) => {
    const queue = view.state.queues[name]
    if (queue === undefined) return
    const due = dueAt(queue, deliveredAt)
    if (due <= view.now) overdue.set(worker, timeoutOf(queue))
    else next = Math.min(next, due)
  })
  const effects = [...overdue].map(([worker, timeout]) => closing(worker, timeout))
  if (!Number.isFinite(next)) return effects
  memory.looking = true
  return [...effects, look(next)]
}

const closing = (worker: number, timeout: number): Effect => ({
  do: 'close-channel',
  worker,
  code: 406,
  text: `PRECONDITION_FAILED - delivery acknowledgement on channel 1 timed out. Timeout value used: ${String(timeout)} ms. This timeout value can be configured, see consumers doc guide to learn more`,
})
