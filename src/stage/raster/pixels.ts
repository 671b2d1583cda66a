import type { Sprite } from './sprites.ts'

/** Pixels of our own: copying a few bytes is quicker than any drawing call where there is no graphics card. */
export class Pixels {
  readonly width: number
  readonly height: number
  /** Red, green, blue and alpha in turn, as an ImageData wants them. */
  readonly bytes: Uint8ClampedArray<ArrayBuffer>
  readonly #cells: Uint32Array

  constructor(width: number, height: number) {
    this.width = width
    this.height = height
    this.bytes = new Uint8ClampedArray(4 * width * height)
    this.#cells = new Uint32Array(this.bytes.buffer)
  }

  clear(): void {
    this.#cells.fill(0)
  }

  /** Copies a sprite, its middle at a point. */
  stamp({ size, pixels }: Sprite, x: number, y: number): void {
    const left = Math.round(x - size / 2)
    const top = Math.round(y - size / 2)
    if (left < 0 || top < 0 || left + size > this.width || top + size > this.height) return
    const cells = this.#cells
    for (let row = 0, from = 0; row < size; row++) {
      let to = (top + row) * this.width + left
      for (const end = from + size; from < end; from++, to++) {
        const source = pixels[from]!
        if (source >>> 24 === 0) continue
        cells[to] = source >>> 24 === 255 ? source : over(source, cells[to]!)
      }
    }
  }

  /** One point of a colour. */
  dot(x: number, y: number, colour: number): void {
    const column = Math.round(x)
    const row = Math.round(y)
    if (column < 0 || row < 0 || column >= this.width || row >= this.height) return
    this.#cells[row * this.width + column] = colour
  }
}

/** One half-seen pixel over another. */
function over(source: number, under: number): number {
  const below = under >>> 24
  if (below === 0) return source
  const share = (source >>> 24) / 255
  const mix = (shift: number): number =>
    Math.round(((source >>> shift) & 255) * share + ((under >>> shift) & 255) * (1 - share)) <<
    shift
  return ((Math.max(below, source >>> 24) << 24) | mix(16) | mix(8) | mix(0)) >>> 0
}
