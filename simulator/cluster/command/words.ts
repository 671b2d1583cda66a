/** Splits a line as a shell does: blanks part words, quotes and backslashes keep them together. */
export function wordsOf(line: string): string[] {
  const words: string[] = []
  const piece = /(?:[^\s'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*"|['"\\])+/gs
  for (const [typed] of line.matchAll(piece)) words.push(unquoted(typed))
  return words
}

const unquoted = (typed: string): string =>
  typed.replace(/'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/gs, (_all, single, double, escaped) => {
    if (typeof single === 'string') return single
    if (typeof double === 'string') return double.replace(/\\(["\\])/g, '$1')
    return String(escaped)
  })
