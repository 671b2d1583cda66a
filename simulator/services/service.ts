import type { Reader } from '../cluster/reader.ts'
import type { LoadShape } from '../cluster/model-spec.ts'
import type { ServiceSpec } from '../cluster/service-spec.ts'
import type { Micros } from '../kernel/units.ts'
import type { Json, JsonObject } from '../messages/json.ts'

/** One call as it reaches the server. */
export interface ServiceCall {
  /** What is asked, in the words of its protocol: `rcpt`, `GET`. */
  readonly operation: string
  /** What it is about, for the log and for checks: an address, a path, a key. */
  readonly subject: string
  readonly arguments: JsonObject
}

/** The moment in which a server handles a call. */
export interface Moment {
  readonly now: Micros
  readonly spec: ServiceSpec
  /** Number of the connection that it came over; 0 where its kind keeps none. */
  readonly connection: number
  /** The next number in [0, 1) of this service's own stream. */
  chance(): number
  /** A number in [0, 1) that hangs on seed, text and count alone: two programs meet the same luck. */
  luck(text: string, count: number): number
}

/** What a server makes of a call. */
export interface Handled {
  /** In the words of its protocol; null where it has none. */
  readonly code: number | null
  readonly text: string
  /** What the caller gets. */
  readonly value?: Json
  /** What has changed in the world outside: an entry of its ledger. */
  readonly effect?: JsonObject
  /** It closes the connection with its answer. */
  readonly hangsUp?: true
  /** Chance decided it. */
  readonly drawn?: true
  /** How much longer than its latency it takes. */
  readonly takes?: Micros
}

/**
 * A member of the family: the server of an outside system. Its whole state is plain data, changed in place by
 * `handle` alone, at the moment when a call has reached it; what travels, waits, times out and is killed
 * meanwhile is not its business.
 */
export interface Service<O extends JsonObject = JsonObject, S extends JsonObject = JsonObject> {
  readonly kind: string
  /** What a program speaks to it; absent: its kind. */
  readonly protocol?: string
  /** Whether calls come over a connection that was opened by the call `connect` and breaks in an outage. */
  readonly connects: boolean
  /** Whether it collects the JSON lines that every process prints, as calls of `write`. */
  readonly collects?: true
  /** Seconds that a call takes where the cluster does not say. */
  readonly latency: number
  /** Where programs find one in a cluster that describes none: how that one is set up. */
  readonly always?: O
  /** Codes that `failures` may give, each with its text. */
  readonly codes: { readonly [code: number]: string }
  /** What a failure may hit; null: every call. */
  readonly failing: readonly string[] | null
  /** Codes with which it closes the connection. */
  readonly closing?: readonly number[]
  /** It has visitors, whom code of the learner's answers. */
  front?(options: O): Front
  /** Keys of its own in the cluster, and their reading. */
  readonly keys: readonly string[]
  read(reader: Reader): O
  create(options: O): S
  handle(state: S, call: ServiceCall, moment: Moment, options: O): Handled
}

/** What a program says to a service until something has changed there; the last call is the one that does it. */
export interface ServiceExample {
  readonly settings: { readonly [key: string]: unknown }
  readonly calls: readonly ServiceCall[]
}

/** A web front: who visits it, and how many it answers at a time. */
export interface Front {
  /** The learner's module that answers. */
  readonly module: string
  readonly threads: number
  /** One event loop in place of threads: whoever blocks it stops everybody. */
  readonly loop: boolean
  /** Seconds that a visitor waits. */
  readonly patience: number
  readonly visits: readonly Visit[]
}

/** Requests of one kind. */
export interface Visit {
  readonly method: string
  readonly path: string
  /** Fields that it sends; in a text `{n}` is the number of the request. */
  readonly form: { readonly [field: string]: Json }
  /** The status that the visitor should get; null: any. */
  readonly wanted: number | null
  readonly shape: LoadShape
  /** Seconds since the program's start. */
  readonly from: number
  readonly until: number
}
