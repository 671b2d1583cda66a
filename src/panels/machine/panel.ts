import type { Panel } from '../panel.ts'

/** The state machine of the selected task, with its path. */
export const panel: Panel = {
  id: 'machine',
  title: 'Machine',
  order: 70,
  load: () => import('./MachinePanel.svelte'),
}
