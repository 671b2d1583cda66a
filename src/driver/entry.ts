/** How a file wants to be run: as a script where it says so itself, else by its `main()` where it has one. */
export function entryOf(text: string): 'main' | 'script' {
  if (/^if\s+__name__\s*==\s*['"]__main__['"]/m.test(text)) return 'script'
  return /^def\s+main\s*\(/m.test(text) ? 'main' : 'script'
}
