import type { Lab } from '../../labs/lab.ts'
import type { CheckReport, GradeReport, RunFigures, ShrunkRun } from '../driver/run-spec.ts'

/** Prints how a solution did, check by check, and why not where it did not. */
export function printReport(lab: Lab, report: GradeReport, line: (text: string) => void): void {
  for (const check of report.checks) {
    const title = lab.checks.find(({ id }) => id === check.id)?.title ?? check.id
    line(
      `${check.passed ? 'holds' : 'BROKEN'}  ${title} (in ${check.heldIn} of ${report.seeds} seeds)`,
    )
    for (const text of reasons(check)) line(`        ${text}`)
  }
  if (report.shrunk !== null) for (const text of shrunkLines(report.shrunk)) line(text)
  line('')
  const held = report.checks.filter(({ passed }) => passed).length
  line(`${report.lab}: ${held} of ${report.checks.length} checks hold, stars: ${report.stars}.`)
}

function reasons({ firstViolation, hint, furtherHints }: CheckReport): readonly string[] {
  if (firstViolation === null) return []
  const { seed, time, sentence } = firstViolation
  const where = `Seed ${seed} at ${(time / 1_000_000).toFixed(1)} s: ${sentence}`
  return hint === null ? [where] : [where, `Hint: ${hint}`, ...furtherHints]
}

function shrunkLines({
  check,
  seed,
  time,
  sentence,
  figures,
  from,
  minimal,
}: ShrunkRun): readonly string[] {
  return [
    '',
    `The smallest run found in which ${check} fails (seed ${seed}): ${sizeText(figures)}.`,
    `        The first failing run had ${sizeText(from)}.`,
    ...(minimal ? [] : ['        There may be a smaller one: the search was ended.']),
    `        At ${(time / 1_000_000).toFixed(1)} s: ${sentence}`,
  ]
}

/** How large a run is, in words. */
export const sizeText = ({ tasks, faults, facts }: RunFigures): string =>
  `tasks ${tasks}, faults ${faults}, facts ${facts}`

/** The report in the form that is written to files: one hint a check, and time in seconds. */
export function asJson({ checks, ...report }: GradeReport): object {
  return {
    lab: report.lab,
    passed: report.passed,
    seeds: report.seeds,
    checks: checks.map(({ id, passed, heldIn, firstViolation, hint }) => ({
      id,
      passed,
      heldIn,
      firstViolation:
        firstViolation === null
          ? null
          : { ...firstViolation, time: firstViolation.time / 1_000_000 },
      hint,
    })),
    stars: report.stars,
  }
}
