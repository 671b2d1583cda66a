import type { Answers, Item, Truths } from '../answers.ts'
import type {
  Fault,
  Json,
  JsonObject,
  Micros,
  ServiceOutcome,
  SourceLine,
} from '../../simulator/index.ts'

/** One success of a task; one whose message comes back may have several. */
export interface SuccessRecord {
  readonly time: Micros
  readonly value: Json
  readonly repr: string
}

/** A time when something was going on. */
export interface Span {
  readonly from: Micros
  /** The end of the run where it never ended. */
  to: Micros
}

/** What became of one task, from its log. */
export interface TaskRecord {
  readonly id: string
  readonly name: string
  /** Its positional arguments as Celery shows them: `('mail-001.log',)`. */
  readonly called: string
  /** Its first argument, by whichever name: `mail-001.log`; '' where it has none. */
  readonly argument: string
  /** The group that it was sent in. */
  readonly group: string | null
  readonly published: Micros
  readonly priority: number | null
  /** The queue that its first message came to; null where it was never enqueued. */
  queue: string | null
  /** When a worker last got its message, and when that was first acknowledged. */
  delivered: Micros | null
  acked: Micros | null
  firstStarted: Micros | null
  lastStarted: Micros | null
  /** End of its last try. */
  finished: Micros | null
  /** How long its successful try ran. */
  runtime: Micros | null
  /** Celery's state at the end of its last try. */
  state: string | null
  /** Hostnames of the workers that ran it, once for each try. */
  readonly workers: string[]
  /** When its body ran, once for each try: to its end, or until its process died. */
  readonly runs: Span[]
  /** In the order of time. */
  readonly successes: SuccessRecord[]
  /** Another task went on under its id (`self.replace`). */
  replaced: boolean
  /** How often it asked to be tried again. */
  retries: number
  /** The type of the exception of its last failure. */
  error: string | null
  /** What it says, or the error with which the chord that it was the last of went no further; absent: neither. */
  errorText?: string
  /** The task that it came of in the end: its own id where a program sent it. */
  readonly root: string
  /** Where it had asked to be tried again and then ended in another way. */
  swallowed: SourceLine | null
}

/** One call to a service. */
export interface CallRecord {
  /** Null: the client, or a web front. */
  readonly task: TaskRecord | null
  /** The visitor of a web front whom its thread answers meanwhile; absent for anybody else. */
  readonly request?: RequestStart
  readonly service: string
  readonly call: string
  readonly subject: string
  readonly from: Micros
  /** When its caller heard of it, or died; the end of the run where neither came. */
  to: Micros
  /** Null where its caller never heard of it. */
  outcome: ServiceOutcome | null
  code: number | null
}

/** One thing that a call has changed in the world outside. */
export interface EffectRecord {
  readonly time: Micros
  readonly service: string
  readonly call: string
  readonly subject: string
  readonly entry: JsonObject
  /** Whose call it was; absent or null: the client's, or nobody's. */
  readonly task?: TaskRecord | null
}

/** A request that a thread of a web front has begun to answer. */
export interface RequestStart {
  readonly number: number
  readonly method: string
  readonly path: string
  /** The fields that its visitor sent. */
  readonly form: JsonObject
}

/** A request of a web front that has an answer. */
export interface RequestRecord extends Omit<RequestStart, 'form'> {
  readonly time: Micros
  readonly service: string
  /** Null where its visitor gave up before any thread was free. */
  readonly form: JsonObject | null
  readonly status: number
  /** The status that its visitor should have had; null: any. */
  readonly wanted: number | null
  /** From asking to the answer. */
  readonly latency: Micros
}

/** A time when a service was away. */
export interface OutageRecord {
  readonly service: string
  readonly from: Micros
  /** The end of the run where it never came back. */
  to: Micros
}

/** A time when the client or a task's body stood still until something came. */
export interface WaitRecord {
  /** Null: the client, or a web front. */
  readonly task: TaskRecord | null
  /** As that of a call. */
  readonly request?: RequestStart
  /** The tasks whose results it waited for; empty where it waited for something else. */
  readonly ids: readonly string[]
  /** It slept. */
  readonly sleeps: boolean
  /** A task that waits inside `with allow_join_result()`. */
  readonly allowed?: true
  readonly from: Micros
  /** The end of the run where it never went on. */
  to: Micros
}

export interface QueueRecord {
  readonly name: string
  /** Messages that wait at the end of the run. */
  waiting: number
  everWaited: boolean
  /** Hostnames of the workers that took from it at any time. */
  readonly consumers: Set<string>
}

