import type { Parameter } from '../program.ts'

/**
 * The message of the TypeError that calling a task with these arguments raises, or null where they fit
 * (rules 4.30, 4.31). `name` is the function's own name; `self` of a bound task is not among the
 * parameters, but `bound` counts it, as CPython does.
 */
export function checkArguments(
  name: string,
  parameters: readonly Parameter[],
  count: number,
  keywords: readonly string[],
  bound = false,
): string | null {
  const call: Call = { name, parameters, count, keywords, self: bound ? 1 : 0 }
  return (
    unexpected(call) ??
    tooMany(call) ??
    missing(call, positionals(call)) ??
    missing(call, keywordOnly(call))
  )
}

interface Call {
  readonly name: string
  readonly parameters: readonly Parameter[]
  readonly count: number
  readonly keywords: readonly string[]
  readonly self: number
}

const positionals = (call: Call): readonly Parameter[] =>
  call.parameters.filter(({ kind }) => kind === 'positional-only' || kind === 'positional')

const keywordOnly = (call: Call): readonly Parameter[] =>
  call.parameters.filter(({ kind }) => kind === 'keyword-only')

/** Keywords in the order given: unknown names, names of positional-only parameters, values given twice. */
function unexpected(call: Call): string | null {
  const takesAny = call.parameters.some(({ kind }) => kind === 'var-keyword')
  const byPosition = positionals(call)
  for (const keyword of call.keywords) {
    const index = byPosition.findIndex(
      ({ name, kind }) => name === keyword && kind === 'positional',
    )
    if (index >= 0 && index < call.count) {
      return `${call.name}() got multiple values for argument '${keyword}'`
    }
    const known = index >= 0 || keywordOnly(call).some(({ name }) => name === keyword)
    if (!known && !takesAny) return unknownKeyword(call, keyword)
  }
  return null
}

function unknownKeyword(call: Call, keyword: string): string {
  const only = positionals(call).filter(({ kind }) => kind === 'positional-only')
  const misused = only.filter(({ name }) => call.keywords.includes(name)).map(({ name }) => name)
  return misused.length > 0
    ? `${call.name}() got some positional-only arguments passed as keyword arguments: '${misused.join(', ')}'`
    : `${call.name}() got an unexpected keyword argument '${keyword}'`
}

function tooMany(call: Call): string | null {
  const takes = positionals(call)
  const variable = call.parameters.some(({ kind }) => kind === 'var-positional')
  if (variable || call.count <= takes.length) return null
  const most = takes.length + call.self
  const fewest = takes.filter(({ hasDefault }) => !hasDefault).length + call.self
  const range = fewest < most ? `from ${String(fewest)} to ${String(most)}` : String(most)
  const plural = fewest < most || most !== 1 ? 's' : ''
  const given = call.count + call.self
  return `${call.name}() takes ${range} positional argument${plural} but ${givenText(call, given)} given`
}

/** Keyword-only arguments that were given are mentioned as well. */
function givenText(call: Call, given: number): string {
  const also = keywordOnly(call).filter(({ name }) => call.keywords.includes(name)).length
  if (also === 0) return `${String(given)} ${given === 1 ? 'was' : 'were'}`
  const first = `${String(given)} positional argument${given === 1 ? '' : 's'}`
  return `${first} (and ${String(also)} keyword-only argument${also === 1 ? '' : 's'}) were`
}

function missing(call: Call, parameters: readonly Parameter[]): string | null {
  const names = parameters
    .filter(({ name, kind, hasDefault }, index) => {
      const placed = kind !== 'keyword-only' && index < call.count
      const named = kind !== 'positional-only' && call.keywords.includes(name)
      return !placed && !named && !hasDefault
    })
    .map(({ name }) => `'${name}'`)
  if (names.length === 0) return null
  const kind = parameters[0]?.kind === 'keyword-only' ? 'keyword-only' : 'positional'
  const plural = names.length === 1 ? '' : 's'
  return `${call.name}() missing ${String(names.length)} required ${kind} argument${plural}: ${listed(names)}`
}

/** `'a'`, `'a' and 'b'`, `'a', 'b', and 'c'`. */
function listed(names: readonly string[]): string {
  if (names.length < 3) return names.join(' and ')
  return `${names.slice(0, -1).join(', ')}, and ${names.at(-1) ?? ''}`
}
