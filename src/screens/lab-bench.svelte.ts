import { loadLab } from '../../labs/index.ts'
import { type Files, type Lab, seedsUpTo } from '../../labs/lab.ts'
import type { ParsedSolution } from '../../labs/parse-solution.ts'
import { seconds } from '../../simulator/index.ts'
import type { Assembled, Bench } from '../session/bench.ts'
import type { TextFile } from '../session/files.ts'

/** A lab ready to sit down at, with the words around it. */
export interface LabBench {
  readonly bench: Bench
  readonly level: string
  readonly meta: string
}

/** A story longer than this begins at ten times the pace. */
const LONG = seconds(120)
/** A whole day is shown in minutes. */
const HOURS = seconds(7200)

const CLUSTER = 'cluster.yaml'
const ANSWERS = 'answers.yaml'

/** The bench of a lab, or null where there is no such lab. */
export async function labBench(slug: string): Promise<LabBench | null> {
  const lab = await loadLab(slug)
  if (!lab) return null
  const starter = Object.entries(lab.starter).map(([path, text]) => ({ path, text }))
  const seeds = seedsUpTo(lab.seeds)
  const reader = new SolutionReader(lab)
  const bench: Bench = {
    id: lab.slug,
    title: lab.title,
    starter: inOrder(starter, lab.editable),
    locked: new Set(starter.map(({ path }) => path).filter((path) => !lab.editable.includes(path))),
    ownFiles: false,
    client: lab.client,
    form: null,
    asks: lab.asks,
    ...machinesOf(lab),
    assemble: (files) => reader.assemble(files),
    actions: lab.actions,
    limits: lab.limits,
    seed: seeds[0] ?? 1,
    speed: lab.limits.time > HOURS ? 1000 : lab.limits.time > LONG ? 10 : 1,
    guide: { instructions: lab.instructions, checks: lab.checks, stars: lab.stars, seeds },
  }
  return { bench, level: lab.level, meta: `${lab.level} · ${lab.minutes} min` }
}

/** What a form of machines offers, in a lab that has them. */
function machinesOf({ bounds, cluster, editable }: Lab): Pick<Bench, 'machines'> {
  const { machines, workers, processes } = bounds
  if (machines === undefined || !editable.includes(CLUSTER)) return {}
  const memories = new Map<string, number>()
  for (const { options, memory = 0 } of cluster.tasks ?? []) {
    const queue = options['queue']
    if (typeof queue === 'string') memories.set(queue, Math.max(memory, memories.get(queue) ?? 0))
  }
  const queues = [...memories].map(([name, memory]) => ({ name, memory }))
  return { machines: { ...machines, workers, processes, queues } }
}

/** A lab with nothing to pass: every file may be changed, and the cluster be as large as any. */
export async function sandboxBench(slug: string): Promise<LabBench | null> {
  const [lab, whole] = await Promise.all([loadLab(slug), labBench(slug)])
  if (!lab || !whole) return null
  const { bench, level } = whole
  const starter = inOrder(bench.starter, lab.editable)
  const reader = new SolutionReader(lab, freed)
  const guide = bench.guide && { ...bench.guide, checks: [], stars: [] }
  return {
    level,
    meta: 'Sandbox · everything may be changed, nothing is checked',
    bench: {
      ...bench,
      id: `sandbox-${slug}`,
      lab: slug,
      title: bench.title,
      starter,
      locked: new Set(),
      ownFiles: lab.client !== null,
      guide,
      assemble: (files) => reader.assemble(files),
    },
  }
}

/** Names that workers of a sandbox may have, besides the lab's own. */
const WORKERS = Array.from({ length: 12 }, (_, at) => `w${String(at + 1)}`)

/** The lab without its bounds: whatever is given may be changed. */
function freed(lab: Lab, given: Files): Lab {
  const { pods, workers, machines, processes } = lab.bounds
  return {
    ...lab,
    editable: Object.keys(given),
    bounds: {
      processes: Math.max(64, processes),
      workers: [...new Set([...workers, ...WORKERS])],
      ...(machines === undefined ? {} : { machines }),
      ...(pods === undefined ? {} : { pods: { most: 50, grace: 3600 } }),
    },
  }
}

/**
 * Makes a program of what the learner wrote. Reading YAML weighs as much as the bench itself, so it is
 * fetched when the learner's cluster first differs from the lab's own.
 */
class SolutionReader {
  readonly #lab: Lab
  #parse = $state.raw<((lab: Lab, given: Files) => ParsedSolution) | null>(null)

  #coming: Promise<void> | null = null

  readonly #rules: (lab: Lab, given: Files) => Lab

  /** `rules`: what may be changed, where that is not what the lab says. */
  constructor(lab: Lab, rules: (lab: Lab, given: Files) => Lab = (same) => same) {
    this.#lab = lab
    this.#rules = rules
  }

  assemble(files: readonly TextFile[]): Assembled {
    const lab = this.#lab
    const given = Object.fromEntries(files.map(({ path, text }) => [path, text]))
    if (this.#parse !== null) {
      const parsed = this.#parse(this.#rules(lab, given), given)
      return parsed.ok ? { ok: true, ...parsed.program } : { ok: false, faults: parsed.problems }
    }
    const { [CLUSTER]: cluster, [ANSWERS]: written, ...program } = given
    if (cluster === lab.starter[CLUSTER] && written === undefined)
      return { ok: true, files: program, cluster: lab.cluster }
    this.#coming ??= this.#fetch()
    // Whoever wants to run hears of a failure; looking at the files alone is no reason to complain.
    this.#coming.catch(() => {})
    return { ok: false, faults: [], soon: this.#coming }
  }

  async #fetch(): Promise<void> {
    try {
      this.#parse = (await import('../../labs/parse-solution.ts')).parseSolution
    } catch (error) {
      this.#coming = null
      throw error
    }
  }
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
