import type { Micros } from './kernel/units.ts'
import type { Json, JsonObject } from './messages/json.ts'
import type { Called, Signature } from './messages/signature.ts'
import type { ExceptionInfo, ServiceOutcome, SourceLine } from './log/facts.ts'

/**
 * The port between the simulation and whoever runs learner code (Python in Pyodide, or a modelled task).
 * The simulation asks one question at a time and stands still until it is answered. While a question is
 * open, running code may `tell` the simulation things; a tell never waits and takes effect at the
 * process's local time (the moment of the question plus `spent`).
 *
 * A process is named as in the log: `client`, `w1@sim` (a worker's main process), `w1@sim/1` (its
 * first pool process). All of this is plain JSON-able data.
 */
export type Question =
  /** Import the program's module into a new process. Tells `conf`, `task` and, in a client, anything else. */
  | {
      readonly kind: 'load'
      readonly process: string
      readonly role: ProcessRole
      readonly module: string
      /**
       * Settings that win over the program's own, as the environment's do (`CELERY_BROKER_URL`,
       * `CELERY_RESULT_BACKEND`): which broker and backend the cluster has.
       */
      readonly settings: { readonly [key: string]: Json }
      /** `os.getpid()` and `os.getppid()` there; 1 where they are left out. */
      readonly pid?: number
      readonly parent?: number
      /** Modules that it imports besides: `-I` (rule 3.71). */
      readonly include?: readonly string[]
      /** What its parent's receivers had heard when it was forked: a fork has the memory that they left. */
      readonly heard?: readonly SignalCall[]
    }
  /** Run the client's program: call `main()` of the module, or run the file as a script. */
  | {
      readonly kind: 'main'
      readonly process: string
      readonly module: string
      readonly entry: 'main' | 'script'
      /** As in `load`: a script is not loaded before it runs. */
      readonly settings: { readonly [key: string]: Json }
      readonly pid?: number
    }
  | {
      readonly kind: 'task'
      readonly process: string
      readonly name: string
      readonly args: readonly Json[]
      readonly kwargs: { readonly [name: string]: Json }
      readonly request: RequestContext
      readonly thread?: Thread
    }
  /** Let a thread of a web front answer a request: the status is what it returns. */
  | {
      readonly kind: 'request'
      readonly process: string
      readonly thread: Thread
      readonly module: string
      readonly request: {
        readonly method: string
        readonly path: string
        readonly form: JsonObject
      }
    }
  /** Call a new-style errback in this process (rule 4.35): `errback(request, exc, traceback, *args)`. */
  | ({
      readonly kind: 'errback'
      readonly process: string
      readonly thread?: Thread
    } & ErrbackCall)
  /** Call the receivers of a signal that Python does not send by itself (rules 3.3, 3.51). */
  | ({ readonly kind: 'signal'; readonly process: string } & SignalCall)
  /** Run a remote control command of the learner's own in a worker's main process (rule 3.69). */
  | {
      readonly kind: 'command'
      readonly process: string
      readonly method: string
      readonly arguments: { readonly [name: string]: Json }
    }
  /**
   * What only the program knows of an entry of beat's: whether a schedule of its own class is due, answered as
   * `[is due, seconds until the next look]`, or its arguments, where some are functions (`BeatLazyFunc`), answered
   * as the fields of an entry.
   */
  | ({ readonly kind: 'beat'; readonly process: string; readonly entry: string } & (
      { readonly what: 'due'; readonly lastRun: string } | { readonly what: 'arguments' }
    ))
  /** Be the beat: run the loop of a scheduler class of the program's own (`celery beat -S tasks:MyScheduler`). */
  | { readonly kind: 'beat-loop'; readonly process: string; readonly scheduler: string }
  /** Let a parked body go on. */
  | { readonly kind: 'resume'; readonly process: string; readonly value: ResumeValue }
  /** Raise an exception, by its dotted name, in a parked body. */
  | {
      readonly kind: 'throw'
      readonly process: string
      readonly exception: string
      readonly message?: string
    }
  /** Forget a process: its suspended body never goes on, nothing it does takes effect. */
  | { readonly kind: 'drop'; readonly process: string }

