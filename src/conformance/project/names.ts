import { isList, isObject } from '../trace/json.ts'
import type { Value } from '../trace/json.ts'

/** t: task, g: group, r: reply queue, u: anything else. */
export type NamePrefix = 't' | 'g' | 'r' | 'u'

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
const NIL = '00000000-0000'

/** Short names for ids in the order in which they are met, as the recordings have them. */
export class Names {
  private readonly names = new Map<string, string>()
  private readonly counts = new Map<NamePrefix, number>()

  /** Names an id unless it has a name already. */
  give(id: unknown, prefix: NamePrefix): void {
    if (typeof id !== 'string' || id === '' || this.names.has(id)) return
    const count = (this.counts.get(prefix) ?? 0) + 1
    this.counts.set(prefix, count)
    this.names.set(id, `${prefix}${count}`)
  }

  /** The name of an id; null where it has none. */
  of(id: unknown): string | null {
    return typeof id === 'string' ? (this.names.get(id) ?? null) : null
  }

  /** A text with every id, address and origin in it replaced; an id not met before gets its name here. */
  text(text: string): string {
    return text
      .replace(UUID, (id) => {
        if (id.startsWith(NIL)) return id
        this.give(id, 'u')
        return this.of(id) ?? id
      })
      .replace(/0x[0-9a-f]{6,}/g, '0x…')
      .replace(/gen\d+@[\w.-]+/g, 'gen@host')
  }

  /** `text` on every text of a value, keys included. */
  value(value: Value): Value {
    if (typeof value === 'string') return this.text(value)
    if (isList(value)) return value.map((part) => this.value(part))
    if (!isObject(value)) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [this.text(key), this.value(part)]),
    )
  }
}
