import { isArray, isNum, isObject, tupleItems } from './json.ts'
import type { Json, JsonObject } from './json.ts'
import { numRepr, opaqueRepr, pyrepr } from './repr.ts'

/** The longest `argsrepr` and `kwargsrepr` of a message (rule 1.2), in characters. */
export const ARGSREPR_LENGTH = 1024

const MAX_LEVELS = 3

/**
 * Celery's shortened repr: stops after about `maxlen` characters with `, ...` and three levels down with
 * `...`. It is not Python's: strings are quoted with ' and only that is escaped.
 */
export function saferepr(value: Json, maxlen: number | null = null): string {
  return write([{ kind: 'value', value }], maxlen)
}

/** The short repr of positional arguments; after JSON they are a list (rule 4.17). */
export const safeArgsrepr = (args: readonly Json[], asList: boolean): string =>
  saferepr(asList ? args : { $tuple: args }, ARGSREPR_LENGTH)

type Piece =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'mark'; readonly text: string; readonly level: -1 | 0 | 1 }

const separator: Piece = { kind: 'mark', text: ', ', level: 0 }
const colon: Piece = { kind: 'mark', text: ': ', level: 0 }

/** `pending` is read from its end. */
function write(pending: Piece[], maxlen: number | null): string {
  let left = maxlen
  let level = 0
  let text = ''
  for (let piece = pending.pop(); piece !== undefined; piece = pending.pop()) {
    if (piece.kind === 'mark') level += piece.level
    const inner = piece.kind === 'value' ? containerPieces(piece.value) : null
    if (inner !== null && level < MAX_LEVELS) {
      pending.push(...inner.reverse())
      continue
    }
    // The piece that no longer fits is lost, and so is a bracket if it happens to be one.
    if (left !== null && left <= 0) return `${text}, ...${closing(pending)}`
    const part =
      inner === null ? pieceText(piece, left) : `${opener(inner)}...${opener(inner.reverse())}`
    text += part
    if (left !== null) left -= characters(part).length
  }
  return text
}

/** Brackets that are still open once the text is full: all that stand at this level, opening ones included. */
const closing = (pending: readonly Piece[]): string =>
  pending
    .toReversed()
    .map((piece) => (piece.kind === 'mark' && piece.level !== 0 ? piece.text : ''))
    .join('')

const opener = (pieces: readonly Piece[]): string =>
  pieces[0]?.kind === 'mark' ? pieces[0].text : ''

function pieceText(piece: Piece, maxlen: number | null): string {
  if (piece.kind === 'mark') return piece.text
  if (piece.kind === 'key') return saferepr(piece.key, maxlen)
  const value = piece.value
  if (typeof value === 'string') return quoted(value, maxlen)
  if (typeof value === 'boolean' || typeof value === 'number')
    return truncate(pyrepr(value), maxlen)
  if (value !== null && isNum(value)) return truncate(numRepr(value.$num), maxlen)
  return bytesText(value, maxlen) ?? truncate(pyrepr(value), maxlen)
}

const quoted = (text: string, maxlen: number | null): string =>
  `'${truncate(text, maxlen).replaceAll("'", "\\'")}'`

/** Bytes are cut where they are, not at a blank. */
function bytesText(value: Json, maxlen: number | null): string | null {
  if (!isObject(value) || value['__type__'] !== 'bytes') return null
  const content = value['__value__']
  if (typeof content !== 'string') return null
  const units = characters(content)
  const cut = maxlen !== null && maxlen > 0 && units.length > maxlen
  return cut ? `b'${units.slice(0, maxlen).join('')}...'` : `b'${content}'`
}

/** Cuts at the last blank before the limit. */
function truncate(text: string, maxlen: number | null): string {
  if (maxlen === null || maxlen <= 0) return text
  const units = characters(text)
  if (units.length < maxlen) return text
  const head = units.slice(0, maxlen).join('')
  const blank = head.lastIndexOf(' ')
  return `${blank < 0 ? head : head.slice(0, blank)}...`
}

/** Python counts code points. */
const characters = (text: string): readonly string[] => Array.from(text)

/** Brackets, items and separators of a container; null for anything else. */
function containerPieces(value: Json): Piece[] | null {
  if (isArray(value)) return listPieces('[', value, ']')
  if (!isObject(value) || isNum(value) || opaqueRepr(value) !== null) return null
  const tuple = tupleItems(value)
  if (tuple !== null) return listPieces('(', tuple, tuple.length === 1 ? ',)' : ')')
  return dictPieces(value)
}

function listPieces(open: string, items: readonly Json[], close: string): Piece[] {
  const pieces: Piece[] = [{ kind: 'mark', text: open, level: 1 }]
  items.forEach((value, index) => {
    if (index > 0) pieces.push(separator)
    pieces.push({ kind: 'value', value })
  })
  pieces.push({ kind: 'mark', text: close, level: -1 })
  return pieces
}

function dictPieces(value: JsonObject): Piece[] {
  const pieces: Piece[] = [{ kind: 'mark', text: '{', level: 1 }]
  Object.entries(value).forEach(([key, item], index) => {
    if (index > 0) pieces.push(separator)
    pieces.push({ kind: 'key', key }, colon, { kind: 'value', value: item })
  })
  pieces.push({ kind: 'mark', text: '}', level: -1 })
  return pieces
}