/** One sending of a signal. */
export interface SignalCall {
  readonly signal: string
  /** What its sender is: a class of Celery's, the name of a task, a node; null for None. */
  readonly sender: Sender | null
  readonly named: { readonly [name: string]: Json }
}

export type Sender =
  | { readonly kind: 'worker' | 'consumer' | 'pool' | 'beat' }
  | { readonly kind: 'task' | 'node'; readonly name: string }

/** What the client runs: `main()` of a module, or a file as a script. */
export interface Program {
  readonly module: string
  readonly entry: 'main' | 'script'
}

/** `process`: a pool process; its module is loaded silently, as a fork does not run it again. */
export type ProcessRole = 'client' | 'worker' | 'process' | 'beat'

/** A body whose process is no process of its own: a thread, a greenlet, or a task of the solo pool (table 3E). */
export interface Thread {
  /** The process whose modules and interpreter it shares. */
  readonly of: string
  /** `threading.current_thread().name`; null: the main thread's. */
  readonly name: string | null
  /** May it wait for results (`get()`)? */
  readonly joins: boolean
}

/** `spent` is local time since the question: waiting excluded, computing included. */
export type Answer =
  | { readonly kind: 'done'; readonly spent: Micros }
  | {
      readonly kind: 'parked'
      readonly spent: Micros
      readonly wait: Wait
      readonly at?: SourceLine
    }
  | { readonly kind: 'returned'; readonly spent: Micros; readonly value: Encoded }
  | { readonly kind: 'raised'; readonly spent: Micros; readonly error: Raised }

/**
 * A Python value as its result serializer encodes it; `error` where it cannot (rule 4.10b). Where a program uses
 * other serializers than JSON, `json` is exact, and callbacks get it even if it cannot be stored.
 */
export type Encoded =
  | {
      readonly json: Json
      readonly repr: string
      readonly exact?: true
      readonly error?: ExceptionInfo
    }
  | { readonly error: ExceptionInfo; readonly repr: string }

/**
 * The serializers of the program's processes, which live in Python. Asked in the middle of an event: they tell
 * nothing, and no time passes. A value is exact: a tuple is `{ $tuple }`, what JSON cannot hold `{ $ref }`.
 */
export interface Codec {
  encode(asked: {
    readonly process: string
    readonly serializer: string
    readonly value: Json
    readonly compression: string | null
  }): Payload | PythonError
  decode(asked: { readonly process: string; readonly payload: Payload }): Decoded | PythonError
}

/** The bytes of a body as they travel. */
export interface Payload {
  readonly contentType: string
  readonly contentEncoding: string
  /** Content type of what it was compressed with. */
  readonly compression: string | null
  readonly base64: string
}

/** What a payload holds. */
export interface Decoded {
  readonly value: Json
}

/** An exception that left a body. */
export interface Raised extends ExceptionInfo {
  /** The whole text of `traceback.format_exc()`, learner's frames only. */
  readonly traceback: string
  /** Set for the exceptions that Celery's trace treats as commands. */
  readonly command?:
    | { readonly kind: 'retry' }
    | { readonly kind: 'ignore'; readonly reason: string }
    | { readonly kind: 'reject'; readonly reason: string; readonly requeue: boolean }
  /** It is listed in the task's `throws` (rule 4.6). */
  readonly expected: boolean
}

