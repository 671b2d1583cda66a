import type { Pool } from './pool.ts'

/** What both pools of greenlets have in common: tasks take turns where they wait for something. */
const GREEN = {
  unit: 'greenlet',
  waiting: 'blocking',
  kills: true,
  resizes: true,
  recycles: false,
  joins: true,
  slots: (concurrency: number) => concurrency,
} as const

/** Greenlets of gevent; of the time limits they know the hard one alone. */
export const gevent: Pool = {
  ...GREEN,
  name: 'gevent',
  implementation: 'celery.concurrency.gevent:TaskPool',
  acksAfterwards: false,
  limits: { soft: false, hard: true },
  threadName: (_slot, job) => `Dummy-${job + 4}`,
}

/** Greenlets of eventlet, which enforce no time limit. */
export const eventlet: Pool = {
  ...GREEN,
  name: 'eventlet',
  implementation: 'celery.concurrency.eventlet:TaskPool',
  acksAfterwards: false,
  limits: { soft: false, hard: false },
  threadName: (_slot, job) => `GreenThread-${job + 1}`,
}
