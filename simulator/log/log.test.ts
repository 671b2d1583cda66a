import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AssertionFailure } from '../kernel/assert.ts'
import type { ActorKind } from './entry.ts'
import { KIND_CODES, Log } from './log.ts'
import { transferables } from './log-batch.ts'
import { FACT_KINDS } from './facts.ts'

/** A row of a small log; `task` and `actor` are names, `cause` counts back from the row (0: none). */
interface Row {
  readonly wait: number
  readonly kind: 'printed' | 'task-reserved' | 'task-ignored'
  readonly task: string | null
  readonly actor: string
  readonly actorKind: ActorKind
  readonly cause: number
  readonly text: string
}

const rows = fc.array(
  fc.record<Row>({
    wait: fc.nat(2 ** 40),
    kind: fc.constantFrom('printed', 'task-reserved', 'task-ignored'),
    task: fc.constantFrom(null, 't1', 't2', 't3'),
    actor: fc.constantFrom('a', 'b', 'c'),
    actorKind: fc.constantFrom('worker', 'queue'),
    cause: fc.nat(3),
    text: fc.string({ unit: 'binary', maxLength: 5 }),
  }),
  { minLength: 1, maxLength: 30 },
)

function write(log: Log, list: readonly Row[]): void {
  let time = log.length === 0 ? 0 : log.timeAt(log.length - 1)
  for (const row of list) {
    time += row.wait
    const task = row.task === null ? -1 : log.task(row.task)
    const actor = log.actor({ kind: row.actorKind, name: row.actor })
    const cause = row.cause === 0 ? -1 : Math.max(-1, log.length - row.cause)
    if (row.kind === 'printed') {
      log.append(time, row.kind, task, actor, cause, { stream: 'stdout', text: row.text })
    } else if (row.kind === 'task-ignored') {
      log.append(time, row.kind, task, actor, cause, { reason: row.text })
    } else {
      log.append(time, row.kind, task, actor, cause, {})
    }
  }
}

function logOf(list: readonly Row[]): Log {
  const log = new Log()
  write(log, list)
  return log
}

const entries = (log: Log): unknown[] =>
  Array.from({ length: log.length }, (_, row) => log.entry(row))

describe('a log', () => {
  test('gives back what was put in, past its first capacity', () => {
    const log = new Log()
    const worker = log.actor({ kind: 'worker', name: 'w1@sim' })
    const task = log.task('t1')
    for (let row = 0; row < 1000; row++) {
      expect(
        log.append(row * 2 ** 33, 'task-ignored', task, worker, row - 1, { reason: `${row}` }),
      ).toBe(row)
    }
    expect(log.entry(999)).toEqual({
      row: 999,
      time: 999 * 2 ** 33,
      kind: 'task-ignored',
      task: 't1',
      actor: { kind: 'worker', name: 'w1@sim' },
      cause: 998,
      detail: { reason: '999' },
    })
    expect(log.detail(0, 'task-ignored').reason).toBe('0')
    expect(log.rowsUpTo(0)).toBe(1)
    expect(log.rowsUpTo(-1)).toBe(0)
    expect(log.rowsUpTo(5 * 2 ** 33 - 1)).toBe(5)
    expect(log.rowsUpTo(Infinity)).toBe(1000)
  })

  test('names an actor by kind and name, a task by id, once each', () => {
    const log = new Log()
    const worker = log.actor({ kind: 'worker', name: 'mail' })
    expect(log.actor({ kind: 'worker', name: 'mail' })).toBe(worker)
    expect(log.actor({ kind: 'queue', name: 'mail' })).not.toBe(worker)
    expect(log.task('a')).toBe(log.task('a'))
    expect(log.tasks).toEqual(['a'])
  })

  test('keeps no details for a row that has none, and says so by an empty object', () => {
    const log = new Log()
    const worker = log.actor({ kind: 'worker', name: 'w1@sim' })
    log.append(0, 'worker-ready', -1, worker, -1, {})
    expect(log.batch(0).details).toEqual([])
    expect(log.entry(0).detail).toEqual({})
    expect(log.entry(0).task).toBeNull()
  })

  test('has a code for each kind that fits its column', () => {
    expect(FACT_KINDS.length).toBeLessThan(256)
    FACT_KINDS.forEach((kind, code) => expect(KIND_CODES[kind]).toBe(code))
  })

  test.each<[string, (log: Log, actor: number) => unknown]>([
    ['a step back in time', (log, actor) => log.append(9, 'worker-ready', -1, actor, -1, {})],
    [
      'a time that is no number',
      (log, actor) => log.append(NaN, 'worker-ready', -1, actor, -1, {}),
    ],
    ['a cause after its effect', (log, actor) => log.append(10, 'worker-ready', -1, actor, 1, {})],
    ['an actor without a name', (log) => log.append(10, 'worker-ready', -1, 7, -1, {})],
    ['a task without an id', (log, actor) => log.append(10, 'worker-ready', 0, actor, -1, {})],
    ['a row that is not there', (log) => log.entry(1)],
    ['details of another kind', (log) => log.detail(0, 'printed')],
    ['a batch from beyond its end', (log) => log.batch(2)],
    ['a batch that does not join on', (log) => log.appendBatch(log.batch(0))],
  ])('refuses %s', (_, act) => {
    const log = new Log()
    const actor = log.actor({ kind: 'worker', name: 'w1@sim' })
    log.append(10, 'worker-ready', -1, actor, -1, {})
    expect(() => act(log, actor)).toThrow(AssertionFailure)
  })
})

