import type { Panel } from '../panel.ts'

/** Every queue and what waits in it. */
export const panel: Panel = {
  id: 'queues',
  title: 'Queues',
  order: 30,
  load: () => import('./QueuesPanel.svelte'),
}
