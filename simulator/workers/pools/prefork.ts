import type { Pool } from './pool.ts'

/** Forked processes, each with memory of its own (rules 3.32 to 3.40). */
export const prefork: Pool = {
  name: 'prefork',
  implementation: 'celery.concurrency.prefork:TaskPool',
  unit: 'process',
  waiting: 'outside',
  acksAfterwards: false,
  limits: { soft: true, hard: true },
  kills: true,
  resizes: true,
  recycles: true,
  joins: false,
  slots: (concurrency) => concurrency,
  threadName: () => null,
}
