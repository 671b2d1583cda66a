/**
 * Reads the small Python expressions that the recorded tables are written in: literals, calls,
 * attributes, `|`, `*`, comprehensions and `a if c else b`. Names and methods are the caller's.
 */
export interface Host {
  readonly name: (name: string) => unknown
  readonly attribute: (target: unknown, name: string) => unknown
  readonly call: (target: unknown, args: unknown[], kwargs: { [name: string]: unknown }) => unknown
  readonly or: (left: unknown, right: unknown) => unknown
}

/** What a comprehension loops over and `range` gives. */
export function pythonItems(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  const tuple = (value as { $tuple?: unknown[] }).$tuple
  if (tuple !== undefined) return tuple
  throw new Error(`not iterable: ${JSON.stringify(value)}`)
}

/** The value of a Python expression: JSON as the simulator keeps it, or whatever the host makes. */
export function evaluate(text: string, host: Host): unknown {
  const parser: Parser = { tokens: tokenize(text), at: 0, host, scope: {} }
  const value = expressionOrTuple(parser)
  if (parser.at < parser.tokens.length) throw new Error(`unread: ${peek(parser)} in ${text}`)
  return value
}

interface Parser {
  readonly tokens: readonly string[]
  at: number
  readonly host: Host
  scope: { [name: string]: unknown }
}

const TOKEN =
  /\s*(b?'(?:[^'\\]|\\.)*'|b?"(?:[^"\\]|\\.)*"|\d+(?:\.\d*)?(?:e[+-]?\d+)?|\w+|==|\*\*|[()[\]{}.,:|=*~-])/y

function tokenize(text: string): string[] {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  const trimmed = text.trim()
  while (TOKEN.lastIndex < trimmed.length) {
    const match = TOKEN.exec(trimmed)
    if (match?.[1] === undefined) throw new Error(`cannot read ${trimmed}`)
    tokens.push(match[1])
  }
  return tokens
}

const peek = (parser: Parser): string => parser.tokens[parser.at] ?? ''

function take(parser: Parser, token: string): boolean {
  if (peek(parser) !== token) return false
  parser.at += 1
  return true
}

function expect(parser: Parser, token: string): void {
  if (!take(parser, token)) throw new Error(`expected ${token}, found ${peek(parser)}`)
}

function expressionOrTuple(parser: Parser): unknown {
  const first = expression(parser)
  if (peek(parser) !== ',') return first
  const items = [first]
  while (take(parser, ',')) if (parser.at < parser.tokens.length) items.push(expression(parser))
  return { $tuple: items }
}

function expression(parser: Parser): unknown {
  const value = alternatives(parser)
  if (!take(parser, 'if')) return value
  const condition = alternatives(parser)
  expect(parser, 'else')
  const other = expression(parser)
  return condition === true ? value : other
}

function alternatives(parser: Parser): unknown {
  let value = product(parser)
  while (take(parser, '|')) value = parser.host.or(value, product(parser))
  return value
}

function product(parser: Parser): unknown {
  let value = unary(parser)
  while (take(parser, '*')) value = repeated(value, unary(parser) as number)
  return value
}

function repeated(value: unknown, count: number): unknown {
  if (typeof value === 'string') return value.repeat(count)
  return Array.from({ length: count }, () => pythonItems(value)).flat()
}

function unary(parser: Parser): unknown {
  if (take(parser, '~')) return postfix(parser)
  if (!take(parser, '-')) return postfix(parser)
  const value = postfix(parser)
  if (typeof value === 'number') return -value
  return { $num: `-${(value as { $num: string }).$num}` }
}

function postfix(parser: Parser): unknown {
  let value = atom(parser)
  for (;;) {
    if (take(parser, '.')) {
      value = parser.host.attribute(value, peek(parser))
      parser.at += 1
    } else if (take(parser, '(')) value = call(parser, value)
    else return value
  }
}

function call(parser: Parser, target: unknown): unknown {
  const args: unknown[] = []
  const kwargs: { [name: string]: unknown } = {}
  while (!take(parser, ')')) {
    if (parser.tokens[parser.at + 1] === '=') {
      const name = peek(parser)
      parser.at += 2
      kwargs[name] = expression(parser)
    } else args.push(itemOrComprehension(parser))
    take(parser, ',')
  }
  return parser.host.call(target, args, kwargs)
}

