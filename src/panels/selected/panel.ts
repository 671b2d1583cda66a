import type { Panel } from '../panel.ts'

/** One thing of the cluster, whatever is selected. */
export const panel: Panel = {
  id: 'selected',
  title: 'Selected',
  order: 20,
  load: () => import('./SelectedPanel.svelte'),
}
