import type { Violation } from '../../labs/checks/check.ts'
import type { RunRecord } from '../../labs/checks/run-record.ts'
import { hintFor, judge, needsBaseline } from '../../labs/judge.ts'
import { type CheckSpec, type Lab, problemText } from '../../labs/lab.ts'
import { parseSolution, type Program } from '../../labs/parse-solution.ts'
import type { Python } from '../python/python.ts'
import type { Reins } from './drive.ts'
import { recordRun } from './record-run.ts'
import { weigh } from './odds.ts'
import { shrinkRun } from './shrink.ts'
import type { CheckReport, GradeJob, GradeReport } from './run-spec.ts'

/** How grading is watched and held while it goes on. */
export interface GradeHooks extends Reins {
  readonly onProgress?: (done: number, of: number) => void
  /** Kept by who grades again and again: the starter's runs are the same each time. */
  readonly baselines?: Baselines
}

/** Runs of starters by lab and seed. */
export type Baselines = Map<string, RunRecord>

/** Grades files of a lab on seeds; throws with every problem where the files cannot be run, or when stopped. */
export async function grade(
  job: GradeJob,
  lab: Lab,
  python: Python | null,
  hooks: GradeHooks = {},
): Promise<GradeReport> {
  const parsed = parseSolution(lab, job.files)
  if (!parsed.ok) throw new Error(parsed.problems.map(problemText).join('\n'))
  const tallies = [...lab.checks, ...lab.stars].map((check) => new Tally(check))
  const grader = new Grader(lab, parsed.program, python, hooks)
  let seeds = 0
  for (const [index, seed] of job.seeds.entries()) {
    hooks.onProgress?.(index, job.seeds.length)
    const run = await grader.run(seed)
    for (const tally of tallies) tally.count(seed, run, lab)
    seeds = index + 1
    const failed = tallies.slice(0, lab.checks.length).some((tally) => tally.failed)
    if (job.stopEarly === true && failed) break
  }
  hooks.onProgress?.(job.seeds.length, job.seeds.length)
  const report: GradeReport = {
    ...reportOf(seeds, lab, tallies),
    ...(await oddsOf(job, lab, parsed.program, python, hooks)),
  }
  if (job.shrink !== true || report.passed) return report
  return { ...report, shrunk: await shrunkOf(report, lab, parsed.program, python, hooks) }
}

/** How likely one of its runs was to fail, where the job asks. */
async function oddsOf(
  { odds }: GradeJob,
  lab: Lab,
  program: Program,
  python: Python | null,
  hooks: GradeHooks,
): Promise<Pick<GradeReport, 'odds'>> {
  const check = lab.checks.find(({ id }) => id === odds?.check)
  if (odds === undefined || check === undefined) return {}
  const { seed, until } = odds
  return { odds: await weigh({ lab, program, check, seed, until, python, hooks }) }
}

/** The first check that fails, in the run in which it fails first. */
async function shrunkOf(
  { checks }: GradeReport,
  lab: Lab,
  program: Program,
  python: Python | null,
  hooks: GradeHooks,
): Promise<GradeReport['shrunk']> {
  const failed = checks.find(({ passed }) => !passed)
  const check = lab.checks.find(({ id }) => id === failed?.id)
  const seed = failed?.firstViolation?.seed
  if (check === undefined || seed === undefined) return null
  const onTried = hooks.onProgress
  const shown = onTried === undefined ? hooks : { ...hooks, onTried }
  return shrinkRun({ lab, program, check, seed, python, hooks: shown })
}

function reportOf(seeds: number, lab: Lab, tallies: readonly Tally[]): GradeReport {
  const checks = tallies.slice(0, lab.checks.length).map((tally) => tally.report(seeds))
  const goals = tallies.slice(lab.checks.length).map((tally) => tally.report(seeds))
  const passed = checks.every((check) => check.passed)
  const stars = passed ? 1 + goals.filter((goal) => goal.passed).length : 0
  return { lab: lab.slug, passed, seeds, checks, stars, shrunk: null }
}

/** One check over all seeds. */
class Tally {
  readonly #check: CheckSpec
  #heldIn = 0
  #first: (Violation & { readonly seed: number }) | null = null
  #hint: readonly string[] | null = null

  constructor(check: CheckSpec) {
    this.#check = check
  }

  /** It did not hold in some run. */
  get failed(): boolean {
    return this.#first !== null
  }

  count(seed: number, run: RunRecord, lab: Lab): void {
    const violation = judge(this.#check, run)
    if (violation === null) this.#heldIn += 1
    else if (this.#first === null) {
      this.#first = { seed, ...violation }
      this.#hint = hintFor(lab, run)
    }
  }

  report(seeds: number): CheckReport {
    const [hint = null, ...furtherHints] = this.#hint ?? []
    const passed = this.#heldIn === seeds
    return {
      id: this.#check.id,
      passed,
      heldIn: this.#heldIn,
      firstViolation: this.#first,
      hint,
      furtherHints,
    }
  }
}

/** Runs a program of a lab, and the starter beside it where something compares with that. */
class Grader {
  readonly #lab: Lab
  readonly #program: Program
  readonly #starter: Program
  readonly #python: Python | null
  readonly #hooks: GradeHooks
  readonly #baselines: Baselines
  readonly #compares: boolean

  constructor(lab: Lab, program: Program, python: Python | null, hooks: GradeHooks) {
    const starter = parseSolution(lab, {})
    if (!starter.ok) throw new Error(starter.problems.map(problemText).join('\n'))
    this.#lab = lab
    this.#program = program
    this.#starter = starter.program
    this.#python = python
    this.#hooks = hooks
    this.#baselines = hooks.baselines ?? new Map<string, RunRecord>()
    this.#compares = needsBaseline(lab)
  }

  async run(seed: number): Promise<RunRecord> {
    const key = `${this.#lab.slug} ${seed}`
    if (this.#compares && !this.#baselines.has(key))
      this.#baselines.set(key, await this.#record(this.#starter, seed))
    const baseline = this.#baselines.get(key) ?? null
    const same = JSON.stringify(this.#program) === JSON.stringify(this.#starter)
    const record = same && baseline !== null ? baseline : await this.#record(this.#program, seed)
    return { ...record, baseline }
  }

  #record(program: Program, seed: number): Promise<RunRecord> {
    return recordRun(this.#lab, program, seed, this.#python, this.#hooks)
  }
}
