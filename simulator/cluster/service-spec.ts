import type { Micros } from '../kernel/units.ts'
import type { JsonObject } from '../messages/json.ts'
import type { DistributionSpec } from './model-spec.ts'

/** A simulated outside system that programs call: a mail server, a payment gateway. Plain data. */
export interface ServiceSpec {
  /** Its host name, such as `mail.example.com`. */
  readonly name: string
  /** A member of the family in `services/`. */
  readonly kind: string
  /** Seconds from a call to its answer. */
  readonly latency: DistributionSpec
  readonly outages: readonly Outage[]
  /** Times in which calls take longer, or shorter; the last of those that overlap counts. */
  readonly slow: readonly SlowSpell[]
  readonly failures: readonly Failure[]
  /** What its kind alone knows. */
  readonly options: JsonObject
}

/** A time in which it is away. */
export interface Outage {
  readonly from: Micros
  readonly until: Micros
  /** `refuses`: nobody listens on its port. `silent`: nothing comes back at all. */
  readonly how: 'refuses' | 'silent'
}

/** A time in which its latency is another. */
export interface SlowSpell {
  readonly from: Micros
  readonly until: Micros
  /** Seconds from a call that sets out in it to its answer. */
  readonly latency: DistributionSpec
}

/** A share of calls that it answers with an error. */
export interface Failure {
  /** From 0 to 1. */
  readonly share: number
  /** In the words of its protocol: 503 of HTTP, 421 of SMTP. */
  readonly code: number
  /** Which calls; null: all that may have this answer. */
  readonly calls: readonly string[] | null
  readonly from: Micros
  /** Null: for ever. */
  readonly until: Micros | null
}
