/** What is tried while something that fails is made smaller. */
export interface Shrinking<S, F> {
  /** Every size that is one step smaller. */
  readonly smaller: (size: S) => readonly S[]
  /** How it still fails in the same way; null where it does not. */
  readonly fails: (size: S) => Promise<F | null>
  /** The most sizes that are tried. */
  readonly most: number
}

/** The smallest size that was found. */
export interface Shrunk<S, F> {
  readonly size: S
  readonly failure: F
  /** How many sizes were tried. */
  readonly tried: number
  /** No single step makes it smaller and still fails; false where there were too many to try. */
  readonly minimal: boolean
}

/**
 * Goes from a size that fails to a smaller one as long as there is one that fails too. Nothing is drawn: the same
 * beginning comes to the same end. A size that was tried once is not tried again.
 */
export async function shrink<S, F>(
  start: S,
  first: F,
  { smaller, fails, most }: Shrinking<S, F>,
): Promise<Shrunk<S, F>> {
  const tried = new Set<string>()
  let [size, failure] = [start, first]
  for (;;) {
    const next = smaller(size).filter((one) => !tried.has(JSON.stringify(one)))
    let found = false
    for (const one of next) {
      if (tried.size >= most) return { size, failure, tried: tried.size, minimal: false }
      tried.add(JSON.stringify(one))
      const failed = await fails(one)
      if (failed === null) continue
      ;[size, failure] = [one, failed]
      found = true
      break
    }
    if (!found) return { size, failure, tried: tried.size, minimal: true }
  }
}
