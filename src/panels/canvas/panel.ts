import type { Panel } from '../panel.ts'

/** The workflow of the selected task, as a graph. */
export const panel: Panel = {
  id: 'canvas',
  title: 'Canvas',
  order: 60,
  load: () => import('./CanvasPanel.svelte'),
}
