import type { Actor } from './entry.ts'
import type { Log } from './log.ts'

/** The short name of a task by its index in the log: t1, t2... */
export function labelOf(task: number): string {
  return `t${task + 1}`
}

interface Names {
  /** Registered name by task index. */
  readonly names: string[]
  scanned: number
}

/** Names found so far in each log; a log only grows, so what was found stays right. */
const known = new WeakMap<Log, Names>()

/** The registered name of a task by its index, as its message says; undefined before it was published. */
export function nameOf(log: Log, task: number): string | undefined {
  const found = known.get(log) ?? { names: [], scanned: 0 }
  known.set(log, found)
  for (; found.scanned < log.length; found.scanned++) {
    if (log.kindAt(found.scanned) !== 'message-published') continue
    const { message } = log.detail(found.scanned, 'message-published')
    const index = log.taskAt(found.scanned)
    if (index >= 0) found.names[index] ??= message.headers.task
  }
  return found.names[task]
}

/** How a task is called in a sentence: `tasks.add (t3)`. */
export function taskTitle(log: Log, task: number): string {
  const name = nameOf(log, task)
  return name === undefined ? labelOf(task) : `${name} (${labelOf(task)})`
}

/** The worker that an actor is or belongs to: a pool process is named after it, `w1@sim/1`. */
export function workerOf(actor: Actor): string {
  const end = actor.kind === 'process' ? actor.name.lastIndexOf('/') : -1
  return end < 0 ? actor.name : actor.name.slice(0, end)
}
