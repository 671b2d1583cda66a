import type { Panel } from '../panel.ts'

/** What can be done to the cluster by hand, and what was. */
export const panel: Panel = {
  id: 'faults',
  title: 'Faults',
  order: 45,
  load: () => import('./FaultsPanel.svelte'),
}
