import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createNodePython } from '../../src/cli/node-python.ts'
import { runProgram } from '../../src/driver/run-program.ts'
import type { Log } from '../../simulator/index.ts'
import { explanationAt, mistakeAt } from '../../src/mistakes/find.ts'
import { inShort } from '../../src/mistakes/mistake.ts'
import { nodeMistakes } from '../../src/mistakes/mistakes.node.ts'
import type { Python } from '../../src/python/python.ts'
import { type Case, CASES as CELERY_CASES } from './mistakes.ts'
import { PYTHON_CASES } from './python-mistakes.ts'

const CASES: readonly Case[] = [...CELERY_CASES, ...PYTHON_CASES]

let python: Python

const book = nodeMistakes()

/** A mistake's words with its slots filled. */
function wordsOf(key: string, slots: { readonly [slot: string]: string } = {}): string {
  const words = book.words({ key, slots })
  return words ? inShort(words) : ''
}

beforeAll(async () => {
  python = await createNodePython()
}, 300_000)

afterAll(() => {
  python.dispose()
})

const PLAIN = [
  'from celery import Celery, chain, chord, group',
  "app = Celery('shop', broker='redis://localhost', backend='redis://localhost')",
  '@app.task',
  'def add(x, y):',
  '    return x + y',
].join('\n')

async function logOf(one: Case): Promise<Log> {
  const source = [one.app ?? PLAIN, 'def main():', ...one.main.map((line) => `    ${line}`)]
  const { log } = await runProgram(
    {
      files: { 'client.py': source.join('\n'), ...one.files },
      client: { module: 'client', entry: 'main' },
      cluster: {
        broker: one.broker ?? 'redis',
        brokerUrl: one.brokerUrl ?? 'cluster',
        backend: 'source',
        app: 'client',
        workers: [{ name: 'w1', options: '-c 2', autostart: true }],
      },
      actions: [],
      seed: 1,
      limits: { time: 100_000_000, facts: 20_000 },
    },
    python,
  )
  return log
}

/** What a run says: of the program's end, of errors in logs, of notes; with the sentences under them. */
interface Told {
  readonly program: string | null
  readonly lines: readonly string[]
  readonly notes: readonly string[]
  readonly under: ReadonlyMap<string, string>
  readonly keys: readonly string[]
}

function toldBy(log: Log): Told {
  let program: string | null = null
  const [lines, notes, keys]: [string[], string[], string[]] = [[], [], []]
  const under = new Map<string, string>()
  for (let row = 0; row < log.length; row++) {
    const entry = log.entry(row)
    if (entry.kind === 'program-failed') {
      const { module, type, message } = entry.detail.error
      program = `${module}.${type}: ${message}`
    }
    if (entry.kind === 'logged') lines.push(entry.detail.text)
    const found = mistakeAt(book, log, row)
    const explained = explanationAt(book, log, row)
    const words = explained ? inShort(explained) : ''
    if (entry.kind === 'noted') {
      notes.push(words === '' ? entry.detail.text : words)
      continue
    }
    if (found === null) continue
    keys.push(found.key)
    under.set(entry.kind === 'logged' ? entry.detail.text : entry.kind, words)
  }
  return { program, lines, notes, under, keys }
}

describe('a mistake gives the real error, and under it a sentence', () => {
  test.each(CASES.map((one) => [`${one.mistake} (rule ${one.rule})`, one] as const))(
    '%s',
    async (_title, one) => {
      const told = toldBy(await logOf(one))
      const wanted = wordsOf(one.key, one.slots)
      expect(wanted).not.toBe('')
      expect(wanted).not.toMatch(/\{\w+\}/u)
      if (one.program === undefined) expect(told.program).toBeNull()
      else {
        expect(told.program?.startsWith(one.program), told.program ?? 'no error').toBe(true)
        expect(told.under.get('program-failed')).toBe(wanted)
      }
      const { log } = one
      if (log !== undefined) {
        const line = told.lines.find((text) => text.includes(log))
        expect(line, told.lines.join('\n')).toBeDefined()
        expect(told.under.get(line ?? '')).toBe(wanted)
      }
      if (one.program === undefined && log === undefined) expect(told.notes).toContain(wanted)
      expect(new Set(told.keys)).toEqual(
        one.program === undefined && log === undefined ? new Set() : new Set([one.key]),
      )
    },
  )

  test('every sentence belongs to a mistake that was tried', () => {
    const tried = new Set(CASES.map(({ key }) => key))
    const untried = book.all.filter(
      // What the editor alone sees is tried there.
      ({ key, patterns, line, editor }) =>
        !tried.has(key) && (patterns.length > 0 || line !== null || editor === null),
    )
    expect(untried.map(({ key }) => key)).toEqual([])
  })

  test('an error that the learner raises has none', async () => {
    const told = toldBy(
      await logOf({
        rule: '',
        mistake: '',
        main: ["raise KeyError('not in the shop')"],
        key: 'wrong-arguments',
      }),
    )
    expect(told.program).toContain('not in the shop')
    expect(told.keys).toEqual([])
  })
})
