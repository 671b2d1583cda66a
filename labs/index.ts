/** The catalogue for the page and its thread: titles at once, a lab itself when somebody sits down at it. */
import type { Lab, LabTitle } from './lab.ts'

export type { Lab, LabTitle } from './lab.ts'

const TITLES: Readonly<Record<string, Omit<LabTitle, 'slug'>>> = import.meta.glob<
  Omit<LabTitle, 'slug'>
>('./*/title.json', { eager: true, import: 'default' })

/** Every lab there is, in the order of the course. */
export const LABS: readonly LabTitle[] = Object.entries(TITLES)
  .map(([path, title]) => ({ slug: path.split('/')[1] ?? '', ...title }))
  .toSorted((one, other) => one.number - other.number)

/** A lab by its name, or null. */
export async function loadLab(slug: string): Promise<Lab | null> {
  const title = LABS.find((lab) => lab.slug === slug)
  if (title === undefined) return null
  const { readLab } = await import('./catalogue.ts')
  return readLab(title)
}
