import { filesOf, readLab } from '../../labs/catalogue-node.ts'
import type { RunRecord } from '../../labs/checks/run-record.ts'
import { judge, stepsOf } from '../../labs/judge.ts'
import { type Lab, problemText } from '../../labs/lab.ts'
import { parseSolution, type Program } from '../../labs/parse-solution.ts'
import { recordRun } from '../../src/driver/record-run.ts'
import type { Python } from '../../src/python/python.ts'

/** A lab that must be readable. */
export function labOf(slug: string): Lab {
  const parsed = readLab(slug)
  if (parsed.ok) return parsed.lab
  throw new Error(parsed.problems.map(problemText).join('\n'))
}

/** The program of a folder that must be readable. */
export function programOf(lab: Lab, folder: string): Program {
  const parsed = parseSolution(lab, filesOf(lab.slug, folder))
  if (parsed.ok) return parsed.program
  throw new Error(parsed.problems.map(problemText).join('\n'))
}

/** What came of one folder with one seed. */
export interface Outcome {
  readonly seed: number
  /** Ids of the checks that did not hold. */
  readonly broken: readonly string[]
  /** Ids of all hints that apply, not only of the first. */
  readonly hints: readonly string[]
}

/** Runs folders of a lab beside its starter. */
export class LabBench {
  readonly lab: Lab
  readonly #python: Python
  readonly #baselines = new Map<number, Promise<RunRecord>>()

  constructor(slug: string, python: Python) {
    this.lab = labOf(slug)
    this.#python = python
  }

  async outcomes(folder: string, seeds: readonly number[]): Promise<readonly Outcome[]> {
    const outcomes: Outcome[] = []
    for (const seed of seeds) outcomes.push(await this.#outcome(folder, seed))
    return outcomes
  }

  async #outcome(folder: string, seed: number): Promise<Outcome> {
    const { lab } = this
    const baseline = await this.#baseline(seed)
    const record =
      folder === 'starter'
        ? baseline
        : await recordRun(lab, programOf(lab, folder), seed, this.#python)
    const run = { ...record, baseline }
    return {
      seed,
      broken: lab.checks.filter((check) => judge(check, run) !== null).map(({ id }) => id),
      hints: lab.hints.filter((hint) => stepsOf(hint, run) !== null).map(({ id }) => id),
    }
  }

  #baseline(seed: number): Promise<RunRecord> {
    const known = this.#baselines.get(seed)
    if (known !== undefined) return known
    const made = recordRun(this.lab, programOf(this.lab, 'starter'), seed, this.#python)
    this.#baselines.set(seed, made)
    return made
  }
}
