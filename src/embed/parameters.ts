import type { Theme } from '../lib/theme.svelte.ts'

/** What somebody's page asks of an embed, from the query. */
export interface EmbedParameters {
  /** Null: the Playground's first steps. */
  readonly lab: string | null
  readonly theme: Theme | null
  readonly seed: number | null
  readonly speed: number | null
  /** Run as soon as it is seen. */
  readonly autoplay: boolean
  /** Sentences about what could not be used, for whoever embeds. */
  readonly warnings: readonly string[]
}

/** Reads the query of an embed; names are read in any case, what cannot be used is named and ignored. */
export function readEmbed(query: string): EmbedParameters {
  const warnings: string[] = []
  const asked = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(query)) asked.set(name.toLowerCase(), value)
  const take = <T>(name: string, wanted: string, read: (text: string) => T | null): T | null => {
    const text = asked.get(name)
    asked.delete(name)
    if (text === undefined) return null
    const value = read(text)
    if (value === null) warnings.push(`${name}=${text} is not used: it should be ${wanted}.`)
    return value
  }
  const lab = take('lab', 'the name of a lab, such as two-lanes', (text) =>
    /^[a-z0-9-]+$/.test(text) ? text : null,
  )
  const theme = take('theme', 'light or dark', (text) =>
    text === 'light' || text === 'dark' ? text : null,
  )
  const seed = take('seed', 'a whole number from 0 to 4294967295', (text) =>
    /^\d{1,10}$/.test(text) && Number(text) <= 0xffffffff ? Number(text) : null,
  )
  const speed = take('speed', 'a number from 0.1 to 50', (text) =>
    Number(text) >= 0.1 && Number(text) <= 50 ? Number(text) : null,
  )
  const autoplay = take('autoplay', '0 or 1', (text) => (/^[01]$/.test(text) ? text === '1' : null))
  for (const name of asked.keys()) warnings.push(`${name} is not used: an embed does not know it.`)
  return { lab, theme, seed, speed, autoplay: autoplay ?? false, warnings }
}
