import { filesOf, goodFolders } from '../../labs/catalogue-node.ts'
import type { RunRecord } from '../../labs/checks/run-record.ts'
import { judge, stepsOf } from '../../labs/judge.ts'
import { type Lab, problemText, seedsUpTo } from '../../labs/lab.ts'
import { parseSolution, type Program } from '../../labs/parse-solution.ts'
import { recordRun } from '../driver/record-run.ts'
import { shrinkRun } from '../driver/shrink.ts'
import type { Python } from '../python/python.ts'
import { createNodePython } from './node-python.ts'
import { sizeText } from './print-report.ts'

/** What came of a folder of a lab. */
interface Outcome {
  readonly seconds: number
  /** The seeds in which a check did not hold, with the first such check and the hints that spoke. */
  readonly failed: readonly {
    readonly seed: number
    readonly check: string
    readonly hints: readonly string[]
  }[]
  /** Hints that spoke although every check held. */
  readonly idle: readonly string[]
}

/**
 * Proves a lab: its good answers pass with every seed and no hint speaks; the starter and each mistake fail, and
 * wherever they do, their own hint speaks and no other. One line a folder.
 */
export async function testLab(
  lab: Lab,
  seeds: number,
  line: (text: string) => void,
): Promise<boolean> {
  const python = lab.client === null ? null : await createNodePython()
  const bench: Bench = { lab, python, baselines: new Map() }
  let kept = true
  try {
    for (const folder of goodFolders(lab.slug)) {
      const outcome = await tried(bench, folder, seeds)
      const problem = badGood(outcome)
      kept = told(line, lab, folder, outcome, problem, seeds) && kept
    }
    for (const [folder, hint] of Object.entries(lab.mistakes)) {
      const outcome = await tried(bench, folder, seeds)
      const problem = badMistake(outcome, hint)
      kept = told(line, lab, folder, outcome, problem, seeds) && kept
      const [first] = outcome.failed
      if (problem === null && first !== undefined)
        for (const text of await smallest(bench, folder, first)) line(text)
    }
  } finally {
    python?.dispose()
  }
  return kept
}

interface Bench {
  readonly lab: Lab
  readonly python: Python | null
  readonly baselines: Map<number, RunRecord>
}

async function tried(bench: Bench, folder: string, seeds: number): Promise<Outcome> {
  const { lab } = bench
  const begin = performance.now()
  const failed: Outcome['failed'][number][] = []
  const idle: string[] = []
  for (const seed of seedsUpTo(seeds)) {
    const run = await recorded(bench, folder, seed)
    const hints = lab.hints.filter((hint) => stepsOf(hint, run) !== null).map(({ id }) => id)
    const broken = lab.checks.find((check) => judge(check, run) !== null)
    if (broken === undefined) idle.push(...hints)
    else failed.push({ seed, check: broken.id, hints })
  }
  return { seconds: (performance.now() - begin) / 1000, failed, idle }
}

async function recorded(
  { lab, python, baselines }: Bench,
  folder: string,
  seed: number,
): Promise<RunRecord> {
  const baseline =
    baselines.get(seed) ?? (await recordRun(lab, programOf(lab, 'starter'), seed, python))
  baselines.set(seed, baseline)
  const record =
    folder === 'starter' ? baseline : await recordRun(lab, programOf(lab, folder), seed, python)
  return { ...record, baseline }
}

function programOf(lab: Lab, folder: string): Program {
  const parsed = parseSolution(lab, filesOf(lab.slug, folder))
  if (parsed.ok) return parsed.program
  throw new Error(`labs/${lab.slug}/${folder}: ${parsed.problems.map(problemText).join('\n')}`)
}

function badGood({ failed: [first], idle }: Outcome): string | null {
  if (first !== undefined) return `${first.check} fails with seed ${first.seed}`
  return idle.length === 0 ? null : `the hint ${String(idle[0])} speaks`
}

function badMistake({ failed, idle }: Outcome, hint: string): string | null {
  if (failed.length === 0) return 'it passes'
  const wrong = failed.find(({ hints }) => hints.length !== 1 || hints[0] !== hint)
  if (wrong !== undefined)
    return `seed ${wrong.seed} gets ${wrong.hints.join(', ') || 'no hint'} and not ${hint}`
  const other = idle.find((one) => one !== hint)
  return other === undefined ? null : `the hint ${other} speaks too`
}

function told(
  line: (text: string) => void,
  { slug }: Lab,
  folder: string,
  { seconds, failed }: Outcome,
  problem: string | null,
  seeds: number,
): boolean {
  const [first] = failed
  const caught =
    first === undefined
      ? `held in all ${seeds}`
      : `${first.check} caught with seed ${first.seed}, failed in ${failed.length} of ${seeds}`
  const time = `${((seconds * 100) / seeds).toFixed(1)} s for 100 seeds`
  line(`${problem === null ? 'ok ' : 'BAD'} ${slug}/${folder}  ${problem ?? caught}  (${time})`)
  return problem === null
}

async function smallest(
  { lab, python }: Bench,
  folder: string,
  { seed, check: id }: Outcome['failed'][number],
): Promise<readonly string[]> {
  const check = lab.checks.find((one) => one.id === id)
  if (check === undefined) return []
  const program = programOf(lab, folder)
  const shrunk = await shrinkRun({ lab, program, check, seed, python, hooks: {} })
  if (shrunk === null) return []
  const { figures, from } = shrunk
  return [`      smallest failing run: ${sizeText(figures)}; the first: ${sizeText(from)}`]
}
