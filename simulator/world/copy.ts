/** What a copy need not make anew. */
export interface CopyTerms {
  /** Objects that never change: they stay as they are. */
  readonly kept?: readonly object[]
  /** An earlier copy of the same: what has not changed since is that one's, for nobody changes a copy. */
  readonly like?: unknown
}

/**
 * A deep copy of plain data. What was one object in two places stays one: a worker's processes share the
 * app of their worker.
 */
export function copyPlain<T>(value: T, { kept = [], like }: CopyTerms = {}): T {
  return new Copier(kept).copy(value, like) as T
}

class Copier {
  private readonly copies: Map<object, object>
  /** Parts of the earlier copy that stand for something already. */
  private readonly taken = new Set<object>()

  constructor(kept: readonly object[]) {
    this.copies = new Map(kept.map((one) => [one, one]))
  }

  copy(value: unknown, like: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value
    const known = this.copies.get(value)
    if (known !== undefined) return known
    return Array.isArray(value) ? this.copyList(value, like) : this.copyObject(value, like)
  }

  private copyList(value: readonly unknown[], like: unknown): object {
    const before = Array.isArray(like) ? (like as readonly unknown[]) : null
    const list: unknown[] = []
    this.copies.set(value, list)
    let same = before?.length === value.length
    for (let at = 0; at < value.length; at++) {
      const item = this.copy(value[at], before?.[at])
      list.push(item)
      same &&= Object.is(item, before?.[at])
    }
    return this.settle(value, list, same ? before : null)
  }

  private copyObject(value: object, like: unknown): object {
    const before =
      typeof like === 'object' && like !== null && !Array.isArray(like)
        ? (like as { readonly [key: string]: unknown })
        : null
    // Spread first: an object that is made field by field is slow to read ever after, and a run goes on with it.
    const object: { [key: string]: unknown } = { ...value }
    this.copies.set(value, object)
    const keys = Object.keys(object)
    let same = before !== null && Object.keys(before).length === keys.length
    for (const key of keys) {
      const item = object[key]
      const was = before?.[key]
      if (typeof item === 'object' && item !== null) object[key] = this.copy(item, was)
      same &&= Object.is(object[key], was)
    }
    return this.settle(value, object, same ? before : null)
  }

  /** Takes the earlier copy in place of an equal new one, unless it stands for something else: two stay two. */
  private settle(value: object, made: object, before: object | null): object {
    if (before === null || this.taken.has(before)) return made
    this.taken.add(before)
    this.copies.set(value, before)
    return before
  }
}
