import type { Micros } from '../kernel/units.ts'
import type { Json, JsonObject } from '../messages/json.ts'
import type { TaskMessage } from '../messages/message.ts'
import type { Fault } from '../cluster/fault-spec.ts'

/** What a raised exception looks like once it has left Python. */
export interface ExceptionInfo {
  /** The exception itself, pickled in base64, where the program stores results so (rule 6.7). */
  readonly pickled?: string
  /** Class name without module, e.g. `ValueError`. */
  readonly type: string
  readonly module: string
  /** JSON of `exc.args`; what JSON cannot hold is replaced by its repr (rule 6.7). */
  readonly args: readonly Json[]
  /** `repr(exc)`, e.g. `ValueError('boom')`. */
  readonly repr: string
  /** `str(exc)`. */
  readonly message: string
  /** The learner's own lines of the traceback, outermost first; empty where there is none. */
  readonly frames: readonly Frame[]
  /** Celery refused a call with it, so nothing was sent. */
  readonly refused?: true
  /** What Python prints of it, where that is more than its text: what was probably meant. */
  readonly said?: string
  /** The learner's own `raise` raised it. */
  readonly raised?: true
}

export interface Frame {
  readonly file: string
  readonly line: number
  readonly function: string
}

/** Where in the learner's files a fact comes from. */
export interface SourceLine {
  readonly file: string
  readonly line: number
}

/**
 * Every kind of fact with what its row cannot hold (the side table). A row itself is
 * (time, kind, task, actor, cause); `task` and `cause` are -1 where there is none.
 * The comment says who the actor is.
 */
export interface FactDetails {
  // The run
  /** actor: client */
  'program-started': { readonly file: string }
  /** actor: client */
  'program-ended': { readonly returned: Json; readonly repr: string }
  /** actor: client */
  'program-failed': { readonly error: ExceptionInfo }
  /** actor: client (one line) or process (one written piece, as in Celery's log); without the line end */
  printed: {
    readonly stream: 'stdout' | 'stderr'
    readonly text: string
    readonly at?: SourceLine
    /** A worker wrote it itself, past its log (rule 3.45). */
    readonly plain?: true
  }
  /** actor: worker or process; Celery's own log line as the worker would print it */
  logged: { readonly level: LogLevel; readonly text: string }
  /** actor: client, worker, process or broker; a sentence for the learner about something not simulated yet or documented otherwise */
  noted: {
    readonly text: string
    readonly rule?: string
    readonly at?: SourceLine
    /** A mistake that learners make: whoever shows it has the words; `text` is its name alone. */
    readonly mistake?: { readonly key: string; readonly slots: { readonly [slot: string]: string } }
  }
  /** actor: lab; an action from outside: a lab's script, a click on the stage */
  'action-taken': {
    readonly verb: string
    readonly target: string
    /** Of a kill: `SIGHUP`, say; absent: SIGKILL. */
    readonly signal?: string
  }

  // Topology; actor: whoever declares
  'exchange-declared': {
    readonly name: string
    readonly type: string
    /** Default true. */
    readonly durable?: boolean
    /** Default false. */
    readonly autoDelete?: boolean
  }
  'queue-declared': {
    readonly name: string
    readonly arguments: Json
    /** Default true. */
    readonly durable?: boolean
    /** Default false. */
    readonly autoDelete?: boolean
    /** Default false; only its own connection may use it. */
    readonly exclusive?: boolean
    /** Redis: the priority steps that it has lists for, and `sep` in their keys, where they are not kombu's own. */
    readonly lists?: { readonly steps: readonly number[]; readonly sep: string }
  }
  'queue-bound': { readonly exchange: string; readonly routingKey: string; readonly queue: string }

