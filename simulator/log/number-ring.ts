const FIRST = 1024
const MOST = 1_048_576
const FREE = -1
const NOTHING = -1

/**
 * Numbers from 0 on by keys that mostly grow, of which few are there at a time: what is under way in a run of
 * millions. A key has its place in a ring; those that an older one keeps from it lie aside.
 */
export class NumberRing {
  private keys = new Float64Array(FIRST).fill(FREE)
  private values = new Float64Array(FIRST)
  private readonly aside = new Map<number, number>()

  /** The number of a key; -1 where it has none. */
  get(key: number): number {
    const at = key & (this.keys.length - 1)
    if (this.keys[at] === key) return this.values[at]!
    return this.aside.size === 0 ? NOTHING : (this.aside.get(key) ?? NOTHING)
  }

  /** Gives a key a number, for the first time or another one. */
  set(key: number, value: number): void {
    const at = key & (this.keys.length - 1)
    const there = this.keys[at]!
    if (there !== FREE && there !== key) {
      this.aside.set(there, this.values[at]!)
      this.aside.delete(key)
    }
    this.keys[at] = key
    this.values[at] = value
    if (this.aside.size * 4 > this.keys.length && this.keys.length < MOST) this.grow()
  }

  /** Takes a key away; -1 where it was not there, else its number. */
  take(key: number): number {
    const at = key & (this.keys.length - 1)
    if (this.keys[at] === key) {
      this.keys[at] = FREE
      return this.values[at]!
    }
    if (this.aside.size === 0) return NOTHING
    const value = this.aside.get(key) ?? NOTHING
    this.aside.delete(key)
    return value
  }

  private grow(): void {
    const { keys, values } = this
    const others = [...this.aside]
    this.aside.clear()
    this.keys = new Float64Array(keys.length * 2).fill(FREE)
    this.values = new Float64Array(keys.length * 2)
    keys.forEach((key, at) => {
      if (key !== FREE) this.set(key, values[at]!)
    })
    for (const [key, value] of others) this.set(key, value)
  }
}
