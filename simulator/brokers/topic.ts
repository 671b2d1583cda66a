/** Topic matching as AMQP has it: `*` is one word, `#` any number of words (rule 2.14). */
export function matchesTopic(pattern: string, routingKey: string): boolean {
  return matchWords(pattern.split('.'), routingKey.split('.'))
}

function matchWords(pattern: readonly string[], words: readonly string[]): boolean {
  const [head, ...rest] = pattern
  if (head === undefined) return words.length === 0
  if (head === '#') {
    for (let taken = 0; taken <= words.length; taken++)
      if (matchWords(rest, words.slice(taken))) return true
    return false
  }
  return words.length > 0 && (head === '*' || head === words[0]) && matchWords(rest, words.slice(1))
}

/**
 * Topic matching of kombu's virtual transports, by a regular expression: `*` may span dots, and `a.#`
 * does not match plain `a` (rule 2.15: documented otherwise).
 */
export function matchesVirtualTopic(pattern: string, routingKey: string): boolean {
  const source = pattern
    .split('.')
    .map((word) => (word === '*' ? '.*?[^\\.]' : word === '#' ? '.*?' : escape(word)))
    .join('\\.')
  return new RegExp(`^${source}$`).test(routingKey)
}

/** Where a binding of kombu's virtual transports leads: direct, topic or fanout (rule 2.14). */
export function matchesVirtual(type: string, { routingKey }: Keyed, key: string): boolean {
  if (type === 'fanout') return true
  return type === 'topic' ? matchesVirtualTopic(routingKey, key) : routingKey === key
}

interface Keyed {
  readonly routingKey: string
}

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