  // Messages
  /** actor: client, process, worker or beat; the publish call */
  'message-published': { readonly message: TaskMessage; readonly at?: SourceLine }
  /** actor: queue */
  'message-enqueued': {
    readonly tag: number
    readonly reason:
      | 'published'
      | 'requeued'
      | 'restored'
      | 'dead-lettered'
      | 'duplicated'
      | 'returned'
      | 'overdue'
      | 'untaken'
      | 'revived'
    readonly priority: number
    /** Tag of the waiting message that it was put in front of; absent when it is the last. */
    readonly before?: number
  }
  /** actor: broker; no queue is bound for it (rule 2.16) */
  'message-unroutable': { readonly exchange: string; readonly routingKey: string }
  /** actor: worker */
  'message-delivered': {
    readonly tag: number
    readonly queue: string
    readonly redelivered: boolean
  }
  /** actor: worker */
  'message-acked': { readonly tag: number; readonly queue: string }
  /** actor: worker */
  'message-rejected': { readonly tag: number; readonly queue: string; readonly requeue: boolean }
  /** actor: queue or broker; the broker took it out of the system: time to live, overflow, purge */
  'message-dropped': { readonly tag: number; readonly queue: string; readonly reason: string }

  // Workers
  /** actor: worker */
  'worker-started': {
    readonly hostname: string
    readonly queues: readonly string[]
    readonly concurrency: number
    readonly pool: string
  }
  'worker-ready': Record<never, never>
  'worker-stopping': { readonly how: 'warm' | 'cold' | 'soft' }
  'worker-stopped': {
    readonly reason: 'warm' | 'cold' | 'killed' | 'failed'
    /** Of a worker that ended by itself (rule 3.50). */
    readonly exitCode?: number
  }
  /** actor: worker; value passed to basic.qos */
  'prefetch-set': { readonly count: number }
  /** actor: process */
  'process-started': { readonly index: number; readonly pid: number }
  /** actor: process */
  'process-ended': { readonly reason: 'shutdown' | 'killed' | 'crashed' | 'recycled' }

  // A task in a worker; actor: worker
  'task-received': { readonly tag: number }
  /** held in the worker's waiting room until its ETA (rule 3.17) */
  'task-held': { readonly until: Micros }
  'task-reserved': Record<never, never>
  'task-unknown': { readonly name: string }
  /** the worker could not use the message (rules 1.9, 1.10, 1.13) */
  'message-invalid': { readonly reason: string }
  'task-revoked': { readonly reason: 'expired' | 'revoked' | 'terminated' }

  // A task in a process; actor: process
  'task-started': { readonly name: string; readonly retries: number }
  'body-parked': { readonly on: ParkedOn; readonly at?: SourceLine }
  'body-resumed': Record<never, never>
  'task-succeeded': { readonly result: Json; readonly repr: string; readonly runtime: Micros }
  'task-failed': { readonly error: ExceptionInfo; readonly runtime: Micros }
  'task-retried': {
    readonly error: ExceptionInfo | null
    readonly due: Micros
    readonly retries: number
    /** Who decided how long it waits; absent where no `retry()` did. */
    readonly wait?: RetryWait
  }
  'task-ignored': { readonly reason: string }
  'task-rejected': { readonly requeue: boolean; readonly reason: string }
  /** the trace is over (signal task_postrun); state is Celery's */
  'task-finished': { readonly state: string }
  /** an errback called inline in this process (rule 4.35) */
  'errback-called': { readonly name: string }

  // Results; actor: who stores
  /** `kept` is false where a stored SUCCESS refused the write (rule 6.10) */
  'state-stored': {
    readonly state: string
    readonly result: Json
    readonly error?: ExceptionInfo
    readonly traceback?: string
    readonly kept: boolean
    /** What it was written with, where that is not JSON. */
    readonly serializer?: string
    /** The learner's line, where one of theirs has written it: `update_state`. */
    readonly at?: SourceLine
  }
  'result-forgotten': Record<never, never>
  /** actor: process; one header task of a chord counted (rule 5.36) */
  'chord-counted': { readonly group: string; readonly count: number; readonly size: number }
  'chord-unlocked': { readonly group: string; readonly body: string }
  'chord-failed': { readonly group: string; readonly body: string; readonly error: ExceptionInfo }

  // Monitoring; actor: worker or client
  'event-sent': { readonly type: string; readonly fields: Json }

  /** actor: process; the trace itself failed (signal task_internal_error), e.g. a callback could not be sent */
  'task-internal-error': { readonly error: ExceptionInfo }

  /** actor: worker; a received task waits for its rate limit (rule 3.23); `until` is when it may go at the earliest */
  'task-limited': { readonly until: Micros }

