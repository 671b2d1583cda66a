import type { Json } from '../messages/json.ts'

/** A task without Python: how long it runs is drawn, and whether it fails. Plain data. */
export interface ModelledTask {
  /** The registered name, such as `shop.send_mail`. A task that Python declares too runs as modelled. */
  readonly name: string
  /** Seconds that one try runs. */
  readonly duration: DistributionSpec
  /** Share of tries that fail, from 0 to 1. */
  readonly failure: number
  /** Bytes of its message's body. */
  readonly size: number
  /** Share of its running time in which it computes; the rest it waits for something outside. */
  readonly cpu: number
  /** MB that its process takes for it and keeps; it counts on a machine of the cluster. */
  readonly memory?: number
  /**
   * Attributes as a task's decorator takes them: `acks_late`, `max_retries`, `default_retry_delay`,
   * `retry_backoff`, `queue`, `rate_limit`, `time_limit`... A failed try is tried again where
   * `autoretry_for` is true.
   */
  readonly options: { readonly [name: string]: Json }
  /** What its body asks of a service on its way; a try whose call fails, fails. */
  readonly call?: ModelledCall
  /** How it waits between its tries where `autoretry_for` is true; absent: as its options say. */
  readonly pauses?: PausesSpec
}

/** One call of a modelled body. */
export interface ModelledCall {
  /** A service of the cluster, by its host name. */
  readonly service: string
  /** In the words of its protocol: `POST`. */
  readonly operation: string
  readonly subject: string
  /** When: a share of the duration, from 0 to 1. */
  readonly at: number
}

/**
 * What `self.retry(countdown=..., max_retries=tries - 1)` is told by a body that works its pauses out by
 * itself: before the nth try again `min(cap, base * factor ** (n - 1))` seconds, of which the share `jitter`
 * is drawn.
 */
export interface PausesSpec {
  readonly base: number
  readonly factor: number
  readonly cap: number
  readonly jitter: number
  readonly tries: number
}

/** A distribution of seconds, a member of the family in `modelled/distributions`. */
export type DistributionSpec =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'uniform'; readonly from: number; readonly to: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  | { readonly kind: 'lognormal'; readonly median: number; readonly p95: number }
  /** One of these, each as likely. */
  | { readonly kind: 'values'; readonly values: readonly number[] }

/** Who sends modelled tasks, and when. */
export interface LoadSpec {
  readonly task: string
  readonly shape: LoadShape
  /** Seconds from the start of the program, or of the run where there is none. */
  readonly from: number
  /** Nothing is sent from then on; null: it goes on for ever. */
  readonly until: number | null
  /** Options of `apply_async`: `queue`, `priority`, `countdown`, `expires`... */
  readonly options: { readonly [name: string]: Json }
}

/** When messages are sent, a member of the family in `modelled/load`. */
export type LoadShape =
  /** So many a second, evenly spaced. */
  | { readonly kind: 'constant'; readonly rate: number }
  /** So many a second on average, each independent of the others. */
  | { readonly kind: 'poisson'; readonly rate: number }
  /** Every so many seconds `size` messages, evenly `within` seconds. */
  | {
      readonly kind: 'bursts'
      readonly every: number
      readonly size: number
      readonly within: number
    }
  /**
   * Poisson with a rate that follows a curve over the day: straight lines between points of hour and
   * messages a second, the last point leading to the first of the next day. By seed the whole day is up
   * to `shift` seconds earlier or later, and each point up to a share of `spread` higher or lower.
   */
  | {
      readonly kind: 'daily'
      readonly points: readonly (readonly [hour: number, rate: number])[]
      readonly shift: number
      readonly spread: number
    }
  /** At these seconds. */
  | { readonly kind: 'replay'; readonly times: readonly number[] }
