import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readMistake } from './mistake.ts'
import { nodeMistakes } from './mistakes.node.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const book = nodeMistakes()

const slotsIn = (text: string): readonly string[] =>
  [...text.matchAll(/\{(\w+)\}/gu)].map(([, slot = '']) => slot)

const groupsIn = (pattern: RegExp): readonly string[] =>
  [...pattern.source.matchAll(/\(\?<([a-zA-Z]\w*)>/gu)].map(([, name = '']) => name)

describe('every prose file', () => {
  test.each(book.all.map((mistake) => [mistake.key, mistake] as const))('%s', (_key, mistake) => {
    const { title, what, why, mend, docs } = mistake
    expect(title).toMatch(/^\S.*[^.]$/u)
    for (const words of [what, why, mend]) {
      expect(words).toMatch(/[.!?]$/u)
      expect(words.length).toBeLessThan(300)
    }
    expect(docs).toMatch(
      /^https:\/\/(?:docs\.celeryq\.dev|docs\.python\.org|www\.rabbitmq\.com|redis\.io)\//u,
    )
    const used = new Set([title, what, why, mend].flatMap(slotsIn))
    const ways = [
      ...mistake.patterns.map(({ message }) => groupsIn(message)),
      ...(mistake.line ? [groupsIn(mistake.line)] : []),
      ...(mistake.editor || mistake.slots.length > 0 ? [mistake.slots] : []),
    ]
    expect(ways.length, 'nothing tells of it').toBeGreaterThanOrEqual(0)
    for (const way of ways) expect([...used].filter((slot) => !way.includes(slot))).toEqual([])
  })

  test('what is noted by Python and by the simulator has its words', () => {
    const read = (folder: string): readonly string[] =>
      readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(?:py|ts)$/u.test(name))
        .flatMap((name) => [
          ...readFileSync(path.join(ROOT, folder, name), 'utf8').matchAll(
            /(?:note_mistake\(|noteMistake\(\w+, )'([\w-]+)'/gu,
          ),
        ])
        .map(([, key = '']) => key)
    const keys = [...read('src/python/packages'), ...read('simulator')]
    expect(keys.length).toBeGreaterThan(4)
    expect(keys.filter((key) => book.get(key) === null)).toEqual([])
  })
})

describe('a file with a mistake in it', () => {
  const good = [
    '---',
    'title: T',
    'docs: D',
    '---',
    '',
    '## What happened',
    '',
    'W.',
    '',
    '## Why',
    '',
    'Y.',
    '',
    '## How to mend it',
    '',
    'M.',
    '',
  ]
  const text = (...changed: readonly string[]): string =>
    [...good.slice(0, 3), ...changed, ...good.slice(3)].join('\n')

  test('is told of', () => {
    expect(readMistake('x', text())).toMatchObject({ what: 'W.', why: 'Y.', mend: 'M.' })
    expect(() => readMistake('x', text('colour: red'))).toThrow('x.md: there is no field like')
    expect(() => readMistake('x', text('editor: loud'))).toThrow('error, warning or info')
    expect(() => readMistake('x', text('error: E', 'place: there'))).toThrow(
      'refused, code or after',
    )
    expect(() => readMistake('x', good.slice(0, 9).join('\n'))).toThrow('How to mend it')
  })
})
