declare module 'virtual:shapes' {
  /** The shapes of what the lab thread answers, written from the types by `.config/shapes.ts`. */
  const book: {
    readonly table: readonly (number | string | readonly unknown[])[]
    /** What each method of the thread answers. */
    readonly answers: { readonly [method: string]: number | string | readonly unknown[] }
    /** The details of each kind of fact. */
    readonly facts: { readonly [kind: string]: number | string | readonly unknown[] }
  }
  export default book
}
