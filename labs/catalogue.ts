/** Every lab with all it holds, bundled into the lab thread and fetched by the page one by one. */
import type { Lab, LabTitle } from './lab.ts'

/** The build reads the folders: what comes here is data (`.config/labs.ts`). */
const READ: Readonly<Record<string, () => Promise<Lab>>> = import.meta.glob<Lab>('./*/lab.yaml', {
  query: '?lab',
  import: 'default',
})

/** A lab by its title, fetched now; null where its folder has no `lab.yaml`. */
export const readLab = async ({ slug }: LabTitle): Promise<Lab | null> =>
  (await READ[`./${slug}/lab.yaml`]?.()) ?? null
