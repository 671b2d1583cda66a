import { type CurveItem, momentsOf } from '../../../labs/answers.ts'

/** Where things lie in the drawing of a curve, from 0 to its width and its height. */
export class Chart {
  readonly item: CurveItem
  readonly width: number
  readonly height: number
  readonly moments: readonly number[]
  readonly #from: number
  readonly #span: number

  constructor(item: CurveItem, width: number, height: number) {
    this.item = item
    this.width = width
    this.height = height
    this.moments = momentsOf(item)
    this.#from = Math.max(0, item.from - item.every / 2)
    this.#span = item.from + (item.count - 0.5) * item.every - this.#from
  }

  x(second: number): number {
    return ((second - this.#from) / this.#span) * this.width
  }

  /** Roots of the values: what is a hundredth of the highest can still be seen, and drawn. */
  y(value: number): number {
    const share = Math.min(1, Math.max(0, value / this.item.most))
    return this.height * (1 - Math.sqrt(share))
  }

  /** The moment nearest to a place. */
  momentAt(x: number): number {
    const second = this.#from + (x / this.width) * this.#span
    const at = Math.round((second - this.item.from) / this.item.every)
    return Math.min(this.item.count - 1, Math.max(0, at))
  }

  /** The value at a height, as a round number. */
  valueAt(y: number): number {
    const root = Math.min(1, Math.max(0, 1 - y / this.height))
    const value = root * root * this.item.most
    return value < 20 ? Math.round(value) : Math.round(value / 5) * 5
  }

  /** Values with a line of their own: even steps upwards. */
  get grid(): readonly number[] {
    return [1, 2, 3, 4].map((step) => Math.round((step / 4) ** 2 * this.item.most))
  }
}
