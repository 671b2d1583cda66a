import { loadLab } from '../../labs/index.ts'
import { seconds } from '../../simulator/index.ts'
import type { Bench } from '../session/bench.ts'

/** A lab ready to sit down at, with the words around it. */
export interface LabBench {
  readonly bench: Bench
  readonly level: string
  readonly meta: string
}

/** A story longer than this begins at ten times the pace. */
const LONG = seconds(120)

/** The bench of a lab, or null where there is no such lab. */
export async function labBench(slug: string): Promise<LabBench | null> {
  const lab = await loadLab(slug)
  if (!lab) return null
  // Reading YAML weighs more than the bench: it comes with a lab, not with the page.
  const { parseSolution } = await import('../../labs/parse-solution.ts')
  const { seedsUpTo } = await import('../../labs/lab.ts')
  const starter = Object.entries(lab.starter).map(([path, text]) => ({ path, text }))
  const seeds = seedsUpTo(lab.seeds)
  const bench: Bench = {
    id: lab.slug,
    title: lab.title,
    starter: inOrder(starter, lab.editable),
    locked: new Set(starter.map(({ path }) => path).filter((path) => !lab.editable.includes(path))),
    ownFiles: false,
    client: lab.client,
    form: null,
    assemble: (files) => {
      const given = Object.fromEntries(files.map(({ path, text }) => [path, text]))
      const parsed = parseSolution(lab, given)
      return parsed.ok ? { ok: true, ...parsed.program } : { ok: false, faults: parsed.problems }
    },
    actions: lab.actions,
    limits: lab.limits,
    seed: seeds[0] ?? 1,
    speed: lab.limits.time > LONG ? 10 : 1,
    guide: { instructions: lab.instructions, checks: lab.checks, stars: lab.stars, seeds },
  }
  return { bench, level: lab.level, meta: `${lab.level} · ${lab.minutes} min` }
}

/** What may be changed comes first, in the order in which the lab names it. */
function inOrder<T extends { readonly path: string }>(
  files: readonly T[],
  editable: readonly string[],
): readonly T[] {
  const place = ({ path }: T): number => {
    const at = editable.indexOf(path)
    return at < 0 ? editable.length : at
  }
  return files.toSorted((one, other) => place(one) - place(other))
}
