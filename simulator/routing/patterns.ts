import { isObject } from '../messages/json.ts'
import type { Json } from '../messages/json.ts'

/**
 * The regular expression of a route's key: a glob where it has a `*`, or `{ $regex, flags? }` matched
 * at the start as Python's `re.match` does. Null for a plain name (rule 2.4).
 */
export function patternOf(key: Json): RegExp | null {
  if (typeof key === 'string') return key.includes('*') ? glob(key) : null
  if (!isObject(key)) return null
  const source = key['$regex']
  if (typeof source !== 'string') return null
  const flags = typeof key['flags'] === 'string' ? key['flags'] : ''
  return new RegExp(`^(?:${fromPython(source)})`, flags.replace(/[^ims]/g, '') + 'u')
}

/** Python's `fnmatch`: `*`, `?` and `[...]`; once a key is a glob all three count. */
export function glob(pattern: string): RegExp {
  let source = ''
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern.charAt(at)
    const close = character === '[' ? classEnd(pattern, at) : -1
    if (close > 0) {
      source += classSource(pattern.slice(at + 1, close))
      at = close
    } else {
      source += GLOB[character] ?? escape(character)
    }
  }
  return new RegExp(`^(?:${source})$`, 's')
}

/** True where a topic binding takes a routing key: `*` is one word, `#` any number of words (rule 2.14). */
export function topicMatches(binding: string, routingKey: string): boolean {
  return wordsMatch(binding.split('.'), routingKey === '' ? [] : routingKey.split('.'))
}

/**
 * The same for kombu's virtual transports (Redis, memory): a regular expression, so `a.#` misses plain
 * `a` and `*` may span dots (rule 2.15).
 */
export function virtualTopicMatches(binding: string, routingKey: string): boolean {
  const words = binding.split('.').map((word) => VIRTUAL[word] ?? escape(word))
  return new RegExp(`^${words.join('\\.')}$`, 's').test(routingKey)
}

const GLOB: { readonly [character: string]: string } = { '*': '.*', '?': '.' }
const VIRTUAL: { readonly [word: string]: string } = { '*': '.*?[^.]', '#': '.*?' }

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

/** Where a `[...]` ends, or -1: a `]` right after `[` or `[!` belongs to the class. */
function classEnd(pattern: string, start: number): number {
  const first = pattern.charAt(start + 1) === '!' ? start + 2 : start + 1
  return pattern.indexOf(']', pattern.charAt(first) === ']' ? first + 1 : first)
}

function classSource(content: string): string {
  const negated = content.startsWith('!')
  const members = (negated ? content.slice(1) : content).replace(/[\\\]^[]/g, '\\$&')
  return `[${negated ? '^' : ''}${members}]`
}

/** Python's spellings that JavaScript lacks. */
const fromPython = (source: string): string =>
  source
    .replace(/\(\?P</g, '(?<')
    .replace(/\(\?P=(\w+)\)/g, '\\k<$1>')
    .replace(/\\A/g, '^')
    .replace(/\\Z/g, '$')

function wordsMatch(binding: readonly string[], words: readonly string[]): boolean {
  const [first, ...rest] = binding
  if (first === undefined) return words.length === 0
  if (first === '#') {
    return words.concat('').some((_, skipped) => wordsMatch(rest, words.slice(skipped)))
  }
  const [word, ...others] = words
  return word !== undefined && (first === '*' || first === word) && wordsMatch(rest, others)
}
