import type { Pool } from './pool.ts'

/** One task at a time in the main process, which does nothing else meanwhile: no replies, no receipts. */
export const solo: Pool = {
  name: 'solo',
  implementation: 'celery.concurrency.solo:TaskPool',
  unit: 'main',
  waiting: 'blocking',
  acksAfterwards: true,
  limits: { soft: false, hard: false },
  kills: false,
  resizes: false,
  recycles: false,
  joins: false,
  slots: () => 1,
  threadName: () => null,
}
