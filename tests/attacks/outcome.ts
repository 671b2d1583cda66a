/** What became of one way out of the sandbox. */
export type Outcome =
  /** It got through. */
  | 'through'
  /** It was refused, or came to nothing. */
  | 'refused'
  /** This engine has no such ability where it was tried. */
  | 'absent'

/** Where the ways lead to. */
export interface Target {
  /** Which of the two frames it is tried in: names the leaks. */
  readonly frame: 'control' | 'sandbox'
  /** Origin of the page, ending in a slash. */
  readonly here: string
  /** Origin of somebody else's server, ending in a slash; whatever is asked of it is noted. */
  readonly elsewhere: string
  /** Somebody else's host and port that hears datagrams: whatever comes there is a leak of this frame. */
  readonly datagrams: string
}

/** One way out: true when it got through, 'absent' where there is no such ability; throwing is a refusal. */
export type Way = (target: Target, name: string) => Promise<boolean | 'absent'>

/** What became of each way, by name. */
export type Report = { readonly [way: string]: Outcome }

/**
 * A way that has not answered by then has come to nothing. Unprotected, each must get through, also on a slow
 * machine; in the sandbox, where most never answer, the other server hears of what comes late.
 */
export const PATIENCE_MS = { control: 20_000, sandbox: 3_000 } as const

/** Tries all ways at once. */
export async function tryAll(
  ways: { readonly [name: string]: Way },
  target: Target,
): Promise<Report> {
  const tried = Object.entries(ways).map(
    async ([name, way]) => [name, await outcomeOf(way, target, name)] as const,
  )
  return Object.fromEntries(await Promise.all(tried))
}

async function outcomeOf(way: Way, target: Target, name: string): Promise<Outcome> {
  const patience = PATIENCE_MS[target.frame]
  const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), patience))
  try {
    const came = await Promise.race([way(target, name), late])
    return came === 'absent' ? 'absent' : came ? 'through' : 'refused'
  } catch {
    return 'refused'
  }
}

/** An address of somebody else's server that tells who asked. */
export const leakOf = ({ elsewhere, frame }: Target, name: string): string =>
  `${elsewhere}leak/${frame}/${encodeURIComponent(name)}`

/** Resolves when a target fires one of the events: whether it was the first of them. */
export const first = (on: EventTarget, good: string, bad: string): Promise<boolean> =>
  new Promise((resolve) => {
    on.addEventListener(good, () => resolve(true), { once: true })
    on.addEventListener(bad, () => resolve(false), { once: true })
  })
