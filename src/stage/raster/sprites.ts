import { MARKS, type Mark } from '../../lib/marks.ts'
import { coverOf } from './shapes.ts'

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number]

/** The colours of the page, as its theme has them now. */
export interface Inks {
  readonly marks: Readonly<Record<Mark, Rgb>>
  readonly ground: Rgb
}

/** A small picture, ready to be copied: pixels as they lie in an ImageData. */
export interface Sprite {
  readonly size: number
  readonly pixels: Uint32Array<ArrayBuffer>
}

/** Red, green, blue and how much of it, as the four bytes of a pixel. */
export const pixel = ([red, green, blue]: Rgb, alpha: number): number =>
  ((Math.round(alpha * 255) << 24) | (blue << 16) | (green << 8) | red) >>> 0

/** A sprite for each look (`trips.ts`): tokens of tasks, then messengers, which are smaller. */
export function spritesOf(inks: Inks, size: number): readonly Sprite[] {
  const small = Math.max(6, Math.round(size * 0.75))
  return [
    ...MARKS.map((mark) => spriteOf(mark, inks, size)),
    ...MARKS.map((mark) => spriteOf(mark, inks, small)),
  ]
}

function spriteOf(mark: Mark, { marks, ground }: Inks, size: number): Sprite {
  const cover = coverOf(mark, size)
  const pixels = new Uint32Array(size * size)
  for (let at = 0; at < pixels.length; at++) {
    const ink = cover.ink[at]!
    const all = ink + cover.ground[at]!
    if (all <= 0) continue
    const mixed = marks[mark].map((value, nth) =>
      Math.round((value * ink + ground[nth]! * (all - ink)) / all),
    )
    pixels[at] = pixel([mixed[0]!, mixed[1]!, mixed[2]!], Math.min(1, all))
  }
  return { size, pixels }
}
