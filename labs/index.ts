import type { ClusterSpec, Micros } from '../simulator/index.ts'

/** A lab as the catalogue lists it. */
export interface LabTitle {
  readonly slug: string
  readonly title: string
  /** One sentence. */
  readonly summary: string
  /** Foundation, Professional, Expert, Specialist. */
  readonly level: string
  readonly minutes: number
}

/** A lab as one sits down at it. */
export interface LoadedLab extends LabTitle {
  /** Markdown. */
  readonly instructions: string
  readonly starter: readonly { readonly path: string; readonly text: string }[]
  /** Paths of the starter that may be changed. */
  readonly editable: readonly string[]
  readonly client: { readonly module: string; readonly entry: 'main' | 'script' }
  readonly cluster: ClusterSpec
  readonly checks: readonly { readonly id: string; readonly title: string }[]
  readonly seeds: readonly number[]
  readonly limits: { readonly time: Micros; readonly facts: number; readonly settle?: Micros }
}

/** Every lab there is, in the order of the course. */
export const LABS: readonly LabTitle[] = []

const LOADERS: ReadonlyMap<string, () => Promise<LoadedLab>> = new Map()

/** A lab by its name, or null. */
export async function loadLab(slug: string): Promise<LoadedLab | null> {
  return (await LOADERS.get(slug)?.()) ?? null
}
