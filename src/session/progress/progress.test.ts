import { expect, test } from 'vitest'
import type { GradeReport } from '../../thread/protocol.ts'
import { readProgress, writeProgress } from './file.ts'
import { mergedWith } from './merge.ts'
import { Progress } from './progress.svelte.ts'
import { isPass, NO_RECORDS, standings, type Attempt, type Kept, type Records } from './records.ts'
import type { Storage } from './storage.ts'

const kept = (text: string): Kept => ({
  files: [{ path: 'tasks.py', text }],
  form: null,
  seed: 1,
  before: null,
  hints: {},
})

const attempt = (lab: string, at: number, stars: number): Attempt => ({
  lab,
  at,
  passed: stars > 0,
  stars,
  seeds: 5,
  checks: [{ id: 'once', passed: stars > 0, heldIn: 5 }],
  files: [{ path: 'tasks.py', text: 'pass\n' }],
})

const RECORDS: Records = {
  sittings: { 'two-lanes': kept('mine') },
  attempts: [attempt('two-lanes', 1, 0), attempt('two-lanes', 2, 2)],
  quizzes: [{ module: 'F7', at: 5, seed: 9, right: 12, of: 15, missed: ['a', 'b', 'c'] }],
  projects: [{ id: 'p1', name: 'Mail', created: 4 }],
}

const report: GradeReport = {
  lab: 'two-lanes',
  passed: false,
  seeds: 10,
  stars: 0,
  shrunk: null,
  checks: [
    { id: 'once', passed: false, heldIn: 7, firstViolation: null, hint: null, furtherHints: [] },
  ],
}

/** A storage in memory, whose disk can be full. */
class Memory implements Storage {
  records: Records = NO_RECORDS
  full = false

  all(): Promise<Records> {
    return Promise.resolve(this.records)
  }

  putAttempt(one: Attempt): Promise<void> {
    return this.#put({ ...this.records, attempts: [...this.records.attempts, one] })
  }

  putQuiz(one: Records['quizzes'][number]): Promise<void> {
    return this.#put({ ...this.records, quizzes: [...this.records.quizzes, one] })
  }

  putAll(records: Records): Promise<void> {
    return this.#put(records)
  }

  clear({ lab }: { readonly lab?: string }): Promise<void> {
    const { [lab ?? '']: _gone, ...sittings } = this.records.sittings
    const attempts = this.records.attempts.filter((one) => one.lab !== lab)
    this.records = { ...this.records, sittings, attempts }
    return Promise.resolve()
  }

  #put(records: Records): Promise<void> {
    if (this.full) return Promise.reject(new DOMException('no room', 'QuotaExceededError'))
    this.records = records
    return Promise.resolve()
  }
}

test('a full disk is said, nothing is lost, and what waited is kept once there is room', async () => {
  const disk = new Memory()
  const progress = new Progress(disk)
  disk.full = true
  await progress.keepAttempt(report, [{ path: 'tasks.py', text: 'one' }], 1000)
  expect(progress.trouble).toMatch(/disk space .* is full/u)
  await progress.load()
  expect(progress.records.attempts).toHaveLength(1)
  expect(disk.records.attempts).toHaveLength(0)
  disk.full = false
  await progress.keepAttempt(report, [{ path: 'tasks.py', text: 'two' }], 1000)
  expect(progress.trouble).toBeNull()
  expect(disk.records.attempts.map(({ files }) => files[0]?.text)).toEqual(['one', 'two'])
  expect(new Set(disk.records.attempts.map(({ at }) => at)).size).toBe(2)
})

test('an import onto a full disk changes nothing', async () => {
  const disk = new Memory()
  disk.records = RECORDS
  const progress = new Progress(disk)
  await progress.load()
  disk.full = true
  await expect(progress.take({ ...RECORDS, attempts: [] })).rejects.toThrow('no room')
  expect(progress.records).toEqual(RECORDS)
  expect(disk.records).toEqual(RECORDS)
})

