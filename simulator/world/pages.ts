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

/** Adds a thing under the number `next`, which it gives back. */
export function add<T>(store: Pages<T>, thing: NoInfer<T>): number {
  const number = store.next++
  const { pages } = store
  if ((number & LAST) === 0 || pages.length === 0)
    pages.push({ live: 0, things: new Array<T | null>(LAST + 1).fill(null) })
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

/** Puts something in the place of a thing that is there. */
export function place<T>(store: Pages<T>, number: number, thing: NoInfer<T>): void {
  const page = store.pages[(number >> SHIFT) - store.gone]
  assert(page != null && page.things[number & LAST] != null, 'it takes the place of something')
  page.things[number & LAST] = thing
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
