import { type Parameters, text } from '../checks/check.ts'
import { named, type RunRecord, type TaskRecord, type WorkerRecord } from '../checks/run-record.ts'

/** Celery's `task_default_queue`. */
export const DEFAULT_QUEUE = 'celery'

/** Two kinds of task: the one that should not wait, and the one in its way. */
export interface Lanes {
  readonly task: readonly TaskRecord[]
  readonly other: readonly TaskRecord[]
  /** The one queue that all of both came to; null where there are several or none. */
  readonly shared: string | null
  /** Were tasks of the first kind sent with a higher priority than any of the second? */
  readonly preferred: boolean
}

/** Which queues two kinds of task came to. */
export function lanesOf(run: RunRecord, parameters: Parameters): Lanes {
  const task = named(run, text(parameters, 'task'))
  const other = named(run, text(parameters, 'other'))
  const queues = new Set([...task, ...other].map(({ queue }) => queue))
  const [first] = queues
  const both = task.length > 0 && other.length > 0 && queues.size === 1
  return {
    task,
    other,
    shared: both ? (first ?? null) : null,
    preferred: highest(task) > highest(other),
  }
}

const highest = (tasks: readonly TaskRecord[]): number =>
  Math.max(0, ...tasks.map(({ priority }) => priority ?? 0))

/** The queues that these tasks came to. */
export const queuesOf = (tasks: readonly TaskRecord[]): ReadonlySet<string> =>
  new Set(tasks.flatMap(({ queue }) => (queue === null ? [] : [queue])))

/** Workers that took from any of these queues. */
export function consumersOf(run: RunRecord, queues: ReadonlySet<string>): readonly WorkerRecord[] {
  const hostnames = new Set(
    run.queues.filter(({ name }) => queues.has(name)).flatMap(({ consumers }) => [...consumers]),
  )
  return run.workers.filter(({ hostname }) => hostnames.has(hostname))
}
