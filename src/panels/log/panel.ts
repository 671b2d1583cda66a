import type { Panel } from '../panel.ts'

/** Every fact, as a sentence. */
export const panel: Panel = {
  id: 'log',
  title: 'Log',
  order: 50,
  load: () => import('./LogPanel.svelte'),
}
