/** The solutions of the labs, for those who have tried: fetched file by file when somebody asks. */
import type { Files } from './lab.ts'

const TEXTS: Readonly<Record<string, () => Promise<string>>> = import.meta.glob<string>(
  './*/solution/*',
  { query: '?raw', import: 'default' },
)

/** The files of a lab's solution that differ from its starter. */
export async function loadSolution(slug: string): Promise<Files> {
  const folder = `./${slug}/solution/`
  const files = Object.entries(TEXTS).filter(([path]) => path.startsWith(folder))
  return Object.fromEntries(
    await Promise.all(
      files.map(async ([path, text]) => [path.slice(folder.length), await text()] as const),
    ),
  )
}
