import { assert } from '../kernel/assert.ts'

/**
 * Things by a number that only ever grows, in pages: a page whose things are all gone is let go. So a run
 * keeps what is under way, however long it has lasted. Plain data.
 */
export interface Pages<T> {
  /** The number of the next thing. */
  next: number
  /** Pages that are gone from the front of `pages`. */
  gone: number
  readonly pages: (Page<T> | null)[]
}

interface Page<T> {
  /** How many of its things are still there. */
  live: number
  readonly things: (T | null)[]
}

const SHIFT = 8
const LAST = (1 << SHIFT) - 1

/** Pages without a thing. */
export const newPages = <T>(): Pages<T> => ({ next: 0, gone: 0, pages: [] })

const newPage = <T>(): Page<T> => ({
  live: 0,
  things: new Array<T | null>(LAST + 1).fill(null),
})

/** Adds a thing under the number `next`, which it gives back. */
export function add<T>(store: Pages<T>, thing: NoInfer<T>): number {
  const number = store.next++
  const { pages } = store
  if ((number & LAST) === 0 || pages.length === 0) pages.push(newPage())
  const page = pages[pages.length - 1]!
  page.things[number & LAST] = thing
  page.live += 1
  return number
}

/** The thing of a number; null where it is gone or never was. */
export function find<T>(store: Pages<T>, number: number): T | null {
  const page = store.pages[(number >> SHIFT) - store.gone]
  return page == null ? null : (page.things[number & LAST] ?? null)
}

/** Takes a thing out for a while: its page stays, whatever is left in it. `refill` puts that right. */
export function takeOut<T>(store: Pages<T>, number: number): void {
  const page = store.pages[(number >> SHIFT) - store.gone]
  assert(page != null && page.things[number & LAST] != null, 'what is taken out is there')
  page.things[number & LAST] = null
  page.live -= 1
}

/**
 * After things were taken out, and others came and went elsewhere: the store is as it would be if all of them
 * had been in it. `things` are those that are still there, by their numbers, of which `next` is the next one.
 */
export function refill<T>(
  store: Pages<T>,
  next: number,
  things: readonly (readonly [number, T])[],
): void {
  const { pages } = store
  const end = ((next + LAST) >> SHIFT) - store.gone
  while (pages.length < end) pages.push(null)
  for (const [number, thing] of things) {
    const page = (pages[(number >> SHIFT) - store.gone] ??= newPage())
    page.things[number & LAST] = thing
    page.live += 1
  }
  store.next = next
  // The last page stays until it was full.
  const open = (next & LAST) === 0 ? -1 : end - 1
  for (let at = 0; at < pages.length; at++)
    if (at === open) pages[at] ??= newPage()
    else if (pages[at]?.live === 0) pages[at] = null
  const first = pages.findIndex((page) => page !== null)
  store.gone += pages.splice(0, first < 0 ? pages.length : first).length
}

/** Lets go of a thing; false where it was gone already. */
export function remove<T>(store: Pages<T>, number: number): boolean {
  const at = (number >> SHIFT) - store.gone
  const page = store.pages[at]
  if (page == null || page.things[number & LAST] == null) return false
  page.things[number & LAST] = null
  page.live -= 1
  if (page.live > 0 || store.next >> SHIFT === number >> SHIFT) return true
  store.pages[at] = null
  while (store.pages[0] === null) {
    store.pages.shift()
    store.gone += 1
  }
  return true
}

/** Calls `visit` with each thing that is there, and its number; things may be removed meanwhile. */
export function each<T>(store: Pages<T>, visit: (thing: T, number: number) => void): void {
  const { gone } = store
  const pages = [...store.pages]
  for (let page = 0; page < pages.length; page++) {
    const things = pages[page]?.things ?? []
    for (let at = 0; at < things.length; at++) {
      const thing = things[at]
      if (thing != null) visit(thing, ((page + gone) << SHIFT) | at)
    }
  }
}
