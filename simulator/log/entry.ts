import type { Micros } from '../kernel/units.ts'
import type { FactDetails, FactKind } from './facts.ts'

/** Every kind of thing an actor is; see the comments in `facts.ts` for who acts in which fact. */
export const ACTOR_KINDS = [
  'client',
  'worker',
  'process',
  'queue',
  'broker',
  'backend',
  'beat',
  'lab',
  'autoscaler',
  'service',
] as const

/** What kind of thing an actor is. */
export type ActorKind = (typeof ACTOR_KINDS)[number]

/** Who did what a fact tells: `client`, `w1@sim`, `w1@sim/1`, a queue by its name, `broker`, `lab`. */
export interface Actor {
  readonly kind: ActorKind
  readonly name: string
}

/** A row of the log with names in place of numbers. `cause` is the row that led to it, -1 where none did. */
export interface EntryOf<K extends FactKind> {
  readonly row: number
  readonly time: Micros
  readonly kind: K
  readonly task: string | null
  readonly actor: Actor
  readonly cause: number
  readonly detail: FactDetails[K]
}

/** Any row of the log; `kind` tells which. */
export type Entry = { readonly [K in FactKind]: EntryOf<K> }[FactKind]
