/** Mixes a 32-bit word into a 32-bit state so that each bit of either changes half of the result's bits. */
export function mix(state: number, word: number): number {
  let h = Math.imul(state ^ word, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13) ^ (state >>> 3), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

/** A 32-bit hash of a text's UTF-16 units (FNV-1a, then mixed). */
export function textHash(text: string): number {
  let h = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    h = Math.imul(h ^ text.charCodeAt(index), 0x01000193)
  }
  return mix(h, text.length)
}
