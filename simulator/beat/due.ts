import type { Micros } from '../kernel/units.ts'

/** What a schedule says of an entry: whether to send it now, and how long until it should be asked again. */
export interface Due {
  readonly isDue: boolean
  readonly next: Micros
}
