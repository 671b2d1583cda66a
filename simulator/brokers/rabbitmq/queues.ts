import type { JsonObject } from '../../messages/json.ts'
import { millis } from '../../kernel/units.ts'
import {
  type BrokerView,
  NOTHING,
  type QueueFlags,
  type QueueState,
  type Restart,
} from '../broker.ts'
import type { Effect } from '../effects.ts'
import { argumentRefusal, numberOf, redeclareRefusal } from './arguments.ts'
import { TIMERS } from './expiry.ts'
import { isOnDisk } from './journal.ts'
import { memoryOf } from './memory.ts'

/** Why a queue cannot be declared like this, as the text of a PRECONDITION_FAILED (rule 2.17); null: it can. */
export function declareRefusal(
  { state }: BrokerView,
  name: string,
  args: JsonObject,
  flags: QueueFlags,
): string | null {
  const queue = state.queues[name]
  return queue === undefined ? argumentRefusal(name, args) : redeclareRefusal(queue, args, flags)
}

/** A queue has lost a consumer: an auto-delete queue goes with its last one (rule 2.13). */
export function watchConsumers(view: BrokerView, queue: QueueState): readonly Effect[] {
  const { autoDelete, exclusive, name } = queue
  if (view.consumers(name) > 0) return NOTHING
  if (autoDelete || exclusive)
    return [{ do: 'delete-queue', queue: name, reason: 'its last consumer is gone' }]
  return watchUse(view, queue)
}

/**
 * A queue that nobody has consumed from for `x-expires` milliseconds is deleted
 * (https://www.rabbitmq.com/docs/ttl#queue-ttl).
 */
export function watchUse(view: BrokerView, queue: QueueState): readonly Effect[] {
  const expires = numberOf(queue, 'x-expires')
  if (expires === null) return NOTHING
  const { names, used } = memoryOf(view.state)
  const { name } = queue
  if (view.consumers(name) > 0) {
    Reflect.deleteProperty(used, name)
    return NOTHING
  }
  const due = (used[name] ??= view.now) + millis(expires)
  if (due <= view.now) {
    // Whoever declares it again has a new queue.
    Reflect.deleteProperty(used, name)
    return [{ do: 'delete-queue', queue: name, reason: 'nobody has used it for too long' }]
  }
  const entity = names.indexOf(name)
  return [{ do: 'timer', at: due, entity, argument: TIMERS.unused, watch: true }]
}

/**
 * A restart keeps durable exchanges and queues, and in them persistent messages (delivery mode 2); a quorum
 * queue keeps every message, and what a consumer had is redelivered (seen on 3.10, with `rabbitmqctl stop_app`
 * and with SIGKILL).
 */
export function forgetTransient(view: BrokerView, restart: Restart): readonly Effect[] {
  const { state } = view
  const effects: Effect[] = Object.entries(state.exchanges).flatMap(([exchange, { durable }]) =>
    durable ? [] : [{ do: 'delete-exchange', exchange, reason: NOT_DURABLE }],
  )
  for (const name of state.queueNames) {
    const queue = state.queues[name]
    if (queue === undefined) continue
    if (!queue.durable || queue.exclusive) {
      effects.push({ do: 'delete-queue', queue: name, reason: NOT_DURABLE })
      continue
    }
    for (const tag of queue.levels.flat())
      if (!isOnDisk(view, queue, tag, restart))
        effects.push({ do: 'drop', tag, reason: 'broker restarted' })
  }
  return effects
}

const NOT_DURABLE = 'it is not durable'
