/**
 * How page and thread call each other over a port: the page asks, the thread answers. What the thread says
 * before its answer is a part of that answer, and needs a call that is open.
 */

/** The methods that can be called; all of them promise. */
export type Callable<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => Promise<infer R>
    ? (...args: A) => Promise<R>
    : never
}

/** What the page sends. */
export interface Call {
  readonly id: number
  readonly method: string
  readonly args: readonly unknown[]
}

/** What the thread sends back. */
export type Reply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly part: unknown }
  | { readonly id: number; readonly error: string }