export type Wait =
  /** `awaits`: an event loop has nothing else to do; others of its loop may go on. */
  | { readonly kind: 'sleep'; readonly duration: Micros; readonly awaits?: true }
  /**
   * Until any of `ids` is ready, or any of `watch` (ancestors, rule 5.56) has failed, or `timeout` is over.
   * Answered at once where that holds already. Null: for ever.
   */
  | {
      readonly kind: 'results'
      readonly ids: readonly string[]
      readonly watch: readonly string[]
      /** How often it is looked for where the backend does not tell of it: `interval`. */
      readonly every?: Micros
      readonly timeout: Micros | null
      /** Also until anything is stored for any id: `get(on_message=...)`. */
      readonly listen?: true
      /** Not before `timeout` is over, whatever is ready: a client that is subscribed sleeps. */
      readonly pause?: true
      /** `with allow_join_result()` lets a task wait that otherwise may not (rule 5.60). */
      readonly allowed?: true
    }
  /** Read what is stored for one id now (`state`, `ready`, `result`, `info`). */
  | { readonly kind: 'meta'; readonly id: string }
  /** Read the results that were saved for a group (`GroupResult.restore`). */
  | { readonly kind: 'group'; readonly id: string }
  /**
   * Until `limit` workers have replied to a control message, or nothing came for `timeout` (rule 3.63);
   * null: no limit, for ever. `ticket` is what its tell heard.
   */
  | {
      readonly kind: 'replies'
      readonly ticket: number
      readonly timeout: Micros | null
      readonly limit: number | null
    }
  /** Until the broker has thrown away what waits in the queues that the app knows (rule 3.68). */
  | { readonly kind: 'purge' }
  /** Read all that the result backend holds. */
  | { readonly kind: 'stored' }
  /** Until what the last tell sent has reached the broker, or never will: asked for by `unsettled`. */
  | { readonly kind: 'sent' }
  /** Until the broker has done what kombu asks of it. */
  | { readonly kind: 'broker'; readonly ask: BrokerAsk }
  /** Until an outside system has answered a call, or `timeout` is over (null: as long as it takes). */
  | {
      readonly kind: 'service'
      /** A member of the family in `services/`. */
      readonly service: string
      /** Which one; '' or localhost: the only one of its kind. */
      readonly host: string
      /** What `connect` gave; 0 where there is none yet, or never is. */
      readonly connection: number
      readonly operation: string
      readonly subject: string
      readonly arguments: JsonObject
      readonly timeout: Micros | null
    }
  /** Until the Redis server has answered a command; each character of its words is one byte. */
  | { readonly kind: 'redis'; readonly command: readonly string[] }
  /**
   * Its process has ended in the middle of it: `os._exit(status)`, or a signal that it sent to itself. It
   * never goes on.
   */
  | { readonly kind: 'exit'; readonly status: number; readonly signal: string | null }
  /** The body has computed for a slice of simulated time; nothing to wait for. */
  | { readonly kind: 'computing' }
  /**
   * The body of a task is over, and handlers or receivers want to hear of it once its result is stored: until
   * that is done (rules 4.4, 4.5, 4.7). `internal`: raised by such a handler, not by the body (rule 4.10).
   */
  | { readonly kind: 'ended'; readonly ending: BodyEnding; readonly internal: boolean }
  /** Until Celery's own line about the end is written: what comes after it wants to be heard too. */
  | { readonly kind: 'concluded' }
  /** An errback that was called by `errback` is done; `error` is what it raised. */
  | { readonly kind: 'errback-over'; readonly error?: Raised }

/** What a body came to. */
export type BodyEnding = { readonly value: Encoded } | { readonly error: Raised }