  // Remote control (rule 3.62)
  /** actor: client or process; null: to all workers */
  'control-sent': {
    readonly method: string
    readonly arguments: { readonly [name: string]: Json }
    readonly destination: readonly string[] | null
    readonly at?: SourceLine
  }
  /** actor: worker; `reply` is what it answers, whether anybody waits for it or not */
  'control-handled': { readonly method: string; readonly reply: Json }
  /** actor: worker; it takes messages from one more queue, or from one less */
  'consumer-added': { readonly queue: string }
  'consumer-cancelled': { readonly queue: string }

  // A task that runs where it is called (rule 4.45); actor: client or process
  'eager-started': { readonly name: string; readonly retries: number }
  /**
   * `state` is that of its result, which no backend holds; `repr` its value or exception. `thrown`: the
   * exception goes on into the caller, without the signals and handlers of a failure.
   */
  'eager-ended': { readonly state: string; readonly repr: string; readonly thrown: boolean }
  // Connections; actor: client, worker, process or beat
  /** its connection to broker or backend broke, or it noticed that it was dead (rule 3.12) */
  'connection-lost': { readonly to: Server; readonly reason: string }
  /** it could not connect; `retryIn` is when it tries again, null: never (rules 1.21, 3.11) */
  'connection-refused': {
    readonly to: Server
    readonly error: string
    readonly retryIn: Micros | null
  }
  /** it is connected again; the first connection of a process is not worth a fact */
  'connection-opened': { readonly to: Server }
  /** what it published just now did not reach the broker; it tries again, or raises in the caller (rule 1.21) */
  'publish-failed': { readonly error: string; readonly again: boolean }
  /** actor: client or process; the body of the call's message could not be written (rules 1.8, 1.18) */
  'call-unwritten': { readonly name: string; readonly error: string }
  /**
   * an acknowledgement for a message that went back meanwhile (rules 2.27, 3.12): an AMQP channel that is
   * closed refuses it, Redis takes it for whoever has the message now. `finds` is what it comes upon where
   * there is no channel to refuse it: the message waits again, is settled, or was handed out again under
   * another receipt
   */
  'ack-void': {
    readonly tag: number
    readonly queue: string
    readonly refused: boolean
    readonly finds?: 'waiting' | 'settled' | 'again'
  }
  /** actor: worker, or the broker; it has not heard of this worker for too long (rules 3.55, 3.53) */
  'heartbeat-missed': { readonly worker: string }

  // More of RabbitMQ
  /** actor: whoever declares; messages go on from one exchange to another */
  'exchange-bound': {
    readonly exchange: string
    readonly routingKey: string
    readonly destination: string
  }
  /** actor: queue; the message has left it and goes to a dead letter exchange (rule 2.19) */
  'message-dead-lettered': {
    readonly tag: number
    readonly queue: string
    readonly reason: string
    readonly exchange: string
    readonly routingKey: string
    /** It waited in the queue until now; else a worker had it, or it never got in. */
    readonly waited: boolean
  }
  /** actor: queue; it is full and takes no more (x-overflow, rule 2.18) */
  'message-refused': { readonly queue: string; readonly reason: string }
  /** actor: queue; what waited in it is gone too */
  'queue-deleted': { readonly name: string; readonly reason: string }
  /** actor: client or process; it took the message out of the queue by itself, and no worker gets it */
  'message-taken': { readonly tag: number; readonly queue: string }
  /** actor: who the channel belonged to; the broker closed it with an error */
  'channel-closed': { readonly code: number; readonly text: string }
  // Faults; actor: lab
  /** the cause of what the fault does; drawn: the boundary of a body at which chance has let it happen */
  'fault-began': Fault & { readonly drawn?: string }
  /** what can be taken back of it is; its cause is its beginning */
  'fault-ended': Fault
  /** actor: worker; it takes the message for acknowledged, the broker never heard of it */
  'ack-lost': { readonly tag: number; readonly queue: string }