/** A time when a worker took nothing new: from its order to stop until it was ready again. */
export interface Absence {
  readonly from: Micros
  /** The end of the run where it never came back. */
  to: Micros
}

export interface WorkerRecord {
  readonly hostname: string
  processes: number
  readonly away: Absence[]
}

/** Something that struck the cluster. */
export interface FaultRecord {
  readonly time: Micros
  readonly fault: Fault
}

/** A machine that is paid for, until the run is over or until it dies. */
export interface MachineRecord {
  readonly name: string
  readonly cores: number
  /** Of a minute. */
  readonly price: number
}

/** One look of an autoscaler. */
export interface LookRecord {
  readonly time: Micros
  readonly metric: 'cpu' | 'queue' | 'age'
  readonly value: number | null
  readonly current: number
  readonly recommended: number
  readonly desired: number
}

/** One pod, from its image to its end. */
export interface PodRecord {
  readonly name: string
  readonly from: Micros
  /** The end of the run where it was never told to go. */
  to: Micros
  /** Tasks that SIGKILL ended with it, once its grace was over. */
  killed: number
}

/** One run, read once, for every check and diagnosis. */
export interface RunRecord {
  readonly tasks: readonly TaskRecord[]
  readonly queues: readonly QueueRecord[]
  readonly workers: readonly WorkerRecord[]
  readonly waits: readonly WaitRecord[]
  /** In the order of time. */
  readonly faults: readonly FaultRecord[]
  /** Empty where the cluster names none. */
  readonly machines: readonly MachineRecord[]
  /** The most pool processes that were there at once, and since when. */
  readonly crowd: { readonly most: number; readonly at: Micros }
  /** In the order of time, as the next two. */
  readonly calls: readonly CallRecord[]
  readonly effects: readonly EffectRecord[]
  readonly outages: readonly OutageRecord[]
  readonly requests: readonly RequestRecord[]
  /** In the order of time; empty without an autoscaler. */
  readonly looks: readonly LookRecord[]
  readonly pods: readonly PodRecord[]
  /** What its lab asks. */
  readonly asks: readonly Item[]
  /** What its learner had answered, and what is true in each cell of each matrix. */
  readonly answers: Answers
  readonly truths: Truths
  /** What came of each curve that could be predicted. */
  readonly curves: { readonly [item: string]: readonly number[] }
  /** Why the run says nothing about the checks: the program or a worker died, a rule of the lab was broken. */
  readonly trouble: string | null
  readonly clientEnded: boolean
  readonly end: Micros
  /** The same lab and seed with the starter's files, where a check compares with it. */
  readonly baseline: RunRecord | null
}

/** The tasks of a name. */
export const named = (run: RunRecord, name: string): readonly TaskRecord[] =>
  run.tasks.filter((task) => task.name === name)

/** When a task was first started; the end of the run where none ever was. */
export const firstStart = (run: RunRecord, name: string): Micros =>
  Math.min(run.end, ...named(run, name).map(({ firstStarted }) => firstStarted ?? run.end))

/** Had it succeeded by then? */
export const doneBy = ({ successes: [first] }: TaskRecord, time: Micros): boolean =>
  first !== undefined && first.time <= time

/** From publish to first start; a task that never started has waited until the end of the run. */
export const waitOf = (task: TaskRecord, run: RunRecord): Micros =>
  (task.firstStarted ?? run.end) - task.published

/** The value that 95 of 100 do not exceed (nearest rank); 0 of nothing. */
export function p95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0
}

/** All processes of these workers together. */
export const processesOf = (workers: readonly WorkerRecord[]): number =>
  workers.reduce((sum, worker) => sum + worker.processes, 0)

/** A wait in a process. */
export interface SlotWait extends WaitRecord {
  readonly task: TaskRecord
}

/** The waits in processes of workers for the results of other tasks. */
export const slotWaits = (run: RunRecord): readonly SlotWait[] =>
  run.waits.filter((wait): wait is SlotWait => wait.task !== null && wait.ids.length > 0)

/** The times when a process of a worker slept inside a task. */
export const slotSleeps = (run: RunRecord): readonly SlotWait[] =>
  run.waits.filter((wait): wait is SlotWait => wait.task !== null && wait.sleeps)

/** The waits of the program itself. */
export const clientWaits = (run: RunRecord): readonly WaitRecord[] =>
  run.waits.filter(({ task, request }) => task === null && request === undefined)

/** How long the program stood still altogether. */
export const clientWait = (run: RunRecord): Micros =>
  clientWaits(run).reduce((sum, { from, to }) => sum + to - from, 0)
