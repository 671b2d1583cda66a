import book from 'virtual:shapes'
import { describe, expect, test } from 'vitest'
import { type LogBatch, seconds } from '../../simulator/index.ts'
import { EXAMPLES } from '../../simulator/log/sentence-examples.ts'
import { drawCase } from '../fuzz/draw.ts'
import { begin, goOn } from '../fuzz/play.ts'
import { AnswerReader } from './answers.ts'
import type { Pull } from './protocol.ts'
import { ShapeReader } from './shape.ts'

const LIMITS = { time: seconds(3600), facts: 200_000 }

const reader = (): AnswerReader => {
  const made = new AnswerReader()
  made.begin(LIMITS)
  return made
}

const pulled = (batch: LogBatch | null): Pull => ({
  batch,
  status: { kind: 'running', time: batch?.times.at(-1) ?? 0 },
})

/** A run in pieces, as they come over a port. */
function* pieces(seed: number): Generator<LogBatch> {
  const one = drawCase(seed)
  const playing = begin(one)
  const { log } = playing.simulation
  let rows = 0
  for (let until = one.until / 5; until <= one.until; until += one.until / 5) {
    goOn(playing, until)
    if (log.length > rows) yield structuredClone(log.batch(rows))
    rows = log.length
  }
}

/** A run that came in more than one piece. */
function severalPieces(): readonly LogBatch[] {
  for (let seed = 1; ; seed++) {
    const all = [...pieces(seed)]
    if (all.length > 1) return all
  }
}

/** The first piece of a run that has messages, tasks and details. */
function piece(): LogBatch & { [field: string]: unknown } {
  const [first] = pieces(4)
  if (!first) throw new Error('the run has rows')
  return { ...first }
}

describe('what the thread answers', () => {
  test('passes where it is honest', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const answers = reader()
      for (const batch of pieces(seed)) expect(answers.wrong('pull', pulled(batch))).toBeNull()
    }
    const answers = reader()
    for (const method of ['prepare', 'start', 'stop'] as const)
      expect(answers.wrong(method, undefined)).toBeNull()
    expect(answers.wrong('grading', { done: 1, of: 20 })).toBeNull()
    // Python's memory, which is given back by its thread: about so large.
    expect(answers.wrong('memory', new ArrayBuffer(48_000_000))).toBeNull()
    expect(answers.wrong('memory', new ArrayBuffer(80_000_000))).not.toBeNull()
    const ending = { kind: 'stopped' } as const
    expect(
      answers.wrong('pull', {
        batch: null,
        status: { kind: 'ended', time: 5, ending, worn: false },
      }),
    ).toBeNull()
  })

  test('knows the details of every kind of fact', () => {
    const shapes = new ShapeReader(book.table, 1_000_000)
    for (const [, kind, detail] of EXAMPLES)
      expect(shapes.fits(book.facts[kind], detail), kind).toBe(true)
  })

  const polluted: unknown = JSON.parse('{"kind": "running", "time": 1, "__proto__": {"a": 1}}')
  const forged: readonly (readonly [string, unknown])[] = [
    ['nothing', undefined],
    ['a field more that is no data', { ...pulled(null), more: new Map() }],
    ['a prototype', { batch: null, status: polluted }],
    ['another class', Object.assign(new Map(), pulled(null))],
    ['an unknown status', { batch: null, status: { kind: 'won', time: 1 } }],
    ['a time that is none', { batch: null, status: { kind: 'running', time: Number.NaN } }],
    ['a time without end', { batch: null, status: { kind: 'running', time: 1e300 } }],
    ['a sentence that is none', { batch: null, status: { kind: 'loading', what: ['x'] } }],
    ['a sentence too long', { batch: null, status: { kind: 'loading', what: 'x'.repeat(64e6) } }],
  ]
  test.each(forged)('is refused with %s', (_name, value) => {
    expect(reader().wrong('pull', value)).not.toBeNull()
  })

  const cell = (batch: LogBatch, at: number, value: number): Int32Array => {
    const cells = batch.cells.slice()
    cells[at] = value
    return cells
  }
  const bad: readonly (readonly [string, (batch: LogBatch) => object])[] = [
    ['other rows', () => ({ from: 1 })],
    ['half columns', ({ cells }) => ({ cells: cells.slice(1) })],
    ['columns of text', () => ({ times: ['0'] })],
    ['a time that goes back', ({ times }) => ({ times: times.map((_, at) => -at) })],
    ['a time that is none', ({ times }) => ({ times: times.map(() => Number.NaN) })],
    ['a time without end', ({ times }) => ({ times: times.map(() => Number.POSITIVE_INFINITY) })],
    ['a task that is not there', (batch) => ({ cells: cell(batch, 0, 1 << 30) })],
    ['a cause to come', (batch) => ({ cells: cell(batch, 1, 7) })],
    ['an actor that is not there', (batch) => ({ cells: cell(batch, 3, batch.cells[3]! | 0xff) })],
    ['a shape that is not there', (batch) => ({ cells: cell(batch, 3, 0x7fff << 16) })],
    ['an actor of no kind', () => ({ newActors: [{ kind: 'god', name: 'x' }] })],
    ['actors that are none', () => ({ newActors: { length: 1e9 } })],
    ['tasks without end', () => ({ newTasks: [{ prefix: 'a', number: 0, count: 1e15 }] })],
    ['names that are none', () => ({ newTasks: [{ names: [{}] }] })],
    ['details that are lost', () => ({ details: [] })],
    ['details of other rows', ({ details }) => ({ details: details.map(([, one]) => [1e6, one]) })],
    [
      'details of another kind',
      ({ details }) => ({ details: details.map(([row]) => [row, { x: 1 }]) }),
    ],
    [
      'shapes that are none',
      () => ({ allShapes: [{ kind: 'printed', detail: {}, field: '__proto__', fills: null }] }),
    ],
    [
      'a shape of no kind',
      () => ({ allShapes: [{ kind: 'x', detail: {}, field: null, fills: null }] }),
    ],
    [
      'a shape without its text',
      () => ({ allShapes: [{ kind: 'logged', detail: {}, field: null, fills: 'text' }] }),
    ],
    [
      'more rows than there may be',
      () => ({ times: new Float64Array(1e6), cells: new Int32Array(4e6) }),
    ],
  ]
  test.each(bad)('is refused with a batch of %s', (_name, change) => {
    const batch = piece()
    expect(reader().wrong('pull', pulled(batch))).toBeNull()
    expect(
      reader().wrong('pull', { ...pulled(null), batch: { ...batch, ...change(batch) } }),
    ).not.toBeNull()
  })

  test('is refused with printed lines that are none', () => {
    const word = { process: 'client', time: 5, stream: 'stdout', text: 'x' }
    expect(reader().wrong('words', [word])).toBeNull()
    for (const wrong of [
      { time: 1e300 },
      { time: -1 },
      { time: Number.NaN },
      { stream: 'x' },
      { text: { toString: 'x' } },
      { text: 'x'.repeat(65e6) },
      { at: { file: 'x' } },
    ])
      expect(reader().wrong('words', [{ ...word, ...wrong }])).not.toBeNull()
    expect(reader().wrong('words', word)).not.toBeNull()
  })

  test('is refused twice over, or out of order', () => {
    const answers = reader()
    const [first, second] = severalPieces()
    expect(answers.wrong('pull', pulled(first ?? null))).toBeNull()
    expect(answers.wrong('pull', pulled(first ?? null))).not.toBeNull()
    expect(answers.wrong('pull', pulled(second ?? null))).toBeNull()
    expect(reader().wrong('pull', pulled(second ?? null))).not.toBeNull()
  })
})