  // Outside autoscalers
  /** actor: autoscaler; one look: what it saw, what that asked for, what it asks for */
  'autoscaler-decided': {
    readonly metric: 'cpu' | 'queue' | 'age'
    /** Per cent, messages, seconds; null where nobody could tell. */
    readonly value: number | null
    readonly target: number
    /** Pods wanted until now. */
    readonly current: number
    /** By the metric alone. */
    readonly recommended: number
    /** After windows, policies and bounds. */
    readonly desired: number
  }
  /** actor: the worker of the pod; `killed`: tasks that it was running when SIGKILL came */
  'pod-changed': {
    readonly phase: 'pulling' | 'starting' | 'ready' | 'waiting' | 'terminating' | 'gone'
    readonly killed?: number
    /** Its machine died. */
    readonly lost?: true
  }
  /**
   * actor: broker; the message was on its way there, or came over a channel that was closed: it is lost. Or actor:
   * who sent it; its connection broke before the message had reached the broker, and nobody was told
   */
  'message-lost': {
    readonly exchange: string
    readonly routingKey: string
    readonly reason: 'restart' | 'channel' | 'connection'
  }
  /** actor: broker */
  'exchange-deleted': { readonly name: string; readonly reason: string }
  /** actor: client, process or beat; it is short of memory and reads nothing more from this connection */
  /** actor: queue; nobody can use it, nothing is taken from it */
  'queue-closed': { readonly name: string; readonly reason: string }
  'queue-opened': { readonly name: string }
  'connection-blocked': Record<never, never>
  'connection-unblocked': Record<never, never>
  /** actor: worker; a cold shutdown has cut it off (rules 3.47, 3.48). `requeued`: its message goes back */
  'task-cancelled': { readonly requeued: boolean }
  /** actor: process; its message was delivered again and it has succeeded already (rule 3.31) */
  'task-skipped': Record<never, never>
  /** actor: the process whose receivers of a signal are called */
  'receivers-called': { readonly signal: string }
  /** it waits for an answer that does not come, for nothing passes between it and the server */
  'link-stalled': { readonly to: Server }
  /** the answer has come after all: it goes on */
  'link-resumed': { readonly to: Server }
  /** actor: client or process; its program has taken the message by itself and has to settle it */
  'message-fetched': {
    readonly tag: number
    readonly queue: string
    readonly redelivered: boolean
  }
  /** actor: client or process; what its program did with such a message */
  'message-settled': {
    readonly tag: number
    readonly queue: string
    readonly how: 'ack' | 'reject' | 'requeue'
  }

  // Services; a call is a wait of its body (`body-parked` on a service)
  /** actor: service; what a call has changed in the world outside, whether its caller hears of it or not */
  'service-effect': {
    readonly call: string
    readonly subject: string
    readonly entry: JsonObject
  }
  /** actor: client or process; what its call came to */
  'service-answered': {
    readonly service: string
    readonly call: string
    readonly subject: string
    readonly outcome: ServiceOutcome
    /** Of its protocol: 250 of SMTP, 503 of HTTP. */
    readonly code: number | null
    readonly text: string
    /** Chance decided it: another draw, and the call would have been served. */
    readonly drawn?: true
  }
  /** actor: service; an outage of its own begins, and ends */
  'service-away': { readonly until: Micros; readonly how: 'refuses' | 'silent' }
  'service-back': Record<never, never>
  /** actor: service; each call takes about `latency` from now on, and is as quick as before again */
  'service-slowed': { readonly until: Micros; readonly latency: Micros }
  'service-recovered': Record<never, never>
  /** actor: service; a datagram that never took effect there, of which its sender does not hear */
  'service-missed': {
    readonly call: string
    readonly subject: string
    /** `refused`: it came, and the service would not have it. */
    readonly why: 'away' | 'refused'
    readonly code: number | null
    readonly text: string
  }
  /** actor: a thread of a web front; the learner's handler begins to answer */
  'request-started': Visited & {
    /** The fields that its visitor sent. */
    readonly form: JsonObject
    readonly waited: Micros
  }
  /** actor: service, a web front; a visitor is there, and waits for a thread */
  'request-arrived': Visited
  /** actor: a thread of a web front; its handler is done with a request, whether or not its visitor is still there */
  'request-handled': Visited & { readonly status: number }
  /** actor: service; a visitor has an answer, `latency` after asking */
  'request-ended': Visited & {
    readonly status: number
    /** The status that its visitor should have had; absent: any. */
    readonly wanted?: number
    readonly latency: Micros
  }
}

/** Which request of a web front. */
interface Visited {
  readonly number: number
  readonly method: string
  readonly path: string
}

