import { millis, type Micros } from '../../kernel/units.ts'
import { type Broker, type BrokerState, type BrokerView, NOTHING } from '../broker.ts'
import type { Effect } from '../effects.ts'
import { matchesVirtual } from '../topic.ts'
import { sqsOptions } from './options.ts'
import { next } from './receive.ts'
import { refuseLarge } from './size.ts'

/** What SQS knows of the messages that were received; plain data. */
interface Memory {
  /** By tag: when it becomes visible again, unless it is deleted. */
  readonly invisible: { [tag: number]: Micros }
  /** When the next of them is looked at; null while there is none. */
  due: Micros | null
}

const memoryOf = (state: BrokerState): Memory => state.own as Memory

/** A timer's argument: what becomes visible again, or the one message of the timer's entity. */
const OVERDUE = 0
const GIVEN_BACK = 1

/**
 * How often a standard queue hands a message out twice. SQS promises no more than "at least once" and calls
 * it rare without a figure; one in a thousand is rare, and can be seen.
 */
const TWICE = 0.001

/**
 * How far two messages may arrive in the other order: a standard queue keeps its order about
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues.html).
 */
const SHUFFLE: Micros = millis(10)

/** Sets the one timer to the earliest moment, if there is none yet. */
function watch(view: BrokerView, at: Micros): readonly Effect[] {
  const memory = memoryOf(view.state)
  if (memory.due !== null) return NOTHING
  memory.due = at
  return [{ do: 'timer', at, entity: 0, argument: OVERDUE, watch: true }]
}

/** What was not deleted in time is visible again. */
function uncover(view: BrokerView): readonly Effect[] {
  const memory = memoryOf(view.state)
  const effects: Effect[] = []
  let earliest: Micros | null = null
  memory.due = null
  for (const key in memory.invisible) {
    const at = memory.invisible[key] ?? 0
    if (at > view.now) {
      earliest = Math.min(earliest ?? at, at)
      continue
    }
    delete memory.invisible[key]
    const tag = Number(key)
    effects.push({ do: 'redeliver', tag, orphans: [], queues: [view.copy(tag).queue] })
  }
  return earliest === null ? effects : [...effects, ...watch(view, earliest)]
}

/**
 * Amazon SQS, standard queues, as kombu's transport uses it. From documentation: there is no SQS to record.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/ and
 * https://docs.celeryq.dev/en/stable/getting-started/backends-and-brokers/sqs.html; what the worker does is
 * kombu/transport/SQS.py: no priorities, no fanout and with it no remote control (rule 3.62).
 */
export const sqs: Broker = {
  name: 'sqs',
  driver: 'sqs',
  countsInClient: true,
  withoutFanout: true,
  typesByConnection: true,
  levels: () => 1,
  level: () => 0,
  matches: matchesVirtual,
  next,
  // It becomes visible where it was: about at the front.
  putBack: (_view, _queue, level, tag) => level.unshift(tag),
  // A receipt is good for the last delivery of a message only (API reference, DeleteMessage).
  acksByTag: false,
  memory: (): Memory => ({ invisible: {}, due: null }),
  refuse: (_view, message) => {
    refuseLarge(message)
  },
  delay: (view) => Math.floor(view.chance() * SHUFFLE),
  onDelivered(view, _queue, tag) {
    const copy = view.copy(tag)
    const at = view.now + sqsOptions(view.settings(copy.worker)).visibilityTimeout
    memoryOf(view.state).invisible[tag] = at
    const effects = watch(view, at)
    const twice = !copy.redelivered && view.chance() < TWICE
    return twice ? [...effects, { do: 'duplicate', tag }] : effects
  },
  // kombu shortens its visibility timeout to the time that a poll waits.
  onReturning(view, _queue, tag, _why, worker) {
    delete memoryOf(view.state).invisible[tag]
    const { waitTime } = sqsOptions(view.settings(worker))
    return [{ do: 'timer', at: view.now + waitTime, entity: tag, argument: GIVEN_BACK }]
  },
  onSettled(view, _queue, tag) {
    delete memoryOf(view.state).invisible[tag]
    return NOTHING
  },
  // Nobody tells SQS: the message is invisible until its time is over.
  onLost: () => NOTHING,
  onTimer: (view, tag, argument) =>
    argument === OVERDUE ? uncover(view) : [{ do: 'return-late', tag }],
}
