import { type Micros, seconds } from '../kernel/units.ts'

/** Options of `celery beat` that change nothing here, each with a value. */
const HARMLESS = ['-s', '--schedule', '-l', '--loglevel', '-f', '--logfile', '--pidfile']

/** The options of `celery beat`, as typed. */
export interface BeatOptions {
  /** Longest sleep between two looks at the schedule; null: the setting's. */
  readonly maxInterval: Micros | null
  /** Options that are not simulated. */
  readonly unsupported: readonly string[]
}

/** Reads the options of `celery beat`. What it does not know is named, never refused. */
export function parseBeatOptions(typed: string): BeatOptions {
  const words = typed.split(/[\s=]+/).filter((word) => word !== '')
  const unsupported: string[] = []
  let maxInterval: Micros | null = null
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? ''
    if (word === '--max-interval') maxInterval = lengthOf(words[++i])
    else if (HARMLESS.includes(word)) i++
    else if (word.startsWith('-')) unsupported.push(word)
  }
  return { maxInterval, unsupported }
}

function lengthOf(word: string | undefined): Micros | null {
  const value = Number(word)
  return value > 0 ? seconds(value) : null
}
