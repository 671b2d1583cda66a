import { describe, expect, it } from 'vitest'
import type { FolderOutcome } from './outcome.ts'
import { citations } from './documentation.ts'
import { findingLines } from './fidelity.ts'
import { parseReasons } from './reasons.ts'
import type { ScenarioReport } from './run.ts'

const scenario = (name: string, family: string, ok: boolean): ScenarioReport => ({
  name,
  family,
  ok,
  difference: ok ? null : 'main.returned: expected 1, got 2',
  differences: ok ? [] : ['main.returned: expected 1, got 2'],
  compared: 10,
  skipped: 5,
  soft: {},
})

const outcome = (folder: string, scenarios: readonly ScenarioReport[]): FolderOutcome => ({
  folder,
  scenarios,
  tables: [{ name: 'json', rows: 3, passed: 2, differences: ['row 1: other'] }],
  traces: [],
  recordedTables: [],
})

const given = outcome('traces', [scenario('a', 'acks', true), scenario('b', 'acks', false)])
const own = outcome('traces-own', [scenario('c', 'events', false)])

describe('the written findings', () => {
  const lines = findingLines({
    outcomes: [given, own],
    reasons: [
      { names: ['b', 'a'], why: 'A clock that stands still.' },
      { names: ['gone'], why: 'No longer needed.' },
    ],
    citations: [
      { file: 'simulator/x.ts', page: 'https://example.org/a' },
      { file: 'simulator/y.ts', page: 'https://example.org/a' },
    ],
    date: '2026-01-02',
  })

  it('count each folder of recordings apart', () => {
    expect(lines[0]).toContain('Run on 2026-01-02.')
    expect(lines).toContain('| traces | 1 | 2 | 20 | 10 |')
    expect(lines).toContain('| traces-own | 0 | 1 | 10 | 5 |')
    expect(lines).toContain('| acks | 1 | 2 |  |  |')
    expect(lines).toContain('| events |  |  | 0 | 1 |')
  })

  it('give the reason of what differs, and show what has none', () => {
    expect(lines).toContain('| b | A clock that stands still. |')
    expect(lines).toContain('| c, table json, table json | **no reason is known** |')
    expect(lines.join('\n')).not.toContain('No longer needed.')
  })

  it('name each cited page once, with the files that follow it', () => {
    expect(lines.at(-1)).toBe('- <https://example.org/a>: `simulator/x.ts`, `simulator/y.ts`')
  })
})

describe('citations of a source file', () => {
  it('are the pages named after the words, also on the next line', () => {
    const text =
      '/** So many ms (from documentation: https://a.example/x). */\n' +
      '/** From documentation:\n * https://b.example/y#z.\n */ // see https://c.example'
    expect(citations('f.ts', text).map(({ page }) => page)).toEqual([
      'https://a.example/x',
      'https://b.example/y#z',
    ])
  })

  it('are none where only the address stands', () => {
    expect(citations('f.ts', '// https://a.example')).toEqual([])
  })
})

describe('the list of reasons', () => {
  it('is told where it is wrong', () => {
    const parse = (value: unknown) => () => parseReasons(JSON.stringify(value), 'reasons')
    expect(parse({})).toThrow('reasons: the reasons are a list')
    expect(parse([{ names: [], why: 'x' }])).toThrow('reasons[0]: names is not a list of names')
    expect(parse([{ names: ['a'], why: '' }])).toThrow('reasons[0]: why is not a sentence')
    expect(
      parse([
        { names: ['a'], why: 'x' },
        { names: ['a'], why: 'y' },
      ]),
    ).toThrow('reasons: a has two reasons')
  })
})
