/** A promise with the two functions that settle it. */
export interface Deferred<T> {
  readonly promise: Promise<T>
  readonly resolve: (value: T) => void
  readonly reject: (error: unknown) => void
}

/** Makes an open promise (`Promise.withResolvers`, which older browsers lack). */
export function defer<T>(): Deferred<T> {
  let settle: Pick<Deferred<T>, 'resolve' | 'reject'> | null = null
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject }
  })
  if (settle === null) throw new Error('a promise starts at once')
  return { promise, ...(settle as Pick<Deferred<T>, 'resolve' | 'reject'>) }
}
