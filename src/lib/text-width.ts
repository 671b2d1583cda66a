/**
 * Widths of text without a DOM, so that layouts stay pure functions. The estimates are a little wide
 * on purpose: what is said to fit does fit in every system font of the page.
 */
/** Estimated width of a text in CSS pixels; `mono` is the fixed-width family. */
export function textWidth(text: string, size: number, mono = false): number {
  if (mono) return text.length * size * 0.61
  let ems = 0
  for (const letter of text) ems += letterWidth(letter)
  return ems * size
}

/** Widths in ems, a little above those of Arial, Segoe UI and San Francisco. */
function letterWidth(letter: string): number {
  if (/[ijlI.,:;'|!()[\] ·]/.test(letter)) return 0.31
  if (/[frt]/.test(letter)) return 0.36
  if (/[mwMW@%—…]/.test(letter)) return 0.92
  if (letter >= 'A' && letter <= 'Z') return 0.72
  return 0.575
}

/** The text itself where it fits, otherwise its beginning with an ellipsis. */
export function fitText(text: string, width: number, size: number, mono = false): string {
  if (textWidth(text, size, mono) <= width) return text
  let kept = text.length
  while (kept > 1 && textWidth(text.slice(0, kept) + '…', size, mono) > width) kept--
  return text.slice(0, kept) + '…'
}
