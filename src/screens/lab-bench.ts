import { loadLab } from '../../labs/index.ts'
import type { Bench } from '../session/bench.ts'

/** A lab ready to sit down at, with the words around it. */
export interface LabBench {
  readonly bench: Bench
  readonly level: string
  readonly meta: string
}

/** The bench of a lab, or null where there is no such lab. */
export async function labBench(slug: string): Promise<LabBench | null> {
  const lab = await loadLab(slug)
  if (!lab) return null
  const editable = new Set(lab.editable)
  const bench: Bench = {
    id: lab.slug,
    title: lab.title,
    starter: lab.starter,
    locked: new Set(lab.starter.map(({ path }) => path).filter((path) => !editable.has(path))),
    ownFiles: false,
    client: lab.client,
    app: lab.cluster.app,
    form: null,
    cluster: lab.cluster,
    limits: lab.limits,
    seed: lab.seeds[0] ?? 1,
    guide: { instructions: lab.instructions, checks: lab.checks, seeds: lab.seeds },
  }
  return { bench, level: lab.level, meta: `${lab.level} · ${lab.minutes} min` }
}
