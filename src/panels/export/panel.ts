import type { Panel } from '../panel.ts'

/** The run as files: pictures, the log, a trace. */
export const panel: Panel = {
  id: 'export',
  title: 'Export',
  order: 100,
  load: () => import('./ExportPanel.svelte'),
}
