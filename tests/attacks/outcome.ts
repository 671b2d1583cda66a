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
}

/** One way out: true when it got through, 'absent' where there is no such ability; throwing is a refusal. */
export type Way = (target: Target, name: string) => Promise<boolean | 'absent'>

/** What became of each way, by name. */
export type Report = { readonly [way: string]: Outcome }

/** A way that has not answered by then has come to nothing. */
const PATIENCE_MS = 2500

/** Tries each way, one after the other. */
export async function tryAll(
  ways: { readonly [name: string]: Way },
  target: Target,
): Promise<Report> {
  const report: Record<string, Outcome> = {}
  for (const [name, way] of Object.entries(ways)) {
    report[name] = await outcomeOf(way, target, name)
  }
  return report
}

async function outcomeOf(way: Way, target: Target, name: string): Promise<Outcome> {
  const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), PATIENCE_MS))
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
