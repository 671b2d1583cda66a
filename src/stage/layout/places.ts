import type { StageLayout } from './place.ts'

/** What stands where, before any way is drawn. */
export type Places = Pick<
  StageLayout,
  | 'height'
  | 'client'
  | 'beats'
  | 'exchanges'
  | 'queues'
  | 'workers'
  | 'results'
  | 'services'
  | 'fronts'
  | 'more'
>
