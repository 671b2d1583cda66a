/**
 * A run in the Trace Event Format, which Perfetto and chrome://tracing open
 * (https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU).
 */
import type { Log, Micros } from '../../../simulator/index.ts'
import { historyOf, type History } from '../history/history.ts'
import { labelText } from '../history/task-names.ts'

/** One event of the format; `ts` and `dur` are microseconds. */
export interface TraceEvent {
  readonly name: string
  readonly ph: 'M' | 'X' | 'i' | 'C' | 's' | 'f'
  readonly pid: number
  readonly tid: number
  readonly ts?: Micros
  readonly dur?: Micros
  readonly cat?: string
  readonly id?: number
  readonly s?: 't'
  readonly bp?: 'e'
  readonly args?: { readonly [name: string]: string | number }
}

export interface ChromeTrace {
  readonly displayTimeUnit: 'ms'
  readonly traceEvents: readonly TraceEvent[]
}

/** The process of the trace that stands for clients and broker. */
const OUTSIDE = 1

/** Executions by worker and process, what was sent, how deep the queues were: up to a moment. */
export function asChromeTrace(log: Log, until: Micros): ChromeTrace {
  const history = historyOf(log)
  const events: TraceEvent[] = [named('process_name', OUTSIDE, 0, 'clients and broker')]
  const pids = new Map<string, number>()
  for (const [process] of history.lanes) {
    const worker = process.replace(/\/\d+$/u, '')
    const pid = pids.get(worker) ?? OUTSIDE + 1 + pids.size
    if (!pids.has(worker)) events.push(named('process_name', pid, 0, worker))
    pids.set(worker, pid)
    events.push(named('thread_name', pid, slotOf(process), process))
    events.push(...executions(history, process, pid, until))
  }
  events.push(...sends(history, pids, until), ...depths(history, until))
  return { displayTimeUnit: 'ms', traceEvents: events }
}

const named = (name: string, pid: number, tid: number, value: string): TraceEvent => ({
  name,
  ph: 'M',
  pid,
  tid,
  args: { name: value },
})

const slotOf = (process: string): number => Number(/\/(\d+)$/u.exec(process)?.[1] ?? 0)

/** Each try is a bar. */
function executions(
  { lanes, tasks }: History,
  process: string,
  pid: number,
  until: Micros,
): readonly TraceEvent[] {
  return (lanes.get(process) ?? []).flatMap(({ task, start, end, outcome, number }) => {
    const told = tasks[task]
    if (!told || start > until) return []
    return {
      name: told.label.name,
      cat: 'task',
      ph: 'X',
      pid,
      tid: slotOf(process),
      ts: start,
      dur: Math.min(end, until) - start,
      args: {
        task: labelText(told.label),
        id: told.id,
        try: number,
        outcome: end > until ? 'running' : outcome,
      },
    } as const
  })
}

/** Each task is sent at a moment, and an arrow leads from there to its first try. */
function sends(
  { inOrder }: History,
  pids: ReadonlyMap<string, number>,
  until: Micros,
): readonly TraceEvent[] {
  return inOrder.flatMap(({ task, label, sentAt, tries }) => {
    if (sentAt > until) return []
    const from = { pid: OUTSIDE, tid: 0, ts: sentAt } as const
    const sent = { name: `send ${label.name}`, cat: 'send', ph: 'i', s: 't', ...from } as const
    const [first] = tries
    const pid = first && pids.get(first.process.replace(/\/\d+$/u, ''))
    if (!first || first.start > until || pid === undefined) return [sent]
    const flow = { name: label.name, cat: 'flow', id: task + 1 }
    return [
      sent,
      { ...flow, ph: 's', ...from } as const,
      { ...flow, ph: 'f', bp: 'e', pid, tid: slotOf(first.process), ts: first.start } as const,
    ]
  })
}

/** How many messages wait in each queue. */
function depths(history: History, until: Micros): readonly TraceEvent[] {
  return [...history.depths].flatMap(([queue, { times, depths: counts }]) =>
    times.flatMap((ts, at) =>
      ts > until
        ? []
        : ({
            name: `queue ${queue}`,
            ph: 'C',
            pid: OUTSIDE,
            tid: 0,
            ts,
            args: { waiting: counts[at] ?? 0 },
          } as const),
    ),
  )
}
