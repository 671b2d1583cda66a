import { canonical, leafCount, textOf } from '../trace/json.ts'
import type { Value, ValueObject } from '../trace/json.ts'
import { scenarioInput } from '../trace/trace.ts'
import type { Recorded, Trace } from '../trace/trace.ts'
import { firmView, softView, SOFT_FIELDS } from './fields.ts'
import { match } from './match.ts'
import type { Difference } from './match.ts'
import { relabel } from './relabel.ts'

/** How a run stands to a recording. */
export interface Comparison {
  /** In what must agree, in the order of the fields. */
  readonly differences: readonly Difference[]
  /** Recorded leaves compared for `differences`, and the recorded ones that were not. */
  readonly compared: number
  readonly skipped: number
  /** Of the fields that are good to agree in: does each? */
  readonly soft: { readonly [field: string]: boolean }
}

/** Compares a run with what was recorded, by the strictness that FORMAT.md suggests. */
export function compare(trace: Trace, run: Recorded): Comparison {
  const expected = withExchangeableWorkers(relabel(trace))
  const actual = recordedPart(trace, relabel(run))
  const tolerance = trace.tolerance.seconds
  const firm = match(firmView(expected), firmView(actual), tolerance)
  const [softExpected, softActual] = [softView(expected), softView(actual)]
  return {
    differences: firm.differences.toSorted(byWeight),
    compared: firm.compared,
    skipped: recordedLeaves(trace) - firm.compared,
    soft: Object.fromEntries(
      SOFT_FIELDS.map((field) => [
        field,
        match(softExpected[field] ?? null, softActual[field], tolerance).differences.length === 0,
      ]),
    ),
  }
}

/** A recording may leave fields out; what it says nothing about is not compared. */
function recordedPart(trace: Trace, run: Recorded): Recorded {
  if (trace.started_on !== undefined) return run
  const { started_on: _, ...others } = run
  return others
}

/**
 * Where several workers raced for tasks of one name, and for some of these the winner differed from run to run, one
 * that happened to win the others each time is no rule.
 */
function withExchangeableWorkers(trace: Trace): Trace {
  const raced = new Set(
    trace.tasks
      .filter(({ workers }) => canonical(workers).includes('"__unstable__"'))
      .map(({ name }) => textOf(name)),
  )
  const tasks = trace.tasks.map((task) =>
    raced.has(textOf(task['name'])) ? { ...task, workers: { __unstable__: true } } : task,
  )
  return { ...trace, tasks }
}

/** What explains most comes first: that main() broke; then messages, tasks, and what main() made of them. */
const WEIGHTS = [
  'main.error',
  'messages',
  'tasks',
  'order',
  'started_on',
  'main',
  'broker_end',
  'topology',
]

function byWeight(a: Difference, b: Difference): number {
  return weight(a) - weight(b)
}

function weight({ path }: Difference): number {
  return WEIGHTS.findIndex((field) => path.startsWith(field))
}

/** About the file, not about the run. */
const FILE_FIELDS = [
  'name',
  'family',
  'about',
  'module',
  'tolerance',
  'versions',
  'celery_version',
  'runs',
  'unstable',
]

function recordedLeaves(trace: Trace): number {
  const given = new Set([...FILE_FIELDS, ...Object.keys(scenarioInput(trace))])
  return Object.entries<Value>(trace as unknown as ValueObject)
    .filter(([field]) => !given.has(field))
    .reduce((sum, [, value]) => sum + leafCount(value), 0)
}
