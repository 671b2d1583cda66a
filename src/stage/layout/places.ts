import type { StageLayout } from './place.ts'

/** What stands where, before any way is drawn. */
export type Places = Pick<
  StageLayout,
  'height' | 'client' | 'exchanges' | 'queues' | 'workers' | 'results' | 'more'
>
