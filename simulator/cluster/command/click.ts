import { closeMatches } from './close-matches.ts'

/** One option of a command. */
export interface OptionSpec {
  /** As the error names it: `'-c' / '--concurrency'`; the last name is the option's own. */
  readonly names: readonly string[]
  /** Reads its value, or says what is wrong with it; absent for a flag. */
  readonly read?: (text: string) => unknown
}

/** What was typed: the last value of each option by its long name, and the words that belong to none. */
export interface CommandLine {
  readonly values: ReadonlyMap<string, unknown>
  readonly extras: readonly string[]
}

/** A command line that cannot be read, in the words of Celery's own (click 8.5 with Celery 5.6.3). */
export class UsageError extends Error {}

/** What is wrong with a value, without the option that it was given to. */
export class BadValue extends Error {}

interface Given {
  readonly spec: OptionSpec
  readonly text: string | null
}

/**
 * Reads words as click does: all options first, then their values in the order in which they were typed; the
 * last value of an option holds. Throws UsageError.
 */
export function readCommandLine(
  words: readonly string[],
  specs: readonly OptionSpec[],
): CommandLine {
  const { given, extras } = new Parser(words, specs)
  const values = new Map<string, unknown>()
  const last = new Map(given.map((one) => [one.spec, one.text]))
  for (const [spec, text] of last) values.set(nameOf(spec), valueOf(spec, text))
  return { values, extras }
}

/** The long name, or the only one. */
const nameOf = ({ names }: OptionSpec): string =>
  names.find((name) => name.startsWith('--')) ?? names[0] ?? ''

function valueOf(spec: OptionSpec, text: string | null): unknown {
  if (spec.read === undefined || text === null) return true
  try {
    return spec.read(text)
  } catch (error) {
    if (!(error instanceof BadValue)) throw error
    const names = spec.names.map((name) => `'${name}'`).join(' / ')
    throw new UsageError(`Invalid value for ${names}: ${error.message}`)
  }
}

class Parser {
  readonly given: Given[] = []
  readonly extras: string[] = []
  private readonly specs: readonly OptionSpec[]
  private readonly rest: string[]

  constructor(words: readonly string[], specs: readonly OptionSpec[]) {
    this.specs = specs
    this.rest = [...words]
    for (let word = this.rest.shift(); word !== undefined; word = this.rest.shift()) {
      if (word === '--') {
        this.extras.push(...this.rest)
        return
      }
      if (word.length > 1 && word.startsWith('-')) this.option(word)
      else this.extras.push(word)
    }
  }

  private option(word: string): void {
    const at = word.indexOf('=')
    const name = at < 0 ? word : word.slice(0, at)
    const spec = this.find(name)
    if (spec !== undefined && name.length > 2)
      this.long(spec, name, at < 0 ? null : word.slice(at + 1))
    else if (word.startsWith('--')) throw new UsageError(this.unknown(name))
    else this.short(word.slice(1))
  }

  private long(spec: OptionSpec, name: string, value: string | null): void {
    if (spec.read !== undefined) this.given.push({ spec, text: value ?? this.next(name) })
    else if (value === null) this.given.push({ spec, text: null })
    else throw new UsageError(`Option '${name}' does not take a value.`)
  }

  /** Letters in a row: flags, up to one that takes what is left as its value. */
  private short(letters: string): void {
    for (let i = 0; i < letters.length; i++) {
      const name = `-${letters.charAt(i)}`
      const spec = this.find(name)
      if (spec === undefined) throw new UsageError(`No such option '${name}'.`)
      if (spec.read === undefined) this.given.push({ spec, text: null })
      else {
        const left = letters.slice(i + 1)
        this.given.push({ spec, text: left === '' ? this.next(name) : left })
        return
      }
    }
  }

  private next(name: string): string {
    const value = this.rest.shift()
    if (value === undefined) throw new UsageError(`Option '${name}' requires an argument.`)
    return value
  }

  private find(name: string): OptionSpec | undefined {
    return this.specs.find(({ names }) => names.includes(name))
  }

  private unknown(name: string): string {
    const long = this.specs.flatMap(({ names }) => names.filter((one) => one.startsWith('--')))
    const meant = closeMatches(name, [...long, '--help']).toSorted()
    const quoted = meant.map((one) => `'${one}'`)
    const told = `No such option '${name}'.`
    if (quoted.length === 0) return told
    if (quoted.length === 1) return `${told} Did you mean ${quoted[0]}?`
    return `${told} (Did you mean one of: ${quoted.join(', ')}?)`
  }
}
