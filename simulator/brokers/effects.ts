import type { Micros } from '../kernel/units.ts'
import type { TaskMessage } from '../messages/message.ts'

/** Why a message leaves a queue without having been acknowledged. */
export type DropReason =
  | 'rejected'
  | 'expired'
  | 'maxlen'
  | 'delivery_limit'
  | 'went round'
  | 'purged'
  | 'queue deleted'
  | 'broker restarted'
  /** The replica that took over had not heard of it. */
  | 'not replicated'
  /** It was thrown away to make room (`maxmemory`). */
  | 'evicted'
  /** Its queue was on a node that is down. */
  | 'node down'
  /** There was no room for it, and nothing may be thrown away (`noeviction`). */
  | 'out of memory'
  /** A broadcast that no worker listens to (rule 2.33). */
  | 'nobody listens'
  /** Another copy with the same delivery tag was acknowledged (see `brokers/redis`). */
  | 'forgotten'
  /** Copies of one message came back as one. */
  | 'merged'
  /** Taken without ack emulation (rule 2.31). */
  | 'not kept'

/**
 * What a broker wants done; the world does it in order and says so in facts. Plain data, so that a broker
 * need not know the world, nor the world which broker it has.
 */
export type Effect =
  /** A message with a worker goes back to its queue (rules 2.27, 2.32). */
  | { readonly do: 'restore'; readonly tag: number }
  /**
   * A message that was taken long ago goes back to all its queues, though its worker may still work on it.
   * `orphans` are its copies whose workers are gone.
   */
  | {
      readonly do: 'redeliver'
      readonly tag: number
      readonly orphans: readonly number[]
      readonly queues: readonly string[]
    }
  /** A message goes to the end of its queue as if it had never been delivered (rule 2.31). */
  | { readonly do: 'return-late'; readonly tag: number }
  /** A message is handed out twice. */
  | { readonly do: 'duplicate'; readonly tag: number }
  /** A message is gone for good. */
  | { readonly do: 'drop'; readonly tag: number; readonly reason: DropReason }
  /** A message leaves its queue and is published again, to a dead letter exchange (rule 2.19). */
  | {
      readonly do: 'dead-letter'
      readonly tag: number
      readonly reason: DropReason
      /** As it is published again, with its exchange and key. */
      readonly message: TaskMessage
    }
  /** A full queue does not take a message that is about to come in; its publisher may ask to hear of it. */
  | { readonly do: 'refuse'; readonly tag: number; readonly reason: DropReason }
  /** A message that a worker had taken waits again, as if nobody had ever taken it. */
  | { readonly do: 'untake'; readonly tag: number }
  /** A message that had been settled is there again: what settled it was forgotten. */
  | {
      readonly do: 'revive'
      readonly message: TaskMessage
      readonly queue: string
      readonly priority: number
      readonly redelivered: boolean
      /** A worker that is gone had taken it; else it waits. */
      readonly taken: boolean
    }
  /** An exchange is deleted, and every way from it. */
  | { readonly do: 'delete-exchange'; readonly exchange: string; readonly reason: string }
  /** A message that is about to come in takes its place after all. */
  | { readonly do: 'let-in'; readonly tag: number }
  /** A worker gets an error from the broker that Celery does not recover from. */
  | { readonly do: 'end-worker'; readonly worker: number; readonly error: string }
  /** Nobody can use a queue for now; its consumers may be cancelled. */
  | {
      readonly do: 'close-queue'
      readonly queue: string
      readonly reason: string
      readonly cancels: boolean
    }
  /** It can be used again. */
  | { readonly do: 'open-queue'; readonly queue: string }
  /** A queue is deleted, and what waits in it. */
  | { readonly do: 'delete-queue'; readonly queue: string; readonly reason: string }
  /**
   * `onTimer` is called with entity and argument. A `watch` does not keep a run going in which nothing else
   * is left to happen after the client is done: a limit that is only looked at, like a visibility timeout.
   */
  | {
      readonly do: 'timer'
      readonly at: Micros
      readonly entity: number
      readonly argument: number
      readonly watch?: true
    }
  /** The worker's connection is at an end, and what it holds goes back. */
  | {
      readonly do: 'close-channel'
      readonly worker: number
      readonly code: number
      readonly text: string
    }
  /** Said once per run to the learner. */
  | { readonly do: 'note'; readonly text: string; readonly rule?: string }