export type ResumeValue =
  /** After `results` and `meta`: what is stored for each id asked for; absent ids are PENDING. */
  | {
      readonly kind: 'metas'
      readonly metas: { readonly [id: string]: ResultMeta }
      readonly timedOut: boolean
      /** After `listen`: everything that was stored since it began to listen, in order. */
      readonly messages?: readonly StoredMessage[]
    }
  /** After `replies`: what each worker replied, in the order of arrival. */
  | { readonly kind: 'replies'; readonly replies: readonly ControlReply[] }
  /** After `purge`. */
  | { readonly kind: 'count'; readonly count: number }
  /** The wait ends with an exception: the broker or the backend cannot be reached. */
  | { readonly kind: 'error'; readonly error: PythonError['error'] }
  /** After `broker`; `refusal` is what amqp raises: its code, text, method and name. */
  | { readonly kind: 'broker'; readonly value: Json; readonly refusal: JsonObject | null }
  /** After `group`: its `as_tuple()`, or null. */
  | { readonly kind: 'group'; readonly tuple: Json }
  /** After `redis`: what the server answered; a word of its protocol is `{ $status }`. */
  | { readonly kind: 'redis'; readonly reply: Json }
  /** After `service`: how it ended, and what was answered. */
  | {
      readonly kind: 'service'
      readonly outcome: ServiceOutcome
      /** The service's own name. */
      readonly service: string
      readonly code: number | null
      readonly text: string
      readonly value: Json
      readonly connection: number
    }
  /** After `stored`: in the order in which ids were first written. */
  | {
      readonly kind: 'stored'
      readonly metas: readonly (readonly [id: string, meta: ResultMeta])[]
      readonly groups: readonly (readonly [id: string, tuple: Json])[]
    }
  | { readonly kind: 'nothing' }
  /** After `ended`: call this errback first (rule 4.35), and say `errback-over`. */
  | ({ readonly kind: 'errback' } & ErrbackCall)

/** A new-style errback with what it is called with: `errback(request, exc, traceback, *args)`. */
export interface ErrbackCall {
  readonly signature: Signature
  readonly request: RequestContext
  readonly error: ExceptionInfo
  readonly traceback: string | null
}

/** What a backend tells those who listen when something is stored. */
export interface StoredMessage {
  readonly id: string
  readonly meta: ResultMeta
  readonly [field: string]: Json
}

/** What a program asks of the broker itself, through kombu. `channel` is a number of the program's own. */
export type BrokerAsk =
  /** A queue with its exchange and bindings, described as kombu's `as_dict`. */
  | { readonly do: 'declare'; readonly queue: Json }
  | { readonly do: 'declare-exchange'; readonly exchange: Json }
  /** How many messages wait and how many consume, if it is there: Redis has no list of an empty queue. */
  | { readonly do: 'look'; readonly queue: string }
  /** `basic.get`; `channel` null: without acknowledgement. */
  | { readonly do: 'take'; readonly queue: string; readonly channel: number | null }
  | { readonly do: 'purge'; readonly queue: string }
  | {
      readonly do: 'delete'
      readonly queue: string
      readonly ifEmpty: boolean
      readonly ifUnused: boolean
    }
  | {
      readonly do: 'consume'
      readonly channel: number
      readonly consumer: string
      readonly queue: string
      readonly noAck: boolean
    }
  /** Hear the events whose routing key fits, as one who consumes from a queue of its own (rule 8.1). */
  | {
      readonly do: 'monitor'
      readonly channel: number
      readonly consumer: string
      readonly routingKey: string
    }
  | { readonly do: 'cancel'; readonly channel: number; readonly consumer: string }
  | { readonly do: 'qos'; readonly channel: number; readonly prefetch: number }
  /** The next message of any consumer of these channels, within `timeout` (null: for ever). */
  | { readonly do: 'drain'; readonly channels: readonly number[]; readonly timeout: Micros | null }
  | {
      readonly do: 'settle'
      readonly channel: number
      readonly tag: number
      readonly how: 'ack' | 'reject' | 'requeue'
    }
  /** What they hold goes back to its queues. */
  | { readonly do: 'close'; readonly channels: readonly number[] }

/** A worker's reply to a control message. */
export interface ControlReply {
  readonly worker: string
  readonly reply: Json
  readonly [field: string]: Json
}

/** What a result backend keeps for an id (rule 6.5). */
export interface ResultMeta {
  readonly status: string
  /** The value, an update_state's meta, or `{exc_type, exc_message, exc_module}`. */
  readonly result: Json
  readonly traceback: string | null
  readonly children: readonly Json[] | null
  /** ISO-8601, or null. */
  readonly date_done: string | null
  readonly [extended: string]: Json
}

