import { describe, expect, it } from 'vitest'
import { AssertionFailure } from '../kernel/assert.ts'
import { Log } from './log.ts'
import { ID, SECONDS, type Shape } from './shapes.ts'

const WINDOW = 256
const PREFIX = '11111111-1111-4111-8000-'

/** A task received, told by the tag of its message. */
const RECEIVED: Shape = { kind: 'task-received', detail: { tag: 0 }, field: 'tag', fills: null }

/** A log of so many rows about as many tasks of a series, each with one number. */
function filled(rows: number, window?: number): Log {
  const log = new Log(window === undefined ? {} : { window })
  const worker = log.actor({ kind: 'worker', name: 'w1@sim' })
  const series = log.series(PREFIX)
  const shape = log.shape(RECEIVED)
  for (let row = 0; row < rows; row++) {
    const task = log.numberedTask(series, row)
    if (row % 10 === 0) log.append(row, 'task-ignored', task, worker, -1, { reason: `${row}` })
    else log.put(row, task, worker, row - 1, shape, row * 2)
  }
  return log
}

describe('a log with a window', () => {
  it('has the latest rows as the whole log has them, and nothing of the others', () => {
    const whole = filled(3000)
    const log = filled(3000, WINDOW)
    expect([log.length, log.first]).toEqual([3000, 3000 - WINDOW])
    for (let row = log.first; row < log.length; row++)
      expect(log.entry(row)).toEqual(whole.entry(row))
    expect(log.rowsUpTo(2900)).toBe(2901)
    expect(log.rowsUpTo(5)).toBe(log.first)
    expect(() => log.entry(log.first - 1)).toThrow(AssertionFailure)
    expect(() => log.batch(0)).toThrow(AssertionFailure)
    expect(log.batch(2990).cells).toEqual(whole.batch(2990).cells)
    expect(log.batch(log.first).times).toEqual(whole.batch(log.first).times)
  })

  it('is the whole log as long as that fits', () => {
    expect(filled(WINDOW, WINDOW).hash()).toBe(filled(WINDOW).hash())
  })
})

describe('details of a shape', () => {
  it('are those that the same fact has when it is told in full', () => {
    const told = new Log()
    const shaped = new Log()
    for (const log of [told, shaped]) {
      log.actor({ kind: 'worker', name: 'w1@sim' })
      log.numberedTask(log.series(PREFIX), 26)
    }
    const runtime = 2 ** 40
    const text = `Task t[${PREFIX}00000000001a] succeeded in 1099511.627776s: None`
    told.append(1, 'task-received', 0, 0, -1, { tag: 7 })
    told.append(2, 'task-succeeded', 0, 0, 0, { result: null, repr: 'None', runtime })
    told.append(3, 'logged', 0, 0, 1, { level: 'INFO', text })
    const tag = shaped.shape(RECEIVED)
    const result = { result: null, repr: 'None', runtime: 0 }
    const ended = shaped.shape({
      kind: 'task-succeeded',
      detail: result,
      field: 'runtime',
      fills: null,
    })
    const line = { level: 'INFO', text: `Task t[${ID}] succeeded in ${SECONDS}s: None` } as const
    const logged = shaped.shape({ kind: 'logged', detail: line, field: null, fills: 'text' })
    shaped.put(1, 0, 0, -1, tag, 7)
    shaped.put(2, 0, 0, 0, ended, runtime)
    shaped.put(3, 0, 0, 1, logged, runtime)
    expect(shaped.entry(2)).toEqual(told.entry(2))
    expect(shaped.hash()).toBe(told.hash())
    const copy = new Log()
    copy.appendBatch(structuredClone(shaped.batch(0)))
    expect(copy.hash()).toBe(told.hash())
    expect(shaped.shape({ ...RECEIVED, detail: { tag: 0 } })).toBe(tag)
    expect(shaped.shape({ ...RECEIVED, kind: 'message-acked' })).not.toBe(tag)
  })
})
