import type { RetryPolicy } from '../canvas/retry-policy.ts'
import type { Micros } from '../kernel/units.ts'
import type { ExceptionInfo, LogLevel, RetryWait, SourceLine } from '../log/facts.ts'
import type { Json } from '../messages/json.ts'
import type { TaskMessage } from '../messages/message.ts'
import type { Signature } from '../messages/signature.ts'
import type { QueueSpec } from '../routing/queues.ts'
import type {
  Answer,
  PythonError,
  Question,
  RequestContext,
  ResultTree,
  SignalCall,
  Tells,
} from '../program.ts'

/**
 * What a process does next, in its own order. A step takes effect at the process's clock, moved up to
 * `notBefore`, plus `cost`. So two publishes in a row take two publishes' time, and what a body told at
 * its local time happens then.
 */
export interface Step {
  what: Act['do'] | Usual
  /** What else there is to say of it; null for a usual one. */
  act: Act | null
  /** The tag or the request that a usual one is about; NONE. */
  about: number
  /** How the try ended that a usual one is about. */
  outcome: Outcome | null
  /** Row of the fact that a usual one comes from; NONE. */
  from: number
  notBefore: Micros
  /** At an even pace; each process has its own by seed. */
  cost: Micros
  /** Opening a connection first, where this step is the first to need one. */
  connecting: Micros
}

/** A step about nothing yet. */
export const newStep = (what: Step['what'], cost: Micros, notBefore: Micros): Step => ({
  what,
  act: null,
  about: -1,
  outcome: null,
  from: -1,
  notBefore,
  cost,
  connecting: 0,
})

/**
 * What every task goes through. It is told in numbers: steps are used again, and so a task costs no object
 * for each of them.
 */
export type Usual =
  // A worker's main process looks at a message, or hears that a try is over
  | 'receive'
  | 'completed'
  // A pool process takes a request, runs its body, stores a result nobody waits for, has its last words
  | 'accept'
  | 'begin'
  | 'store-shared'
  | 'conclude'

/** What is written for an id. */
export interface Write {
  readonly id: string
  readonly state: string
  readonly result: Json
  readonly error?: ExceptionInfo
  readonly traceback?: string
  /** The request of the task that this write is about; absent for update_state and the like. */
  readonly request?: RequestContext
  /** The reply queue of who sent the task, where that is no part of a request. */
  readonly replyTo?: string
  readonly children?: readonly Json[]
  /** The learner's line that writes it: `update_state` and the like. */
  readonly at?: SourceLine
}

/** A state that is stored because a chord failed. */
export interface ChordStore {
  /** Its body, a task of its body, or its body as a group. */
  readonly of: 'body' | 'member' | 'group'
  /** The ChordError. */
  readonly error: ExceptionInfo
}

