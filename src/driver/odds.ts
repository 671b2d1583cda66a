import { judge, needsBaseline } from '../../labs/judge.ts'
import type { CheckSpec, Lab } from '../../labs/lab.ts'
import { parseSolution, type Program } from '../../labs/parse-solution.ts'
import type { Micros } from '../../simulator/index.ts'
import type { Python } from '../python/python.ts'
import type { Reins } from './drive.ts'
import { recordRun } from './record-run.ts'
import type { Odds, Turn } from './run-spec.ts'

/** A run that fails, and until when it is looked at. */
export interface Weighed {
  readonly lab: Lab
  readonly program: Program
  readonly check: CheckSpec
  readonly seed: number
  readonly until: Micros
  readonly python: Python | null
  readonly hooks: Reins & { readonly onProgress?: (done: number, of: number) => void }
}

/** From so many moments it is run again, so many times each. */
const MOMENTS = 6
const TRIES = 4
/** Seeds are numbers below this. */
const SEEDS = 2 ** 32

/**
 * How often a check fails when the run goes on from a moment with other luck: where that rises, the failure
 * was made. The first moment is the beginning, the last one shortly before the violation.
 */
export async function weigh(weighed: Weighed): Promise<readonly Odds[]> {
  const { seed, until, hooks } = weighed
  const odds: Odds[] = []
  for (let moment = 0; moment < MOMENTS; moment++) {
    const at = Math.floor((until * moment) / (MOMENTS - 1))
    let failed = 0
    for (let nth = 0; nth < TRIES; nth++) {
      hooks.onProgress?.(moment * TRIES + nth, MOMENTS * TRIES)
      // The same tries from every moment, so that moments differ by nothing else.
      const luck = (seed * 7919 + nth + 1) % SEEDS
      if (await fails(weighed, { at, change: { seed: luck } })) failed += 1
    }
    odds.push({ at, failed, of: TRIES })
  }
  return odds
}

async function fails({ lab, program, check, seed, python, hooks }: Weighed, turn: Turn) {
  const record = (what: Program) => recordRun(lab, what, seed, python, hooks, [turn])
  const run = await record(program)
  const baseline = needsBaseline(lab) ? await record(starterOf(lab)) : null
  return judge(check, { ...run, baseline }) !== null
}

function starterOf(lab: Lab): Program {
  const parsed = parseSolution(lab, {})
  if (!parsed.ok) throw new Error('The starter of this lab cannot be read.')
  return parsed.program
}
