import type { TestReport } from './run.ts'

const PASSED: ReadonlySet<TestReport['outcome']> = new Set(['passed', 'xfailed', 'xpassed'])

/** Did it pass? An expected failure counts. */
export const hasPassed = ({ outcome }: TestReport): boolean => PASSED.has(outcome)

/** The lines that the command prints. `reasons`: why a test cannot pass here, by its id. */
export function reportLines(
  reports: readonly TestReport[],
  reasons: { readonly [test: string]: string },
): readonly string[] {
  const passed = reports.filter(hasPassed)
  const away = reports.filter((report) => !hasPassed(report) && report.test in reasons)
  const failed = reports.filter((report) => !hasPassed(report) && !(report.test in reasons))
  const subtests = reports.reduce((sum, report) => sum + report.subtests, 0)
  const expected = passed.filter(({ outcome }) => outcome === 'xfailed').length
  return [
    ...failed.flatMap(failureLines),
    ...away.map(({ test }) => `needs a real server: ${test}: ${reasons[test] ?? ''}`),
    `${passed.length} passed (${expected} of them expected failures), ${failed.length} failed, ${away.length} need a real server, of ${reports.length} tests with ${subtests} subtests`,
  ]
}

function failureLines({ test, outcome, differences }: TestReport): readonly string[] {
  const [first] = differences
  const within = first?.subtest === undefined ? '' : ` in the subtest "${first.subtest}"`
  const more = differences.length > 1 ? ` (and ${differences.length - 1} more)` : ''
  return [
    `${outcome}: ${test}${within}${more}`,
    ...(first === undefined ? [] : [`  ${first.error}`]),
    ...(first === undefined || first.place === '' ? [] : [`  at ${first.place}`]),
  ]
}
