import type { MistakeBook } from './book.ts'

/** The book of mistakes, once it has been fetched: nobody needs it before something runs or is edited. */
class Shelf {
  book = $state.raw<MistakeBook | null>(null)
  #coming: Promise<MistakeBook> | null = null

  /** Fetches the book; a failure leaves the errors without their words, until it is asked for again. */
  async open(): Promise<MistakeBook | null> {
    this.#coming ??= import('./load.ts').then(({ book }) => book)
    try {
      this.book = await this.#coming
    } catch {
      this.#coming = null
    }
    return this.book
  }
}

/** The page's own. */
export const shelf = new Shelf()
