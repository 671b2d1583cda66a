import type { Micros } from '../kernel/units.ts'
import type { BrokerName } from './spec.ts'

/**
 * What the parts of a cluster cost in simulated time. One table for every run, never per program.
 * Source: tests/conformance/traces/FORMAT.md, reference figures (10,000 no-op tasks, one worker, `-c 2`):
 * Redis publishes 1,814/s and runs 981/s, RabbitMQ publishes 2,721/s and runs 1,526/s. So a publish takes
 * 0.55 or 0.37 ms, and a task costs a worker's main process 1.0 or 0.65 ms in all (deliver, receive and
 * complete). The start of a worker is what the traces prefetch_four and prefetch_one_acks_early show
 * between `start w2` and its first task. A connection takes what keeps the two retries of link_and_retry
 * further apart than a whole run of its callback.
 */
export interface Costs {
  /** One publish, in the publisher (1 s / 1,814 or 2,721). */
  readonly publish: Micros
  /** From the publisher's socket to the queue. */
  readonly enqueue: Micros
  /** From the queue to the worker that takes the message. */
  readonly deliver: Micros
  /** A worker's main process handles one received message. */
  readonly receive: Micros
  /** A worker's main process handles one finished task. */
  readonly complete: Micros
  /** The main process hands a task to a pool process, or hears back from it. */
  readonly pipe: Micros
  /** One read or write of the result backend. */
  readonly backend: Micros
  /** A process opens its first connection to broker or backend. */
  readonly connect: Micros
  /** From asking for a connection to hearing that nobody listens there: one round trip on one machine. */
  readonly refused: Micros
  /** A waiter hears of a stored result. */
  readonly notify: Micros
  /** From `celery worker` to `ready.` */
  readonly workerStart: Micros
  /** A worker declares the levels of native delayed delivery (quorum queues; seen with RabbitMQ 3.10). */
  readonly delayedQueues: Micros
  /** From asking a worker to stop to its exit, with nothing left to finish. */
  readonly workerStop: Micros
  /** A line written by `print` or a logger. */
  readonly print: Micros
}

const SHARED = {
  enqueue: 150,
  complete: 150,
  pipe: 80,
  backend: 200,
  connect: 8_000,
  refused: 300,
  notify: 150,
  workerStart: 480_000,
  delayedQueues: 1_500_000,
  workerStop: 60_000,
  print: 10,
} as const

/**
 * How much the pace of a process varies by seed: its costs are drawn evenly from this share below to this
 * share above. Recorded runs of one program differ in who gets which message; so do seeds.
 */
export const PACE_SPREAD = 0.6

/**
 * The same for the start of a worker: 0.3 to 0.7 s lie between `start` and the first task in the traces
 * (queue_order_strategy, shutdown_cold_acks_late; prefetch_one_acks_late).
 */
export const START_SPREAD = 0.4

export const COSTS = {
  redis: { ...SHARED, publish: 550, deliver: 250, receive: 600 },
  rabbitmq: { ...SHARED, publish: 370, deliver: 150, receive: 350 },
  // No network and no server; what a task costs the worker itself stays.
  memory: { ...SHARED, enqueue: 0, connect: 0, publish: 100, deliver: 20, receive: 350 },
  // From documentation: a request takes 20 ms on average within a region
  // (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-throughput-horizontal-scaling-and-batching.html).
  sqs: { ...SHARED, publish: 20_000, enqueue: 5_000, deliver: 20_000, receive: 600 },
} as const satisfies Record<BrokerName, Costs>
