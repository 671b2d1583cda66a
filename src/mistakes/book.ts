import {
  type Explanation,
  type Mistake,
  type Place,
  type Slots,
  explain,
  readMistake,
} from './mistake.ts'

/** A mistake that was found, and what stands in its slots. */
export interface Found {
  readonly key: string
  readonly slots: Slots
}

/** Every mistake that there are words for. */
export class MistakeBook {
  readonly #mistakes: ReadonlyMap<string, Mistake>
  /** By class; those with a place first, those without words last. */
  readonly #patterns: ReadonlyMap<
    string,
    readonly (Mistake['patterns'][number] & { readonly key: string })[]
  >

  /** `files`: the name of a prose file without its ending, to its text. */
  constructor(files: { readonly [key: string]: string }) {
    const mistakes = Object.entries(files).map(([key, text]) => readMistake(key, text))
    this.#mistakes = new Map(mistakes.map((mistake) => [mistake.key, mistake]))
    const all = mistakes.flatMap(({ key, patterns }) =>
      patterns.map((pattern) => ({ ...pattern, key })),
    )
    const patterns = new Map<string, (Mistake['patterns'][number] & { readonly key: string })[]>()
    for (const each of all.toSorted((one, other) => weight(one) - weight(other)))
      patterns.set(each.error, [...(patterns.get(each.error) ?? []), each])
    this.#patterns = patterns
  }

  get all(): readonly Mistake[] {
    return [...this.#mistakes.values()]
  }

  get(key: string): Mistake | null {
    return this.#mistakes.get(key) ?? null
  }

  /** The words of a mistake that was found. */
  words(found: Found | null): Explanation | null {
    const mistake = found && this.#mistakes.get(found.key)
    return mistake ? explain(mistake, found.slots) : null
  }

  /** The mistake behind an exception; of one that the learner raised only what Celery makes of it. */
  ofError(type: string, message: string, place: Place, raised = false): Found | null {
    for (const pattern of this.#patterns.get(type) ?? []) {
      if (pattern.place !== null && pattern.place !== place) continue
      if (raised && this.#mistakes.get(pattern.key)?.rules.length === 0) continue
      const match = pattern.message.exec(message)
      if (match) return { key: pattern.key, slots: { ...match.groups } }
    }
    return null
  }

  /** The mistake behind a line of a worker's log. */
  ofLine(text: string): Found | null {
    for (const { key, line } of this.#mistakes.values()) {
      const match = line?.exec(text)
      if (match) return { key, slots: { ...match.groups } }
    }
    return null
  }
}

/** What says more about itself is asked first. */
const weight = ({ place, message }: Mistake['patterns'][number]): number =>
  (place === null ? 1 : 0) + (message.source === '^' ? 2 : 0)
