import type { Violation } from './checks/check.ts'
import { checkWord } from './checks/index.ts'
import { processesOf, type RunRecord } from './checks/run-record.ts'
import { diagnosisWord } from './diagnoses/index.ts'
import { fill } from './fill.ts'
import type { CheckSpec, HintSpec, Lab } from './lab.ts'

/** How a run breaks a check; null where it holds. A run in trouble says nothing, so it breaks every check. */
export function judge({ word, parameters }: CheckSpec, run: RunRecord): Violation | null {
  if (run.trouble !== null) return { time: run.end, sentence: run.trouble }
  return checkWord(word)?.judge(run, parameters) ?? null
}

/** The steps of the first hint that applies to a run; null where none does. */
export function hintFor(lab: Lab, run: RunRecord): readonly string[] | null {
  if (run.trouble !== null) return null
  for (const hint of lab.hints) {
    const steps = stepsOf(hint, run)
    if (steps !== null) return steps
  }
  return null
}

/** The steps of one hint, filled in; null where it does not apply to the run. */
export function stepsOf(
  { word, parameters, steps }: HintSpec,
  run: RunRecord,
): readonly string[] | null {
  const findings = diagnosisWord(word)?.find(run, parameters) ?? null
  return findings === null ? null : steps.map((step) => fill(step, findings))
}

/** Does grading this lab need the starter's runs? */
export function needsBaseline({ checks, stars, hints }: Lab): boolean {
  return (
    [...checks, ...stars].some(({ word }) => checkWord(word)?.needsBaseline === true) ||
    hints.some(({ word }) => diagnosisWord(word)?.needsBaseline === true)
  )
}

/** The rule of the cluster that a run broke although its files were fine: processes may also come from settings. */
export function brokenBound({ bounds }: Lab, run: RunRecord): string | null {
  // The number of pods is bounded by the policy, which was read with its bounds.
  if (bounds.pods !== undefined) return null
  const processes = processesOf(run.workers)
  return processes <= bounds.processes
    ? null
    : `The workers had ${processes} processes together; this lab allows ${bounds.processes}.`
}
