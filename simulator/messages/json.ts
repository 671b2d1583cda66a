/**
 * JSON as the wire carries it. Python tells 5 from 5.0 and has integers without bounds, so a number
 * that is not a safe whole number keeps its own text: `{ $num: '5.0' }`.
 */
export type Json =
  null | boolean | number | string | Num | readonly Json[] | { readonly [key: string]: Json }

/** A number literal that a JavaScript number cannot hold without loss, as Python wrote it. */
export interface Num {
  readonly $num: string
}
