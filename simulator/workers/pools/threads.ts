import type { Pool } from './pool.ts'

/**
 * Threads of the main process. What waits for one lies in the executor's queue: it runs whatever happens
 * meanwhile, be it revoked, expired, or the worker asked to stop (rules 3.46 and 3.57: documented otherwise;
 * seen with Celery 5.6.3).
 */
export const threads: Pool = {
  name: 'threads',
  implementation: 'celery.concurrency.thread:TaskPool',
  unit: 'thread',
  waiting: 'inside',
  acksAfterwards: false,
  limits: { soft: false, hard: false },
  kills: false,
  resizes: false,
  recycles: false,
  joins: false,
  slots: (concurrency) => concurrency,
  threadName: (slot) => `ThreadPoolExecutor-0_${slot - 1}`,
}