/** A generator expression is read as the list that it makes. */
function itemOrComprehension(parser: Parser): unknown {
  const start = parser.at
  const skipped = skim(parser)
  if (peek(parser) !== 'for') {
    parser.at = start
    return expression(parser)
  }
  return comprehension(parser, start, skipped, (inner) => expression(inner))
}

/** Runs over one expression without a value, so that a loop variable may be unknown. */
function skim(parser: Parser): number {
  let depth = 0
  for (; parser.at < parser.tokens.length; parser.at += 1) {
    const token = peek(parser)
    if (depth === 0 && [',', ')', ']', '}', 'for'].includes(token)) break
    if ('([{'.includes(token)) depth += 1
    if (')]}'.includes(token)) depth -= 1
  }
  return parser.at
}

function comprehension(
  parser: Parser,
  start: number,
  end: number,
  item: (parser: Parser) => unknown,
): unknown[] {
  parser.at = end
  expect(parser, 'for')
  const name = peek(parser)
  parser.at += 1
  expect(parser, 'in')
  const items = pythonItems(expression(parser))
  const after = parser.at
  const outer = parser.scope
  const values = items.map((value) => {
    parser.scope = { ...outer, [name]: value }
    parser.at = start
    return item(parser)
  })
  parser.scope = outer
  parser.at = after
  return values
}

function atom(parser: Parser): unknown {
  const token = peek(parser)
  parser.at += 1
  if (token === '(') return parenthesis(parser)
  if (token === '[') return list(parser, ']')
  if (token === '{') return braces(parser)
  if (/^\d/.test(token)) return /^\d+$/.test(token) ? Number(token) : { $num: float(token) }
  if (/^b?['"]/.test(token)) return text(token)
  if (token === 'None') return null
  if (token === 'True' || token === 'False') return token === 'True'
  return token in parser.scope ? parser.scope[token] : parser.host.name(token)
}

/** The tables write floats as Python shows them, but for a bare exponent. */
const float = (token: string): string => token.replace(/e(\d)/, 'e+$1')

function text(token: string): unknown {
  if (token.startsWith('b')) return { __type__: 'bytes', __value__: unquoted(token.slice(1)) }
  return unquoted(token)
}

const ESCAPES: { readonly [letter: string]: string } = { n: '\n', t: '\t', r: '\r' }

const unquoted = (token: string): string =>
  token
    .slice(1, -1)
    .replace(
      /\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|(.))/g,
      (_, wide?: string, byte?: string, short = '') =>
        wide === undefined && byte === undefined
          ? (ESCAPES[short as string] ?? (short as string))
          : String.fromCharCode(parseInt(wide ?? byte ?? '', 16)),
    )

function parenthesis(parser: Parser): unknown {
  if (take(parser, ')')) return { $tuple: [] }
  const first = itemOrComprehension(parser)
  if (take(parser, ')')) return first
  const items = [first]
  while (take(parser, ',')) if (peek(parser) !== ')') items.push(expression(parser))
  expect(parser, ')')
  return { $tuple: items }
}

function list(parser: Parser, close: string): unknown[] {
  const items: unknown[] = []
  while (!take(parser, close)) {
    const start = parser.at
    skim(parser)
    const looped = peek(parser) === 'for'
    parser.at = start
    if (looped) items.push(...pythonItems(itemOrComprehension(parser)))
    else items.push(expression(parser))
    take(parser, ',')
  }
  return items
}

/** A dict, a dict comprehension, or a set: the last as the live object it is to the simulator. */
function braces(parser: Parser): unknown {
  const start = parser.at
  if (take(parser, '}')) return {}
  skim(parser)
  if (peek(parser) === 'for') {
    const entries = comprehension(parser, start, parser.at, entry)
    expect(parser, '}')
    return Object.fromEntries(entries as [string, unknown][])
  }
  const tokens = parser.tokens.slice(start, parser.at)
  parser.at = start
  if (!tokens.includes(':')) return set(parser)
  const entries: [string, unknown][] = []
  while (!take(parser, '}')) {
    entries.push(entry(parser))
    take(parser, ',')
  }
  return Object.fromEntries(entries)
}

function entry(parser: Parser): [string, unknown] {
  const key = alternatives(parser)
  expect(parser, ':')
  return [String(key), expression(parser)]
}

function set(parser: Parser): unknown {
  const start = parser.at
  list(parser, '}')
  return {
    $ref: 0,
    repr: `{${parser.tokens.slice(start, parser.at).join('').replaceAll(',', ', ')}`,
  }
}
