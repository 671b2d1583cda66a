import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { SECTIONS, rulesDocument, type Rules } from './document.ts'

const ROOT = new URL('../../', import.meta.url)
const rules = JSON.parse(readFileSync(new URL('rules.json', import.meta.url), 'utf8')) as Rules

/** Where a recording, a table or a program lies; a test is named by its own path. */
const PLACES: readonly (readonly [prefix: string, path: (name: string) => string])[] = [
  ['traces/', (name) => `tests/conformance/traces/${name}.json`],
  ['traces-own/', (name) => `tests/conformance/traces-own/${name}.json`],
  ['tables/', (name) => `tests/conformance/traces/tables/${name}.json`],
  ['programs/', (name) => `tests/api/programs/${name}.py`],
]

function pathOf(held: string): string {
  const place = PLACES.find(([prefix]) => held.startsWith(prefix))
  return place === undefined ? held : place[1](held.slice(place[0].length))
}

const SOURCES = ['simulator', 'src', 'labs', 'tests'].flatMap((folder) =>
  readdirSync(new URL(folder, ROOT), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|py|svelte)$/.test(name))
    .map((name) => `${folder}/${name}`),
)

/** `rule 7.9`, `rules 7.2, 7.9 and 7.12`. */
const cited = (text: string): readonly string[] =>
  [...text.matchAll(/\brules?\s+((?:\d+\.\d+[a-z]?(?:, | and | to | or )?)+)/g)].flatMap(
    ([, found = '']) => found.match(/\d+\.\d+[a-z]?/g) ?? [],
  )

describe('the rules of real Celery', () => {
  it.each(SECTIONS)('are numbered without a gap: section $number', ({ number, last, letters }) => {
    const wanted = [...Array.from({ length: last }, (_, at) => `${number}.${at + 1}`), ...letters]
    const listed = Object.keys(rules).filter((id) => id.startsWith(`${number}.`))
    expect(listed.toSorted()).toEqual(wanted.toSorted())
  })

  it('are each held by something that is there, or it is said why not', () => {
    const loose = Object.entries(rules).filter(
      ([, { held = [], why = '' }]) =>
        (held.length === 0) === (why === '') ||
        held.some((one) => !existsSync(new URL(pathOf(one), ROOT))),
    )
    expect(loose).toEqual([])
  })

  it('are cited by numbers that there are', () => {
    const sections = new Set(SECTIONS.map(({ number }) => String(number)))
    const unknown = SOURCES.flatMap((path) =>
      cited(readFileSync(new URL(path, ROOT), 'utf8'))
        .filter((id) => sections.has(id.split('.')[0] ?? '') && rules[id] === undefined)
        .map((id) => `${path}: ${id}`),
    )
    expect(SOURCES.length).toBeGreaterThan(500)
    expect(unknown).toEqual([])
  })

  it('stand in docs/RULES.md', async () => {
    await expect(rulesDocument(rules)).toMatchFileSnapshot('../../docs/RULES.md')
  })
})
