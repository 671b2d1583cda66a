import { stripVTControlCharacters } from 'node:util'
import type { Tally } from './tally.ts'

/** What is read of vitest's JSON report. */
interface VitestReport {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message?: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages?: readonly string[]
    }[]
  }[]
}

/** Each test is one; a file that could not be loaded is one failure; a test that did not run failed. */
export function vitestTally(json: string): Tally {
  const report = JSON.parse(json) as VitestReport
  let passed = 0
  const failures: string[] = []
  for (const file of report.testResults) {
    const before = failures.length
    for (const test of file.assertionResults) {
      if (test.status === 'passed') passed += 1
      else
        failures.push(
          `${shortened(file.name)} > ${test.fullName} (${test.status})${why(test.failureMessages?.[0])}`,
        )
    }
    if (file.status !== 'passed' && failures.length === before) {
      failures.push(`${shortened(file.name)} (could not run)${why(file.message)}`)
    }
  }
  return { passed, failures }
}

/** What is read of playwright's JSON report. */
interface PlaywrightReport {
  readonly suites: readonly PlaywrightSuite[]
  readonly errors: readonly { readonly message?: string }[]
}

interface PlaywrightSuite {
  readonly title: string
  readonly suites?: readonly PlaywrightSuite[]
  readonly specs?: readonly {
    readonly title: string
    readonly tests: readonly {
      readonly status: string
      readonly results?: readonly { readonly error?: { readonly message?: string } }[]
    }[]
  }[]
}

/** Each test is one, passed if its last go passed; what stopped the whole (no browser, no server) is one failure. */
export function playwrightTally(json: string): Tally {
  const report = JSON.parse(json) as PlaywrightReport
  let passed = 0
  const failures = report.errors.map(({ message }) => `e2e: ${message ?? 'an error'}`)
  const walk = (suite: PlaywrightSuite, path: string): void => {
    const here = `${path}${suite.title} > `
    for (const spec of suite.specs ?? []) {
      for (const { status, results } of spec.tests) {
        if (status === 'expected' || status === 'flaky') passed += 1
        else
          failures.push(`${here}${spec.title} (${status})${why(results?.at(-1)?.error?.message)}`)
      }
    }
    for (const inner of suite.suites ?? []) walk(inner, here)
  }
  for (const suite of report.suites) walk(suite, 'e2e/')
  return { passed, failures }
}

/** The first lines of an error, without the colours of a terminal: the closing lines must say what to look at. */
function why(message: string | undefined): string {
  const lines = stripVTControlCharacters(message ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return lines.length === 0 ? '' : `: ${lines.slice(0, 3).join(' ').slice(0, 300)}`
}

function shortened(file: string): string {
  return file.replace(`${process.cwd()}/`, '')
}