/** Plain data: what is done is looked up by `do`. */
export type Act =
  // Python
  | { readonly do: 'load' }
  /** The client's program, or a round of beat's loop. */
  | { readonly do: 'main' }
  | { readonly do: 'answer'; readonly to: Question['kind']; readonly answer: Answer }
  // Effects a body told
  | {
      readonly do: 'print'
      readonly stream: 'stdout' | 'stderr'
      readonly text: string
      readonly at?: SourceLine
    }
  | { readonly do: 'log'; readonly level: LogLevel; readonly text: string }
  /** A service inside Python has been changed: nothing is left to do but to be there after it. */
  | { readonly do: 'ledger' }
  /** A thread of a web front answers a visitor. */
  | { readonly do: 'serve'; readonly visit: number }
  | ({ readonly do: 'datagram' } & Tells['datagram']['say'])
  | {
      readonly do: 'note-mistake'
      readonly mistake: string
      readonly slots: { readonly [slot: string]: string }
      readonly at?: SourceLine
    }
  | {
      readonly do: 'note'
      readonly text: string
      readonly rule?: string
      readonly at?: SourceLine
    }
  | {
      readonly do: 'event'
      readonly type: string
      readonly hostname: string | null
      readonly fields: { readonly [name: string]: Json }
    }
  | {
      readonly do: 'publish'
      readonly message: TaskMessage
      readonly declare: readonly QueueSpec[]
      /** For the event `task-sent`. */
      readonly queue: string | null
      readonly warnings: readonly string[]
      readonly retry: RetryPolicy | null
      readonly at?: SourceLine
      /** How often the broker has refused it. */
      readonly nth?: number
    }
  /** What was never sent, as its caller gets an exception. */
  | {
      readonly do: 'unsent'
      readonly of: Extract<Act, { readonly do: 'publish' }>
      readonly error: string
    }
  /** A call whose message could not be written. */
  | {
      readonly do: 'unwritten'
      readonly id: string
      readonly name: string
      readonly error: string
    }
  /** The broker's answer to a publish is there. */
  | { readonly do: 'confirm'; readonly of: Extract<Act, { readonly do: 'publish' }> }
  | {
      readonly do: 'start-chord'
      readonly group: string
      readonly size: number
      readonly body: Signature
      /** Null where it went out one by one. */
      readonly header: ResultTree | null
    }
  /** The results of nested groups are looked at again, `until` they are waited for no longer. */
  | {
      readonly do: 'join-chord'
      readonly group: string
      readonly body: Signature
      readonly until: Micros
    }
  /** One more task is a member of a chord that runs. */
  | { readonly do: 'grow-chord'; readonly group: string }
  /** A task that has waited for the header of a chord sends its body, or gives it up. */
  | { readonly do: 'unlock-chord'; readonly group: string; readonly body: string }
  | {
      readonly do: 'fail-chord'
      readonly group: string
      readonly body: Signature
      readonly error: ExceptionInfo
      readonly cause: ExceptionInfo
    }
  /** The results of a group are kept under its id; null: forgotten. */
  | { readonly do: 'save-group'; readonly id: string; readonly tuple: Json }
  | {
      readonly do: 'store'
      readonly write: Write
      /** Of a chord whose body will not run. */
      readonly chord?: ChordStore
    }
  | { readonly do: 'forget'; readonly id: string }
  | { readonly do: 'clean-up' }
  | ({ readonly do: 'eager' } & Tells['eager']['say'])
  | { readonly do: 'control'; readonly ticket: number; readonly at?: SourceLine }
  /** The nth attempt to connect is over; what was to be sent goes out if it came off (rule 1.21). */
  | {
      readonly do: 'connect'
      readonly then: Extract<Act, { readonly do: 'publish' | 'control' }>
      readonly nth: number
      readonly since: Micros
      /** When this attempt is given up, where nobody answers. */
      readonly until: Micros
      /** There was no connection: it may take no longer than one attempt in all. */
      readonly limited: boolean
    }
  /** The broker could not be reached in all attempts. */
  | {
      readonly do: 'sending-failed'
      readonly of: 'publish' | 'control'
      readonly error: string
    }
  // A worker's main process
  | { readonly do: 'ready' }
  | { readonly do: 'handle-control'; readonly ticket: number }
  | { readonly do: 'stopped' }
  /** The wait of a soft shutdown is over (rule 3.49). */
  | { readonly do: 'cut-off' }
  /** A task was cut off by a cold shutdown (rules 3.47, 3.48). */
  | { readonly do: 'cancelled'; readonly request: number }
  /** An ETA or a rate limit that came while the main loop stood still. */
  | { readonly do: 'due'; readonly request: number }
  | { readonly do: 'bucket'; readonly bucket: number }
  /** The broker has cancelled its consumer: a queue of its is not there any more. */
  | { readonly do: 'consumer-lost' }
  /** An error of the broker that Celery does not recover from, as its log shows it. */
  | { readonly do: 'unrecoverable'; readonly error: string }
  /** The broker has closed its channel with an error. */
  | { readonly do: 'channel-closed'; readonly code: number; readonly text: string }
  /** A task whose process is gone (rules 3.28, 3.35, 3.38). */
  | {
      readonly do: 'given-up'
      readonly request: number
      readonly error: ExceptionInfo
      readonly runtime: Micros
      readonly how: 'lost' | 'timeout' | 'requeue' | 'returned'
    }
  | { readonly do: 'respawn'; readonly process: number }
  // A pool process
  | {
      readonly do: 'count-chord'
      readonly request: number
      /** A step of its chain that will never run, in place of the task itself. */
      readonly element?: Signature
      readonly state: string
      readonly result: Json
      readonly failure: string | null
    }
  | { readonly do: 'forget-chord'; readonly group: string; readonly body: Signature }
  /** An errback of this task cannot be sent (rule 4.36). */
  | { readonly do: 'errback-failed'; readonly id: string; readonly error: ExceptionInfo }
  | {
      readonly do: 'errback'
      readonly signature: Signature
      readonly error: ExceptionInfo
      readonly traceback: string | null
      readonly request: RequestContext
    }
  /** What a body came to has been done: its handlers go on, or hear of the error that came up meanwhile. */
  | { readonly do: 'go-on'; readonly error: PythonError['error'] | null }
  // Receivers of signals
  | { readonly do: 'signal'; readonly call: SignalCall; readonly then: AfterSignal }
  /** A worker's receivers have heard that it begins: it sets itself up. */
  | { readonly do: 'set-up' }
  /** A pool process has said goodbye, or the worker has. */
  | { readonly do: 'gone' }
  /** A signal to a process, by its pid. */
  | { readonly do: 'kill'; readonly pid: number; readonly signal: string }

/** After the receivers of a signal: it goes on, it takes tasks, or it ends and its pool looks on. */
export type AfterSignal = 'nothing' | 'up' | 'recycled' | 'shutdown'

/** How one try of a task ended. */
export type Outcome =
  | {
      readonly kind: 'succeeded'
      readonly result: Json
      readonly repr: string
      readonly runtime: Micros
    }
  | {
      readonly kind: 'failed'
      readonly error: ExceptionInfo
      readonly traceback: string
      readonly expected: boolean
      readonly runtime: Micros
      /** Signal task_postrun was sent already (rule 4.10). */
      readonly finished: boolean
      /** Nobody is told: the exception left the trace itself (rule 4.36). */
      readonly untold?: true
    }
  /** Done already: its message had come again (rule 3.31). */
  | { readonly kind: 'skipped' }
  | {
      readonly kind: 'retried'
      readonly error: ExceptionInfo | null
      readonly message: string
      readonly due: Micros
      readonly wait?: RetryWait
    }
  | { readonly kind: 'ignored'; readonly reason: string }
  | {
      readonly kind: 'rejected'
      readonly requeue: boolean
      readonly reason: string
      readonly traceback: string
    }
