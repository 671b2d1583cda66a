import type { Panel } from '../panel.ts'

/** Every worker and what its processes do. */
export const panel: Panel = {
  id: 'workers',
  title: 'Workers',
  order: 40,
  load: () => import('./WorkersPanel.svelte'),
}
