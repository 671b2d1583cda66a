/** Every lab with all it holds, as bundled into the lab thread and fetched by the page one by one. */
import type { Files, Lab, LabTitle } from './lab.ts'
import { problemText } from './lab.ts'
import { parseLab } from './parse-lab.ts'

type Loader = () => Promise<string>

const TEXTS: Readonly<Record<string, Loader>> = import.meta.glob<string>(
  ['./*/lab.yaml', './*/instructions.md', './*/starter/*'],
  { query: '?raw', import: 'default' },
)

/** Reads a lab from the texts of its folder, fetched now; throws with every problem of a broken one. */
export async function readLab(title: LabTitle): Promise<Lab> {
  const top = `./${title.slug}/`
  const mine = Object.entries(TEXTS).filter(([path]) => path.startsWith(top))
  const texts = await Promise.all(
    mine.map(async ([path, load]) => [path.slice(top.length), await load()] as const),
  )
  const folder: Files = Object.fromEntries(texts)
  const parsed = parseLab(title, folder)
  if (parsed.ok) return parsed.lab
  throw new Error(parsed.problems.map(problemText).join('\n'))
}