/** `self.request` inside a worker (rule 4.15); `Json` only. */
export interface RequestContext {
  readonly id: string
  readonly task: string
  readonly args: readonly Json[]
  readonly kwargs: { readonly [name: string]: Json }
  readonly hostname: string
  readonly retries: number
  readonly [field: string]: Json
}

/**
 * Heard with whatever else a tell hears: its sending may fail, so the body parks on `sent` before it goes on
 * (rule 1.21). Not heard where the connection is sound: then sending takes no waiting.
 */
export interface Unsettled {
  readonly unsettled?: true
}

/** What running code tells the simulation, and what it hears back at once. */
export interface Tells {
  /**
   * Settings this process's app has changed from the defaults; later ones win. A queue is the dict of
   * kombu's `as_dict()` (`queue_arguments` complete, `broadcast` true for a Broadcast), a time span its
   * seconds, what JSON cannot hold `{ $opaque: repr }`. In `task_routes` a map with patterns is a list
   * of pairs, a pattern `{ $regex, flags? }`, a function `{ $callable: n }`: its answer comes with each
   * call as `options.$routes[n]`. An entry of `beat_schedule` has its `schedule` as `{ every, relative }`,
   * `{ crontab: fields }` or `{ solar: event, lat, lon }`, and the short reprs of its arguments as `argsrepr` and `kwargsrepr`.
   */
  conf: {
    say: { readonly main: string | null; readonly settings: { readonly [key: string]: Json } }
    hear: Record<never, never>
  }
  /**
   * Tasks registered with this process's app. The first of a name stays, unless its attributes have `changed` since
   * (rule 4.58).
   */
  tasks: {
    say: { readonly definitions: readonly TaskDefinition[]; readonly changed?: boolean }
    hear: Record<never, never>
  }
  print: {
    say: {
      readonly stream: 'stdout' | 'stderr'
      readonly text: string
      readonly at?: SourceLine
    }
    hear: Record<never, never>
  }
  /** A packet to a service that nobody waits for (UDP): it takes effect when it is there, or is lost. */
  datagram: {
    say: {
      readonly service: string
      readonly host: string
      readonly operation: string
      readonly subject: string
      readonly arguments: JsonObject
    }
    hear: Record<never, never>
  }
  /** What a call of the program's has changed in a service that runs inside Python, as SQLite does. */
  ledger: {
    say: {
      readonly service: string
      readonly call: string
      readonly subject: string
      readonly entry: JsonObject
    }
    hear: Record<never, never>
  }
  /** A record of the learner's own logger. */
  log: {
    say: { readonly level: string; readonly logger: string; readonly text: string }
    hear: Record<never, never>
  }
  /** An event of the program's own, `task.send_event`: its type, and its fields but those that every event has. */
  event: {
    say: {
      readonly type: string
      readonly hostname: string | null
      readonly fields: { readonly [name: string]: Json }
    }
    hear: Record<never, never>
  }
  /** A message of the program's own, sent with kombu; `declare` are queues as kombu describes them. */
  send: {
    say: {
      readonly exchange: string
      readonly routingKey: string
      readonly body: Json
      readonly headers: { readonly [name: string]: Json }
      readonly properties: { readonly [name: string]: Json }
      readonly contentType: string
      readonly contentEncoding: string
      readonly declare: readonly Json[]
      /** `retry_policy` where it is to be tried again. */
      readonly retry: { readonly [name: string]: Json } | null
      readonly at?: SourceLine
    }
    hear: Record<never, never>
  }
  /** From which level on the process logs. */
  loglevel: { say: Record<never, never>; hear: { readonly level: string } }
  /** A sentence for the learner: an option that is not simulated yet, say. Said once per text. */
  note: {
    say:
      | { readonly text: string }
      /** A mistake that real Celery does not give an error for: the name of its prose file. */
      | {
          readonly mistake: string
          readonly slots: { readonly [slot: string]: string }
          readonly at?: SourceLine
        }
    hear: Record<never, never>
  }
  /**
   * Sends a signature, whatever its type: task, chain, group, chord, chunks... `args`, `kwargs` and
   * `options` are those of this call. Hears the tree of results, or the exception that Celery raises.
   */
  apply: {
    say: {
      readonly signature: Called
      readonly args: readonly Json[]
      readonly kwargs: { readonly [name: string]: Json }
      readonly options: { readonly [name: string]: Json }
      /** `saferepr` of a plain task's final args and kwargs, as Python saw them. */
      readonly argsrepr?: string
      readonly kwargsrepr?: string
      /** Given for `send_task`: no typing check, no options of a registered task (rule 1.15). */
      readonly byName?: boolean
      /** Its messages wait for receivers of `before_task_publish`, until each is let go by `release`. */
      readonly held?: true
      readonly at?: SourceLine
    }
    hear:
      | {
          readonly result: ResultTree | null
          /** What became of the signature, where one was given. */
          readonly signature?: Signature
          /** Where they are held; and what is raised once they are out. */
          readonly messages?: readonly HeldMessage[]
          readonly raises?: PythonError['error'] | null
        }
      | PythonError
  }
  /** Lets the nth held message go; what its receivers have changed of it stands for what it was. */
  release: {
    say: {
      readonly index: number
      readonly changed: {
        readonly headers?: Json
        readonly properties?: Json
        readonly body?: Json
      }
      readonly at?: SourceLine
    }
    hear: Record<never, never> | PythonError
  }
  /** The `|` of rule table 5B. */
  or: {
    say: { readonly left: Signature; readonly right: Signature }
    hear: { readonly signature: Signature } | PythonError
  }
  /**
   * `chain(...)`, `group(...)`, `chord(...)` of signatures. Signatures given one by one are a tuple in
   * Python and stay one; a chord's header may be a single signature, a group say.
   */
  canvas: {
    say:
      | { readonly type: 'chain' | 'group'; readonly tasks: Signatures }
      | {
          readonly type: 'chord'
          readonly header: Signatures | Signature
          readonly body: Signature | null
        }
    hear: { readonly signature: Signature } | PythonError
  }
  /** `clone(args, kwargs, **options)` (rule 5.2). */
  clone: {
    say: {
      readonly signature: Signature
      readonly args: readonly Json[]
      readonly kwargs: { readonly [name: string]: Json }
      readonly options: { readonly [name: string]: Json }
    }
    hear: { readonly signature: Signature }
  }
  /** `link` and `link_error` of any signature (rules 5.14, 5.27, 5.45). */
  link: {
    say: {
      readonly signature: Signature
      readonly callback: Signature
      readonly on: 'success' | 'error'
    }
    hear: { readonly signature: Signature } | PythonError
  }
  freeze: {
    say: { readonly signature: Signature; readonly options: { readonly [name: string]: Json } }
    hear: { readonly signature: Signature; readonly result: ResultTree } | PythonError
  }
  /** `Task.retry` (rules 4.20 to 4.25): publishes the next try, or says that there is none. */
  retry: {
    say: {
      readonly args: readonly Json[] | null
      readonly kwargs: { readonly [name: string]: Json } | null
      /** `saferepr` of args and kwargs where given. */
      readonly argsrepr?: string
      readonly kwargsrepr?: string
      readonly error: ExceptionInfo | null
      readonly countdown: number | null
      readonly eta: string | null
      readonly maxRetries: number | null
      /** Raised by autoretry: countdown from backoff (rule 4.27). */
      readonly auto: boolean
      readonly options: { readonly [name: string]: Json }
      readonly at?: SourceLine
    }
    hear:
      | {
          readonly kind: 'retry'
          /** Seconds, or null where an `eta` was given. */
          readonly countdown: number | null
          readonly retries: number
        }
      | { readonly kind: 'exceeded'; readonly message: string }
      | PythonError
  }
  /** `self.replace(signature)` (rule 4.39); Python raises Ignore with the message heard. */
  replace: {
    say: { readonly signature: Signature; readonly at?: SourceLine }
    hear: { readonly message: string } | PythonError
  }
  /** `update_state` and `app.backend.store_result`. */
  store: {
    say: {
      readonly id: string
      readonly state: string
      readonly result: Json
      readonly at?: SourceLine
    }
    hear: Record<never, never>
  }
  /** A result that the running task keeps as a child's: `add_trail` (rule 4.43). */
  trail: { say: { readonly result: Json }; hear: Record<never, never> }
  forget: { say: { readonly id: string }; hear: Record<never, never> }
  /** Deletes results that are too old, where they do not go by themselves: `celery.backend_cleanup` (rule 6.12). */
  cleanup: { say: Record<never, never>; hear: Record<never, never> }
  /** `GroupResult.save`, as `as_tuple()` tells it; null: `delete` (rule 5.61). */
  'save-group': {
    say: { readonly id: string; readonly tuple: Json }
    hear: Record<never, never>
  }
  /** How many members the header has that went out one by one (rule 5.34). */
  'open-chord': {
    say: {
      readonly group: string
      readonly size: number
      readonly body: Signature
      readonly at?: SourceLine
    }
    hear: Record<never, never>
  }
  /** `celery.chord_unlock` has joined the header: it sends the body next (rule 5.40). */
  'unlock-chord': {
    say: { readonly group: string; readonly body: string; readonly at?: SourceLine }
    hear: Record<never, never>
  }
  /** `celery.chord_unlock` could not join the header, or not send the body (rules 5.41, 5.43). */
  'fail-chord': {
    say: {
      readonly group: string
      readonly body: Signature
      readonly error: ExceptionInfo
      /** What was raised. */
      readonly cause: ExceptionInfo
      readonly at?: SourceLine
    }
    hear: Record<never, never>
  }
  /** A chord that runs gets one more member: `Task.add_to_chord`. */
  'grow-chord': { say: { readonly group: string }; hear: Record<never, never> }
  /** A receiver was connected to a signal: the simulation asks for it from now on. */
  listen: { say: { readonly signal: string }; hear: Record<never, never> }
  /** A serializer of the program's own, by name and content type; null: it is unregistered. */
  serializer: {
    say: { readonly name: string; readonly contentType: string | null }
    hear: Record<never, never>
  }
  /** A remote control command of the learner's own, and the arguments without which it cannot be called. */
  command: { say: { readonly name: string }; hear: Record<never, never> }
  /** `os.kill`: a signal to a process of the cluster, by its pid. Hears whether there is one. */
  kill: {
    say: { readonly pid: number; readonly signal: string }
    hear: { readonly found: boolean }
  }
  /** A task begins or ends where it was called: `apply()` and `task_always_eager` (rule 4.45). */
  eager: {
    say:
      | {
          readonly moment: 'started'
          readonly id: string
          readonly name: string
          readonly retries: number
        }
      | {
          readonly moment: 'ended'
          readonly id: string
          readonly state: string
          readonly repr: string
          /** The exception goes on into the caller. */
          readonly thrown: boolean
        }
    hear: Record<never, never>
  }
  /** A remote control message to workers (rule 3.62). Hears the ticket to wait for replies with. */
  control: {
    say: {
      readonly method: string
      readonly arguments: { readonly [name: string]: Json }
      /** Node names; null for all. */
      readonly destination: readonly string[] | null
      /** Which of them: names that match it, as `matcher` (`glob` or `pcre`) reads it. */
      readonly pattern: string | null
      readonly matcher: string | null
      readonly reply: boolean
      readonly at?: SourceLine
    }
    hear: { readonly ticket: number }
  }
  /**
   * The fields of a crontab (rules 7.16 to 7.18), an iterable as list, `{ $tuple }` or `{ $set }`, what is of
   * another type as `{ $class: "<class 'object'>" }`. Hears the members of each.
   */
  crontab: {
    say: { readonly fields: { readonly [field: string]: Json } }
    hear: { readonly members: { readonly [field: string]: readonly number[] } } | PythonError
  }
  /** A call that is about to run here, eagerly: its arguments are compared as for sending (rule 4.30). */
  check: {
    say: {
      readonly task: string
      readonly args: readonly Json[]
      readonly kwargs: { readonly [name: string]: Json }
    }
    hear: Record<never, never> | PythonError
  }
  /** Where the router sends a call (rules 2.1 to 2.12): a queue as kombu describes one, and the options that are left. */
  route: {
    say: { readonly name: string; readonly options: JsonObject }
    hear: { readonly queue: string | null; readonly options: JsonObject } | PythonError
  }
  /** The members of one field of a crontab, from `min` on, less than `min + max`. */
  cronField: {
    say: { readonly field: string; readonly max: number; readonly min: number }
    hear: { readonly members: readonly number[] } | PythonError
  }
  /**
   * Whether a schedule of the program's own is due (rules 7.7, 7.20): its data as in `beat_schedule`, moments in
   * simulated time, the zone of the app by its name, the deadline in seconds.
   */
  due: {
    say: {
      readonly schedule: JsonObject
      readonly last: Micros
      /** Whose clocks the last run is told by. */
      readonly lastZone: string
      readonly now: Micros
      readonly nowZone: string
      readonly zone: string
      readonly deadline: number | null
    }
    hear:
      { readonly isDue: boolean; readonly next: Micros; readonly remaining: Micros } | PythonError
  }
  /** The id of the process's app, which names its reply queue (rule 1.3). */
  oid: { say: Record<never, never>; hear: { readonly oid: string } }
  /** New ids from the run's seed. */
  uuid: { say: Record<never, never>; hear: { readonly uuid: string } }
  /** A time zone by its IANA name, from 2000 to 2100: moments of change and offsets, in microseconds. */
  zone: {
    say: { readonly name: string }
    hear: {
      readonly zone: { readonly at: readonly Micros[]; readonly offsets: readonly Micros[] } | null
    }
  }
}

