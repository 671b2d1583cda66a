import type { Panel } from '../panel.ts'

/** Every task, in a table. */
export const panel: Panel = {
  id: 'tasks',
  title: 'Tasks',
  order: 10,
  load: () => import('./TasksPanel.svelte'),
}
