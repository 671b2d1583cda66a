import type { Log, Micros } from '../../../simulator/index.ts'

/** A number that changed at moments. */
export interface Step {
  readonly time: Micros
  readonly value: number
}

/** A pod's time, which is paid for. */
interface Life {
  /** The log's index of its actor. */
  readonly actor: number
  readonly from: Micros
  /** Infinity while it is there. */
  to: Micros
}

/** Load, pods and waiting over a run, minute by minute. */
export interface Series {
  /** Tasks that came in each minute. */
  readonly came: number[]
  /** The most tasks that waited in each minute. */
  readonly waiting: number[]
  /** Pods that were asked for. */
  readonly wanted: Step[]
  /** Pods that were ready. */
  readonly ready: Step[]
  /** Every pod from when it came to when it was gone. */
  readonly lives: Life[]
  rows: number
  waits: number
}

/** One bar of the chart. */
export const MINUTE: Micros = 60_000_000

const known = new WeakMap<Log, { readonly series: Series; readonly isReady: Set<number> }>()

/** Reads what is new in the log; a log only grows, so what was read stays right. */
export function seriesOf(log: Log): Series {
  const found = known.get(log) ?? { series: empty(), isReady: new Set<number>() }
  known.set(log, found)
  const { series, isReady } = found
  for (; series.rows < log.length; series.rows++) readRow(series, isReady, log, series.rows)
  return series
}

const empty = (): Series => ({
  came: [],
  waiting: [],
  wanted: [],
  ready: [],
  lives: [],
  rows: 0,
  waits: 0,
})

function readRow(series: Series, isReady: Set<number>, log: Log, row: number): void {
  const kind = log.kindAt(row)
  const time = log.timeAt(row)
  if (kind === 'message-published') {
    const minute = Math.floor(time / MINUTE)
    series.came[minute] = (series.came[minute] ?? 0) + 1
    wait(series, time, 1)
  } else if (kind === 'task-started') wait(series, time, -1)
  else if (kind === 'message-enqueued' && log.detail(row, kind).reason !== 'published')
    wait(series, time, 1)
  else if (kind === 'autoscaler-decided') wanted(series, time, log.detail(row, kind).desired)
  else if (kind === 'pod-changed') pod(series, isReady, log, row)
}

function wait(series: Series, time: Micros, by: number): void {
  const minute = Math.floor(time / MINUTE)
  series.waits = Math.max(0, series.waits + by)
  series.waiting[minute] = Math.max(series.waiting[minute] ?? 0, series.waits)
}

function wanted(series: Series, time: Micros, value: number): void {
  if (series.wanted.at(-1)?.value !== value) series.wanted.push({ time, value })
}

function pod(series: Series, isReady: Set<number>, log: Log, row: number): void {
  const { phase } = log.detail(row, 'pod-changed')
  const actor = log.actorAt(row)
  const time = log.timeAt(row)
  if (phase === 'pulling') series.lives.push({ actor, from: time, to: Infinity })
  if (phase === 'ready') isReady.add(actor)
  else isReady.delete(actor)
  if (series.ready.at(-1)?.value !== isReady.size) series.ready.push({ time, value: isReady.size })
  if (phase !== 'gone') return
  const life = series.lives.findLast((one) => one.actor === actor)
  if (life !== undefined) life.to = time
}

/** What all pods have been there together, up to a moment. */
export const podTime = ({ lives }: Series, until: Micros): Micros =>
  lives.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, until) - from), 0)

/** Steps as the corners of a line, up to the end. */
export function corners(steps: readonly Step[], end: Micros): readonly Step[] {
  const points: Step[] = []
  for (const [at, step] of steps.entries()) {
    points.push(step, { time: steps[at + 1]?.time ?? end, value: step.value })
  }
  return points
}
