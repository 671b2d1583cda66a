import type { Micros } from '../kernel/units.ts'
import type { BrokerName } from './spec.ts'

/**
 * What the parts of a cluster cost in simulated time. One table for every run, never per program.
 * Source: the reference figures at the end of tests/conformance/traces/FORMAT.md (10,000 no-op tasks,
 * one worker, `-c 2`): Redis publishes 1,814/s and runs 981/s, RabbitMQ publishes 2,721/s and runs
 * 1,526/s; the rest is split so that a plain task's whole way stays below the recorded 0.1 s steps.
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
  /** The main process hands a task to a pool process, or hears back from it. */
  readonly pipe: Micros
  /** One read or write of the result backend. */
  readonly backend: Micros
  /** A waiter hears of a stored result. */
  readonly notify: Micros
  /** From `celery worker` to `ready.` */
  readonly workerStart: Micros
  /** From asking a worker to stop to its exit, with nothing left to finish. */
  readonly workerStop: Micros
  /** A line written by `print` or a logger. */
  readonly print: Micros
}

const SHARED = {
  enqueue: 150,
  receive: 120,
  pipe: 80,
  backend: 200,
  notify: 150,
  workerStart: 900_000,
  workerStop: 60_000,
  print: 10,
} as const

export const COSTS = {
  redis: { ...SHARED, publish: 550, deliver: 250 },
  rabbitmq: { ...SHARED, publish: 370, deliver: 150 },
} as const satisfies Record<BrokerName, Costs>