describe('the hash of a log', () => {
  test('is the same for the same rows, and another once any one thing in any row is another', () => {
    const change = fc.constantFrom<keyof Row>(
      'wait',
      'kind',
      'task',
      'actor',
      'actorKind',
      'cause',
      'text',
    )
    fc.assert(
      fc.property(rows, fc.nat(), change, (list, at, what) => {
        const before = logOf(list)
        expect(before.hash()).toMatch(/^[\da-f]{16}$/)
        expect(logOf(list).hash()).toBe(before.hash())
        const changed = list.map((row, index) =>
          index === at % list.length ? altered(row, what) : row,
        )
        const after = logOf(changed)
        const same = JSON.stringify(entries(before)) === JSON.stringify(entries(after))
        expect(after.hash() === before.hash()).toBe(same)
      }),
      { numRuns: 500 },
    )
  })

  test('hangs on the names even where no row uses them, and on the high half of a time', () => {
    const log = logOf([])
    const empty = log.hash()
    log.task('t')
    const named = log.hash()
    log.actor({ kind: 'queue', name: 'q' })
    expect(new Set([empty, named, log.hash()]).size).toBe(3)
    const at = (time: number): string => {
      const late = new Log()
      late.append(time, 'worker-ready', -1, late.actor({ kind: 'worker', name: 'w' }), -1, {})
      return late.hash()
    }
    expect(at(5)).not.toBe(at(5 + 2 ** 32))
  })

  test('does not hang on the order of keys in details', () => {
    const of = (kwargs: { readonly [key: string]: number }): string => {
      const log = new Log()
      const client = log.actor({ kind: 'client', name: 'client' })
      log.append(0, 'program-ended', -1, client, -1, { returned: kwargs, repr: '' })
      return log.hash()
    }
    expect(of({ a: 1, b: 2 })).toBe(of({ b: 2, a: 1 }))
    expect(of({ a: 1, b: 2 })).not.toBe(of({ a: 2, b: 1 }))
  })

  test('keeps the digits it has always had', () => {
    const log = new Log()
    const client = log.actor({ kind: 'client', name: 'client' })
    log.append(0, 'program-started', -1, client, -1, { file: 'client.py' })
    log.append(1, 'printed', log.task('t1'), client, 0, { stream: 'stdout', text: 'grüße' })
    expect(log.hash()).toMatchInlineSnapshot(`"a204d319c20af17f"`)
  })
})

describe('batches', () => {
  test('make the same log elsewhere, however it is cut, also after a trip to another thread', () => {
    fc.assert(
      fc.property(fc.array(rows, { maxLength: 5 }), fc.boolean(), (parts, transfer) => {
        const log = new Log()
        const copy = new Log()
        for (const part of parts) {
          // Names may be given before the pull and used after it.
          log.task(`early-${log.length}`)
          const batch = log.batch(copy.length)
          copy.appendBatch(
            structuredClone(batch, { transfer: transfer ? transferables(batch) : [] }),
          )
          write(log, part)
        }
        const half = copy.length + Math.floor((log.length - copy.length) / 2)
        copy.appendBatch(structuredClone(log.batch(copy.length, half)))
        copy.appendBatch(structuredClone(log.batch(copy.length)))
        expect(copy.hash()).toBe(log.hash())
        expect(entries(copy)).toEqual(entries(log))
        expect(copy.tasks).toEqual(log.tasks)
      }),
    )
  })

  test('of another log are refused', () => {
    const one = new Log()
    one.task('a')
    const other = new Log()
    other.task('b')
    expect(() => one.appendBatch(other.batch(0))).toThrow(AssertionFailure)
  })
})

function altered(row: Row, what: keyof Row): Row {
  switch (what) {
    case 'wait':
      return { ...row, wait: row.wait + 1 }
    case 'kind':
      return { ...row, kind: row.kind === 'printed' ? 'task-ignored' : 'printed' }
    case 'task':
      return { ...row, task: row.task === 't1' ? 't2' : 't1' }
    case 'actor':
      return { ...row, actor: row.actor === 'a' ? 'b' : 'a' }
    case 'actorKind':
      return { ...row, actorKind: row.actorKind === 'worker' ? 'process' : 'worker' }
    case 'cause':
      return { ...row, cause: row.cause + 1 }
    case 'text':
      return { ...row, text: `${row.text}!` }
  }
}