test('a lab can be begun anew, and nothing else is touched', async () => {
  const disk = new Memory()
  disk.records = { ...RECORDS, attempts: [...RECORDS.attempts, attempt('flaky-smtp', 3, 1)] }
  const progress = new Progress(disk)
  await progress.load()
  await progress.forget({ lab: 'two-lanes' })
  expect(progress.records.attempts.map(({ lab }) => lab)).toEqual(['flaky-smtp'])
  expect(progress.records.sittings).toEqual({})
  expect(progress.records.quizzes).toHaveLength(1)
})

test('a lab stands as its best attempt left it', () => {
  expect(standings(RECORDS.attempts).get('two-lanes')).toEqual({
    attempts: 2,
    passed: true,
    stars: 2,
  })
  expect(isPass({ right: 12, of: 15 })).toBe(true)
  expect(isPass({ right: 11, of: 15 })).toBe(false)
  expect(isPass({ right: 0, of: 0 })).toBe(false)
})

test('an import loses nothing: both have their attempts, and other work can be brought back', () => {
  const imported = { ...RECORDS, sittings: { 'two-lanes': kept('theirs') }, attempts: [] }
  const merged = mergedWith(RECORDS, imported)
  expect(merged.attempts).toEqual(RECORDS.attempts)
  expect(merged.sittings['two-lanes']).toEqual({
    ...kept('theirs'),
    before: [{ path: 'tasks.py', text: 'mine' }],
  })
  expect(mergedWith(RECORDS, RECORDS)).toEqual(RECORDS)
})

test('a file brings back what went into it', () => {
  expect(readProgress(writeProgress(RECORDS, '2026-01-01'))).toEqual(RECORDS)
})

test('work that an early version of the page kept, with less in it, is taken too', () => {
  const old = { files: [{ path: 'tasks.py', text: 'old' }], seed: -3 }
  const text = JSON.stringify({
    format: 'queuelab-progress',
    version: 1,
    sittings: { playground: old },
    attempts: [],
    quizzes: [],
    projects: [],
  })
  expect(readProgress(text).sittings).toEqual({ playground: { ...kept('old'), seed: -3 } })
})

const whole = JSON.parse(writeProgress(RECORDS, '2026-01-01')) as {
  readonly [key: string]: unknown
}
const [first] = RECORDS.attempts

test.each([
  ['no JSON', 'PK\u0003\u0004', /not a file of Queuelab/u],
  ['another format', JSON.stringify({ ...whole, format: 'other' }), /not a file of Queuelab/u],
  ['a newer version', JSON.stringify({ ...whole, version: 2 }), /newer version/u],
  ['no attempts', JSON.stringify({ ...whole, attempts: 7 }), /“attempts”/u],
  [
    'a path upwards',
    JSON.stringify({
      ...whole,
      attempts: [first, { ...first, at: 9, files: [{ path: '../x', text: '' }] }],
    }),
    /“attempts, number 2”/u,
  ],
  [
    'stars that are no number',
    JSON.stringify({ ...whole, attempts: [{ ...first, stars: '3' }] }),
    /“attempts, number 1”/u,
  ],
  [
    'a bench of a strange name',
    `{"format":"queuelab-progress","version":1,"sittings":{"__proto__":{}},"attempts":[],"quizzes":[],"projects":[]}`,
    /“sittings, __proto__”/u,
  ],
  [
    'more right than asked',
    JSON.stringify({ ...whole, quizzes: [{ ...RECORDS.quizzes[0], right: 99 }] }),
    /“quizzes/u,
  ],
  [
    'a name that is none',
    JSON.stringify({ ...whole, projects: [{ id: '', name: 'x', created: 1 }] }),
    /“projects/u,
  ],
])('a file with %s is refused with a sentence', (_what, text, sentence) => {
  expect(() => readProgress(text)).toThrow(sentence)
})

test('whatever else stands in a file is left behind', () => {
  const read = readProgress(JSON.stringify({ ...whole, script: 'alert(1)' }))
  expect(Object.keys(read)).toEqual(['sittings', 'attempts', 'quizzes', 'projects'])
})
