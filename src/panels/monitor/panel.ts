import type { Panel } from '../panel.ts'

/** The cluster as a monitor sees it: numbers, charts, controls. */
export const panel: Panel = {
  id: 'monitor',
  title: 'Monitor',
  order: 80,
  load: () => import('./MonitorPanel.svelte'),
}
