import type { Panel } from './panel.ts'

export type { Panel } from './panel.ts'

const FOUND = import.meta.glob<Panel>('./*/panel.ts', { eager: true, import: 'panel' })

/** Every panel of the inspector: each folder here that has a `panel.ts`. */
export const PANELS: readonly Panel[] = Object.values(FOUND).sort((a, b) => a.order - b.order)
