import type { Json, Log } from '../../../simulator/index.ts'
import { seconds } from '../../../simulator/index.ts'
import type { RunSpec } from '../../driver/run-spec.ts'
import type { Sandbox } from '../run.ts'

/** What became of one test of a suite. */
export interface TestReport {
  readonly test: string
  readonly outcome: Outcome
  /** How many subtests it has run. */
  readonly subtests: number
  readonly differences: readonly Difference[]
}

/** pytest's words; `broken`: the run itself did not come to its end. */
export type Outcome = 'passed' | 'failed' | 'skipped' | 'xfailed' | 'xpassed' | 'broken'

/** What a test saw in place of what it wants. */
export interface Difference {
  readonly error: string
  /** File, line and text of the suite. */
  readonly place: string
  readonly subtest?: string
}

/** A program of tests: a module of them, and the files that it and the runner consist of. */
export interface Suite {
  readonly module: string
  readonly files: { readonly [path: string]: string }
}

const LIMITS = { time: seconds(3600), facts: 400_000 }

/** The session's worker of Celery's suite runs one task at a time (`start_worker(concurrency=1)`). */
const WORKER = { name: 'w1', options: '-c 1', autostart: true }

/** The ids of all tests of a suite. */
export async function listTests(suite: Suite, sandbox: Sandbox): Promise<readonly string[]> {
  const { log } = await sandbox.run(specOf(suite, null))
  const value = valueOf(log)
  if (!Array.isArray(value))
    throw new Error(`The suite cannot be imported:\n${errorOf(log) ?? 'the run was cut'}`)
  return value as readonly string[]
}

/** Runs one test in a cluster of its own. */
export async function runTest(suite: Suite, test: string, sandbox: Sandbox): Promise<TestReport> {
  const { log, ending } = await sandbox.run(specOf(suite, test))
  const value = valueOf(log) as Omit<TestReport, 'test'> | null
  if (value !== null) return { test, ...value }
  const sentence = 'sentence' in ending ? ending.sentence : undefined
  const error = sentence ?? errorOf(log) ?? 'The program ended without an outcome.'
  return { test, outcome: 'broken', subtests: 0, differences: [{ error, place: '' }] }
}

function specOf(suite: Suite, test: string | null): RunSpec {
  const order = { module: suite.module, test }
  return {
    files: { ...suite.files, 'upstream.json': JSON.stringify(order) },
    client: { module: 'upstream_runner', entry: 'main' },
    cluster: {
      broker: 'redis',
      backend: 'redis',
      app: 'upstream_app',
      workers: test === null ? [] : [WORKER],
    },
    actions: [],
    seed: 1,
    limits: LIMITS,
  }
}

/** What the runner's `main` has returned. */
function valueOf(log: Log): Json {
  for (let row = log.length - 1; row >= 0; row--) {
    const entry = log.entry(row)
    if (entry.kind === 'program-ended') return entry.detail.returned
  }
  return null
}

function errorOf(log: Log): string | null {
  for (let row = log.length - 1; row >= 0; row--) {
    const entry = log.entry(row)
    if (entry.kind !== 'program-failed') continue
    const { repr, frames } = entry.detail.error
    const { file, line } = frames.at(-1) ?? { file: 'upstream_runner.py', line: 0 }
    return `${repr} (${file}, line ${line})`
  }
  return null
}
