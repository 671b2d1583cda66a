/** What something done by hand is: data that an order or a fault is made of. */
import type { ClusterSpec, Fault, Log, Micros, Order, Picture } from '../../../simulator/index.ts'
import { millis, seconds } from '../../../simulator/index.ts'

/** What somebody does to the cluster by hand. */
export type Doing = Order | Fault

/** One thing that can be done. */
export interface Act {
  /** Names it among all of its node. */
  readonly id: string
  readonly title: string
  /** What it means, in a few words. */
  readonly hint: string
  /** Everything it does, in this order. */
  readonly doings: readonly Doing[]
  /** Why it cannot be done now; null where it can. */
  readonly not: string | null
}

/** How long and how strong a fault is. */
export interface Strength {
  readonly lasts: Micros
  readonly delay: Micros
}

/** What a menu takes where nobody has said otherwise. */
export const USUAL: Strength = { lasts: seconds(10), delay: millis(500) }

/** What acts are read from. */
export interface Moment {
  readonly cluster: ClusterSpec | null
  readonly picture: Picture
  readonly log: Log
}

/** One act, with what it does and why it cannot be done now. */
export const act = (
  id: string,
  title: string,
  hint: string,
  doings: Doing | readonly Doing[],
  not: string | null = null,
): Act => ({ id, title, hint, doings: 'length' in doings ? doings : [doings], not })

/** `w1` of `w1@sim`. */
export const shortOf = (worker: string): string => worker.replace(/@.*$/, '')

/** A time as a menu tells it. */
export const span = (time: Micros): string =>
  time >= 1_000_000 ? `${time / 1_000_000} s` : `${time / 1000} ms`
