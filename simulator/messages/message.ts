import type { Json, JsonObject } from './json.ts'
import type { Signature } from './signature.ts'

/** A task message, protocol 2 (rules 1.1 to 1.3). Times in headers are ISO-8601 text as on the wire. */
export interface TaskMessage {
  readonly exchange: string
  readonly routingKey: string
  readonly headers: TaskHeaders
  readonly properties: TaskProperties
  readonly body: TaskBody
  readonly contentType: string
  readonly contentEncoding: string
  /** Names of the queues that the publish declares first (rule 1.23). */
  readonly declare: readonly string[]
  /** Bytes of the body, where it stands for one that is not there: a modelled task's. */
  readonly size?: number
  /** The body as it travels, in base64, where it is not plain JSON: `body` says what it was made of. */
  readonly bytes?: string
  /** It travels as protocol 1 does (rule 1.17): `headers` and `body` are what its one dict says. */
  readonly protocol?: 1
  /** A program has sent it by itself, and it is no task: what it holds. */
  readonly plain?: { readonly body: Json; readonly headers: JsonObject }
  /** Its body is not what its content type says: nobody can decode it. */
  readonly undecodable?: true
  /** Set in a message that every task of a load shares: it has no id of its own, and nothing follows from it. */
  readonly shared?: SharedMessage
}

/** What the messages of a load have in common besides the message. */
export interface SharedMessage {
  /** What their ids begin with, and the log's index of the series. */
  readonly prefix: string
  readonly series: number
  readonly rows: SharedRows
}

/** Shapes of the rows about one of its tasks that succeeds, as indexes of the log. */
export interface SharedRows {
  readonly published: number
  readonly receivedLine: number
  readonly received: number
  readonly started: number
  readonly stored: number
  readonly refused: number
  readonly succeeded: number
  readonly succeededLine: number
  readonly finished: number
}

/** The headers of rule 1.2, in its order; a caller's own headers come after and may overwrite. */
export interface TaskHeaders {
  readonly lang: 'py'
  readonly task: string
  readonly id: string
  readonly shadow: string | null
  readonly eta: string | null
  readonly expires: string | null
  readonly group: string | null
  readonly group_index: number | null
  readonly retries: number
  /** [hard, soft], seconds (rule 1.2: documented otherwise). */
  readonly timelimit: readonly [Json, Json]
  readonly root_id: string
  readonly parent_id: string | null
  readonly argsrepr: string
  readonly kwargsrepr: string
  readonly origin: string
  readonly ignore_result: boolean
  readonly replaced_task_nesting: number
  readonly stamped_headers: readonly string[] | null
  readonly stamps: { readonly [name: string]: Json }
  readonly [custom: string]: Json | undefined
}

export interface TaskProperties {
  readonly correlation_id: string
  readonly reply_to: string
  readonly delivery_mode: 1 | 2
  readonly priority?: number
  /** Whole milliseconds as text (rule 1.3). */
  readonly expiration?: string
  /** Options of the call that neither Celery nor kombu knows travel here. */
  readonly [custom: string]: Json | undefined
}

/** [args, kwargs, embed] of rule 1.1; `chain` is stored last task first (rule 5.13). */
export type TaskBody = readonly [
  args: readonly Json[],
  kwargs: { readonly [name: string]: Json },
  embed: Embed,
]

export interface Embed {
  readonly callbacks: readonly Signature[] | null
  readonly errbacks: readonly Signature[] | null
  readonly chain: readonly Signature[] | null
  readonly chord: Signature | null
}
