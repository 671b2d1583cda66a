import { type Answers, type Item, pointsIn } from '../../../labs/answers.ts'
import { readRun } from '../../../labs/checks/read-run.ts'
import { curveOf, distance, perSecond, requestsTo } from '../../../labs/checks/requests.ts'
import type { Log } from '../../../simulator/index.ts'

/** What a run says to a prediction. */
export interface Real {
  readonly came: readonly (readonly [second: number, count: number])[]
  /** Null where nothing was predicted. */
  readonly off: number | null
}

/** What really came, for each curve that a lab asks for. */
export function realCurves(
  items: readonly Item[],
  log: Log,
  answers: Answers,
): { readonly [item: string]: Real } {
  const curves = items.flatMap((item) => (item.kind === 'curve' ? [item] : []))
  if (curves.length === 0) return {}
  const run = readRunOnce(log)
  return Object.fromEntries(
    curves.map((item) => {
      const drawn = pointsIn(answers, item.id)
      const off = drawn === null ? null : distance(drawn, curveOf(item, run))
      return [item.id, { came: [...perSecond(requestsTo(run, item.service))], off }]
    }),
  )
}

const RUNS = new WeakMap<Log, ReturnType<typeof readRun>>()

/** A run is over when it comes here: it is read once, however often the curve is redrawn. */
function readRunOnce(log: Log): ReturnType<typeof readRun> {
  const known = RUNS.get(log) ?? readRun(log)
  RUNS.set(log, known)
  return known
}
