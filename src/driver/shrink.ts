import type { Violation } from '../../labs/checks/check.ts'
import type { RunRecord } from '../../labs/checks/run-record.ts'
import { judge, needsBaseline } from '../../labs/judge.ts'
import type { CheckSpec, Lab } from '../../labs/lab.ts'
import { parseSolution, type Program } from '../../labs/parse-solution.ts'
import { shrink } from '../../labs/shrink/shrink.ts'
import { type Parts, type Size, sized, WHOLE } from '../../labs/shrink/size.ts'
import { named, smaller } from '../../labs/shrink/smaller.ts'
import type { Log } from '../../simulator/index.ts'
import type { Python } from '../python/python.ts'
import type { Reins } from './drive.ts'
import { recordLog } from './record-run.ts'
import type { RunFigures, ShrunkRun } from './run-spec.ts'

/** A run that fails, and what is to be made of it. */
export interface Failing {
  readonly lab: Lab
  readonly program: Program
  readonly check: CheckSpec
  readonly seed: number
  readonly python: Python | null
  readonly hooks: ShrinkHooks
}

/** How shrinking is watched and held. */
export interface ShrinkHooks extends Reins {
  readonly onTried?: (tried: number, most: number) => void
}

/** A run in which the check failed. */
interface Failure {
  readonly violation: Violation
  readonly figures: RunFigures
  /** Boundaries at which something was drawn to strike. */
  readonly struck: readonly string[]
}

/** The most runs that are made to find a smaller one. */
const MOST = 60

/** The smallest run in which the same check still fails; null where the run does not fail at all. */
export async function shrinkRun(failing: Failing): Promise<ShrunkRun | null> {
  const { lab, program, hooks, seed, check } = failing
  const parts: Parts = program
  const first = await failureOf(failing, WHOLE)
  if (first === null) return null
  const same = (failure: Failure & { readonly trouble: boolean }): boolean =>
    failure.trouble === first.trouble && failure.violation.idle === first.violation.idle
  let tried = 0
  const fails = async (size: Size): Promise<Failure | null> => {
    hooks.onTried?.((tried += 1), MOST)
    const failure = await failureOf(failing, size)
    // A program that dies breaks every check, and so may one that does nothing: that is another failure.
    return failure === null || !same(failure) ? null : failure
  }
  const only = named(parts, first.struck)
  const namedSize: Size = { ...WHOLE, only }
  const again = only.length === 0 ? first : await fails(namedSize)
  const [start, failure] = again === null ? [WHOLE, first] : [namedSize, again]
  const found = await shrink<Size, Failure>(start, failure, {
    smaller: (size) => smaller(parts, size, lab.knobs),
    fails,
    most: MOST,
  })
  return {
    check: check.id,
    seed,
    size: found.size,
    minimal: found.minimal,
    ...found.failure.violation,
    figures: found.failure.figures,
    from: first.figures,
  }
}

async function failureOf(
  { lab, program, check, seed, python, hooks }: Failing,
  size: Size,
): Promise<(Failure & { readonly trouble: boolean }) | null> {
  const record = async (what: Program): Promise<{ record: RunRecord; log: Log }> =>
    recordLog(lab, { ...what, ...sized(what, size) }, seed, python, hooks)
  const { record: run, log } = await record(program)
  const baseline = needsBaseline(lab) ? (await record(starterOf(lab))).record : null
  const violation = judge(check, { ...run, baseline })
  if (violation === null) return null
  const faults = faultsIn(log)
  return {
    violation,
    trouble: run.trouble !== null,
    struck: faults.flatMap(({ drawn }) => (drawn === undefined ? [] : [drawn])),
    figures: { tasks: run.tasks.length, faults: faults.length, facts: log.length },
  }
}

function starterOf(lab: Lab): Program {
  const parsed = parseSolution(lab, {})
  if (!parsed.ok) throw new Error('The starter of this lab cannot be read.')
  return parsed.program
}

function faultsIn(log: Log): readonly { readonly drawn?: string }[] {
  const found: { readonly drawn?: string }[] = []
  for (let row = 0; row < log.length; row++) {
    const kind = log.kindAt(row)
    if (kind === 'fault-began') found.push(log.detail(row, kind))
    else if (kind === 'action-taken' || kind === 'service-away') found.push({})
  }
  return found
}
