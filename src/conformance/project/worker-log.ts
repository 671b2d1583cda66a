import type { Entry } from '../../../simulator/index.ts'
import type { Value, ValueObject } from '../trace/json.ts'
import type { Names } from './names.ts'
import { roleOf } from './roles.ts'

/** `worker_log` of a trace: the lines of each worker after it was ready, and of beat, by kind of process. */
export function projectWorkerLog(
  entries: readonly Entry[],
  workers: readonly string[],
  names: Names,
): ValueObject {
  return Object.fromEntries(
    workers.map((worker) => [
      worker,
      linesOf(
        entries.filter(({ actor }) => roleOf(actor) === worker),
        names,
      ),
    ]),
  )
}

function linesOf(entries: readonly Entry[], names: Names): ValueObject {
  const lines = new Map<string, Value[]>()
  const ofBeat = entries[0]?.actor.kind === 'beat'
  let ready = ofBeat
  let pool = 'prefork'
  for (const entry of entries) {
    if (entry.kind === 'worker-started') pool = entry.detail.pool
    const text = lineOf(entry)
    if (!ready || text === null) {
      ready ||= text?.endsWith(' ready.') ?? false
      continue
    }
    const forked = entry.actor.kind === 'process' && pool === 'prefork'
    // A worker's own beat (`-B`) is a process beside its main one.
    const beside = entry.actor.kind === 'beat' && !ofBeat ? 'Beat' : 'MainProcess'
    const process = forked ? 'ForkPoolWorker' : beside
    lines.set(process, [...(lines.get(process) ?? []), maskLine(names.text(text))])
  }
  return Object.fromEntries(lines)
}

/** What a task prints becomes a warning in the worker's log. */
function lineOf(entry: Entry): string | null {
  if (entry.kind === 'logged') return `${entry.detail.level} ${entry.detail.text}`
  if (entry.kind === 'printed' && entry.detail.plain === true) return `STDOUT ${entry.detail.text}`
  if (entry.kind === 'printed') return `WARNING ${entry.detail.text.replace(/\n$/, '')}`
  return null
}

/** Leaves out what no two runs share, and cuts tracebacks to their first and last line. */
function maskLine(text: string): string {
  const lines = text.split('\n').filter((line, index) => index === 0 || line.trim() !== '')
  const isTraceback = lines.slice(1).some((line) => line.includes('Traceback'))
  const short = isTraceback ? [lines[0], '…', lines.at(-1)] : lines
  return short
    .join('\n')
    .replace(/\b(in|after) \d+\.\d+(e-\d+)?s/g, '$1 <dur>s')
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(\+00:00)?/g, '<time>')
    .replace(/pid:\d+/g, 'pid:<pid>')
    .replace(/ForkPoolWorker-\d+/g, 'ForkPoolWorker-N')
    .replace(/(signal|exitcode) (\d+) \(pid/g, '$1 $2 (pid')
}
