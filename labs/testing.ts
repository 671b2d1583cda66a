import { seconds } from '../simulator/index.ts'
import type {
  LookRecord,
  PodRecord,
  QueueRecord,
  RunRecord,
  TaskRecord,
  WorkerRecord,
} from './checks/run-record.ts'
import { type Lab, problemText } from './lab.ts'
import type { ParsedLab } from './parse-lab.ts'

let made = 0

/** For tests: a task that was sent at 0 s, began at once in `w1@sim`, and succeeded after a second. */
export function taskOf(name: string, changes: Partial<TaskRecord> = {}): TaskRecord {
  made += 1
  return {
    id: `t${made}`,
    name,
    called: '()',
    group: null,
    published: 0,
    priority: null,
    queue: 'celery',
    firstStarted: 0,
    lastStarted: 0,
    finished: seconds(1),
    runtime: seconds(1),
    state: 'SUCCESS',
    workers: ['w1@sim'],
    successes: [],
    replaced: false,
    retries: 0,
    error: null,
    ...changes,
  }
}

/** For tests: the same task so many times over. */
export const times = (count: number, task: () => TaskRecord): readonly TaskRecord[] =>
  Array.from({ length: count }, task)

/** For tests: a queue that had messages and has none left. */
export const queueOf = (name: string, ...consumers: readonly string[]): QueueRecord => ({
  name,
  waiting: 0,
  everWaited: true,
  consumers: new Set(consumers),
})

/** For tests: a worker, and when it was away, in seconds. */
export const workerOf = (
  hostname: string,
  processes: number,
  ...away: readonly (readonly [from: number, to: number])[]
): WorkerRecord => ({
  hostname,
  processes,
  away: away.map(([from, to]) => ({ from: seconds(from), to: seconds(to) })),
})

/** For tests: a look of an autoscaler at this second, at a queue of four for two pods, which changes nothing. */
export const lookOf = (at: number, changes: Partial<LookRecord> = {}): LookRecord => ({
  time: seconds(at),
  metric: 'queue',
  value: 4,
  current: 2,
  recommended: 2,
  desired: 2,
  ...changes,
})

/** For tests: a pod from one second to another, and how many tasks died with it. */
export const podOf = (from: number, to: number, killed = 0): PodRecord => ({
  name: 'pod-1@sim',
  from: seconds(from),
  to: seconds(to),
  killed,
})

/** For tests: a run in which nothing happened, but for `changes`. */
export const runOf = (changes: Partial<RunRecord> = {}): RunRecord => ({
  tasks: [],
  queues: [],
  workers: [],
  waits: [],
  looks: [],
  pods: [],
  trouble: null,
  clientEnded: true,
  end: seconds(100),
  baseline: null,
  ...changes,
})

/** For tests: a lab that was read without problems. */
export function goodLab(parsed: ParsedLab): Lab {
  if (parsed.ok) return parsed.lab
  throw new Error(parsed.problems.map(problemText).join('\n'))
}
