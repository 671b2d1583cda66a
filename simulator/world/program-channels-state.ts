import type { Micros } from '../kernel/units.ts'
import type { Json } from '../messages/json.ts'

/** A channel that a program has opened by itself, with kombu: what it consumes from and what it holds. */
export interface ProgramChannel {
  /** Index of the process that has opened it. */
  readonly process: number
  /** Its number there. */
  readonly id: number
  /** In the order in which they are asked next. */
  readonly consumers: ProgramConsumer[]
  /** Who hears events. */
  readonly monitors: Monitor[]
  /** How many messages it may hold; 0: any number. */
  prefetch: number
  /** What it has taken and not settled, in the order of delivery. */
  held: Held[]
  /** Until when Redis has a question of it open, whether the program waits for the answer or not. */
  asksUntil: Micros
  /** What has come, and the program has not looked at yet. */
  readonly inbox: Fetched[]
}

/** One `Consumer` of a program, for one queue. */
export interface ProgramConsumer {
  readonly tag: string
  readonly queue: string
  readonly noAck: boolean
  /** The channel's prefetch when it began to consume: RabbitMQ counts for each consumer by itself (rule 2.36). */
  readonly prefetch: number
}

/** One who hears the events whose routing key fits. */
export interface Monitor {
  readonly tag: string
  readonly routingKey: string
}

/** A message that a program holds; `consumer` null: it was asked for by itself. */
export interface Held {
  readonly tag: number
  readonly consumer: string | null
}

/** A message that is there for a program. */
export interface Fetched {
  readonly consumer: string
  readonly message: Json
}

/** How many consumers programs have for a queue. */
export const consumersOfPrograms = (channels: readonly ProgramChannel[], queue: string): number =>
  channels.reduce(
    (sum, { consumers }) => sum + consumers.filter((one) => one.queue === queue).length,
    0,
  )
