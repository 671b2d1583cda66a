import type { LoadShape } from '../../cluster/model-spec.ts'
import type { Stream } from '../../kernel/random.ts'
import type { Micros } from '../../kernel/units.ts'

/** A load of one kind. */
export type Of<K extends LoadShape['kind']> = Extract<LoadShape, { readonly kind: K }>

/** Where a load stands; plain data. */
export interface GeneratorState {
  /** What was drawn once for the whole run. */
  readonly drawn: readonly number[]
  /** How many messages it has sent. */
  sent: number
}

/** A member of the family: when the next message is sent. Times count from the start of the load. */
export interface Generator<S extends LoadShape> {
  /** What is wrong with its parameters; null where nothing is. */
  problem(shape: S): string | null
  /** What it draws once for the whole run. */
  draw(shape: S, chance: Stream): readonly number[]
  /** When it sends the next message, at `after` or later; null where there is none. */
  next(shape: S, state: GeneratorState, after: Micros, chance: Stream): Micros | null
}