export type TellName = keyof Tells

/** A message as receivers of `before_task_publish` see it: its body is `[args, kwargs, embed]`. */
export interface HeldMessage {
  readonly name: string
  readonly exchange: string
  readonly routing_key: string
  readonly headers: Json
  readonly properties: Json
  readonly body: Json
}

/** A list of signatures, or a tuple of them. */
export type Signatures = readonly Signature[] | { readonly $tuple: readonly Signature[] }

/** An exception that Python shall raise in the caller. */
export interface PythonError {
  readonly error: {
    /** Dotted class, e.g. `builtins.TypeError` or `celery.exceptions.QueueNotFound`. */
    readonly type: string
    readonly message: string
    /** The exception that it is made of, where it is not made of a text: that of kombu's EncodeError. */
    readonly of?: { readonly type: string; readonly message: string }
  }
  /** The message could not be written: its caller had got as far as that (rule 1.18). */
  readonly unwritten?: true
}

/** A task as its decorator made it. */
export interface TaskDefinition {
  readonly name: string
  /** Parameters without `self` of a bound task: for the typing check (rule 4.30). Null: not checked. */
  readonly parameters: readonly Parameter[] | null
  readonly bound: boolean
  /** Arity above one and unbound: called inline as an errback (rule 4.35). */
  readonly newStyleErrback: boolean
  /**
   * Attributes that the program sets: `max_retries`, `acks_late`, `queue`... Seconds stay seconds.
   * `function` is the name that a TypeError about arguments begins with.
   */
  readonly options: { readonly [name: string]: Json }
}

export interface Parameter {
  readonly name: string
  readonly kind:
    'positional-only' | 'positional' | 'var-positional' | 'keyword-only' | 'var-keyword'
  readonly hasDefault: boolean
}

/** The tree of result objects that sending a signature makes; Python builds AsyncResult and GroupResult from it. */
export type ResultTree =
  | {
      readonly type: 'AsyncResult'
      readonly id: string
      readonly parent: ResultTree | null
      readonly ignored?: boolean
    }
  | {
      readonly type: 'GroupResult'
      readonly id: string
      readonly parent: ResultTree | null
      readonly results: readonly ResultTree[]
    }
