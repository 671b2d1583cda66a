import type { Panel } from '../panel.ts'

/** What the autoscaler decided. */
export const panel: Panel = {
  id: 'scaling',
  title: 'Scaling',
  order: 90,
  load: () => import('./ScalingPanel.svelte'),
}
