/** A mistake that learners make, in the words of its prose file. */

/** Where an exception came out: a call that Celery refused, code, or what follows a body (rule 4.10). */
export type Place = 'refused' | 'code' | 'after'

/** An exception that tells of a mistake. */
export interface Pattern {
  /** The class, without its module. */
  readonly error: string
  /** The text; named groups fill the slots. */
  readonly message: RegExp
  readonly place: Place | null
}

/** How loud the editor says it while somebody types; null: it cannot see it. */
export type Loudness = 'error' | 'warning' | 'info'

export interface Mistake {
  /** The name of its file. */
  readonly key: string
  readonly title: string
  readonly patterns: readonly Pattern[]
  /** A line of a worker's log that tells of it. */
  readonly line: RegExp | null
  readonly editor: Loudness | null
  /** What the editor, or whoever notes it, fills in. */
  readonly slots: readonly string[]
  /** Numbers of the rules of Celery's behaviour. */
  readonly rules: readonly string[]
  /** A page to read on. */
  readonly docs: string
  readonly what: string
  readonly why: string
  readonly mend: string
}

/** What stands in the slots of a mistake's words. */
export type Slots = { readonly [slot: string]: string }

/** A mistake's words with its slots filled. */
export interface Explanation {
  readonly key: string
  readonly title: string
  readonly what: string
  readonly why: string
  readonly mend: string
  readonly docs: string
}

const FILE =
  /^---\n(?<front>[\s\S]*?)\n---\n+## What happened\n\n(?<what>[\s\S]+?)\n+## Why\n\n(?<why>[\s\S]+?)\n+## How to mend it\n\n(?<mend>[\s\S]+?)\s*$/u

const FIELDS = new Set([
  'title',
  'error',
  'message',
  'place',
  'log',
  'editor',
  'slots',
  'rules',
  'docs',
])

/** Reads a prose file; says what is wrong with one that cannot be read. */
export function readMistake(key: string, text: string): Mistake {
  const { front, what, why, mend } = FILE.exec(text.replaceAll('\r\n', '\n'))?.groups ?? {}
  if (front === undefined || what === undefined || why === undefined || mend === undefined)
    throw new Error(
      `${key}.md: write --- fields --- and then "## What happened", "## Why" and "## How to mend it".`,
    )
  const fields = fieldsOf(key, front)
  const one = (name: string): string | null => fields.find(([field]) => field === name)?.[1] ?? null
  const list = (name: string): readonly string[] => one(name)?.split(/,\s*/u) ?? []
  const [title, docs, line, editor] = [one('title'), one('docs'), one('log'), one('editor')]
  if (title === null || docs === null) throw new Error(`${key}.md: title and docs are needed.`)
  if (editor !== null && !isLoudness(editor))
    throw new Error(`${key}.md: editor is error, warning or info, not ${editor}.`)
  return {
    key,
    title,
    patterns: patternsOf(key, fields),
    line: line === null ? null : new RegExp(line, 'u'),
    editor,
    slots: list('slots'),
    rules: list('rules'),
    docs,
    what,
    why,
    mend,
  }
}

const isLoudness = (word: string): word is Loudness => /^(?:error|warning|info)$/u.test(word)

type Fields = readonly (readonly [name: string, value: string])[]

function fieldsOf(key: string, front: string): Fields {
  return front.split('\n').map((line): readonly [string, string] => {
    const [, name = '', value = ''] = /^(\w+): ?(.*)$/u.exec(line) ?? []
    if (!FIELDS.has(name)) throw new Error(`${key}.md: there is no field like "${line}".`)
    return [name, value]
  })
}

/** Each `error:` begins a pattern; the fields after it belong to it. */
function patternsOf(key: string, fields: Fields): readonly Pattern[] {
  const found: { -readonly [field in keyof Pattern]: Pattern[field] }[] = []
  for (const [name, value] of fields) {
    const last = found.at(-1)
    if (name === 'error') found.push({ error: value, message: /^/u, place: null })
    else if (name === 'message' && last) last.message = new RegExp(value, 'u')
    else if (name === 'place' && last) last.place = placeOf(key, value)
  }
  return found
}

function placeOf(key: string, word: string): Place {
  if (word !== 'refused' && word !== 'code' && word !== 'after')
    throw new Error(`${key}.md: place is refused, code or after, not ${word}.`)
  return word
}

const filled = (text: string, slots: Slots): string =>
  text.replaceAll(/\{(\w+)\}/gu, (whole, slot: string) => slots[slot] ?? whole)

/** A mistake's words with its slots filled. */
export const explain = (mistake: Mistake, slots: Slots): Explanation => ({
  key: mistake.key,
  title: filled(mistake.title, slots),
  what: filled(mistake.what, slots),
  why: filled(mistake.why, slots),
  mend: filled(mistake.mend, slots),
  docs: mistake.docs,
})

/** The two sentences that a learner needs first: what happened and what to do. */
export const inShort = ({ what, mend }: Explanation): string => `${what} ${mend}`