/** Who decides how long a task waits for its next try (rules 4.23 to 4.27); seconds. */
export type RetryWait =
  /** The countdown that `retry()` was called with; null: an ETA. */
  | { readonly by: 'call'; readonly seconds: number | null }
  | { readonly by: 'default'; readonly seconds: number }
  /** `retry_backoff`, doubled with each try up to its maximum; `drew` is what jitter made of it, null: there is none. */
  | {
      readonly by: 'backoff'
      readonly factor: number
      readonly seconds: number
      readonly most: boolean
      readonly drew: number | null
    }

/** How a call to a service ended for its caller. */
export type ServiceOutcome =
  | 'answered'
  /** Nobody listens there. */
  | 'refused'
  /** No answer has come within the time that the caller wanted to wait. */
  | 'timed out'
  /** The connection broke, or was closed by the other side. */
  | 'disconnected'
  | 'unknown host'

/** What a process connects to. */
export type Server = 'broker' | 'backend'

export type LogLevel = 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' | 'CRITICAL'

/** What a body that has given up its turn is waiting for. */
export type ParkedOn =
  | { readonly kind: 'sleep'; readonly until: Micros }
  /** `allowed`: a task that waits inside `with allow_join_result()`, where it otherwise may not (rule 5.60). */
  | { readonly kind: 'result'; readonly ids: readonly string[]; readonly allowed?: true }
  | { readonly kind: 'state'; readonly id: string }
  | { readonly kind: 'replies'; readonly method: string }
  | {
      readonly kind: 'service'
      readonly service: string
      readonly call: string
      readonly subject: string
    }
  | { readonly kind: 'computing' }

export type FactKind = keyof FactDetails

/** The order fixes the code of each kind in the log's column: add at the end, never in between. */
export const FACT_KINDS = [
  'program-started',
  'program-ended',
  'program-failed',
  'printed',
  'logged',
  'noted',
  'action-taken',
  'exchange-declared',
  'queue-declared',
  'queue-bound',
  'message-published',
  'message-enqueued',
  'message-unroutable',
  'message-delivered',
  'message-acked',
  'message-rejected',
  'message-dropped',
  'worker-started',
  'worker-ready',
  'worker-stopping',
  'worker-stopped',
  'prefetch-set',
  'process-started',
  'process-ended',
  'task-received',
  'task-held',
  'task-reserved',
  'task-unknown',
  'message-invalid',
  'task-revoked',
  'task-started',
  'body-parked',
  'body-resumed',
  'task-succeeded',
  'task-failed',
  'task-retried',
  'task-ignored',
  'task-rejected',
  'task-finished',
  'errback-called',
  'state-stored',
  'result-forgotten',
  'chord-counted',
  'chord-unlocked',
  'chord-failed',
  'event-sent',
  'task-internal-error',
  'task-limited',
  'control-sent',
  'control-handled',
  'consumer-added',
  'consumer-cancelled',
  'eager-started',
  'eager-ended',
  'connection-lost',
  'connection-refused',
  'connection-opened',
  'publish-failed',
  'ack-void',
  'heartbeat-missed',
  'exchange-bound',
  'message-dead-lettered',
  'message-refused',
  'queue-deleted',
  'channel-closed',
  'fault-began',
  'fault-ended',
  'ack-lost',
  'autoscaler-decided',
  'pod-changed',
  'task-cancelled',
  'message-taken',
  'receivers-called',
  'message-lost',
  'exchange-deleted',
  'connection-blocked',
  'connection-unblocked',
  'task-skipped',
  'link-stalled',
  'link-resumed',
  'queue-closed',
  'queue-opened',
  'call-unwritten',
  'message-fetched',
  'message-settled',
  'service-effect',
  'service-answered',
  'service-away',
  'service-back',
  'service-missed',
  'request-started',
  'request-ended',
  'service-slowed',
  'service-recovered',
  'request-arrived',
  'request-handled',
] as const satisfies readonly FactKind[]

type Missing = Exclude<FactKind, (typeof FACT_KINDS)[number]>
/** Fails to compile when a kind has details but no code. */
export const EVERY_KIND_HAS_A_CODE: [Missing] extends [never] ? true : Missing = true
