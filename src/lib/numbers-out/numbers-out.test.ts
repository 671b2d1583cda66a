import { describe, expect, it } from 'vitest'
import { syntheticLog } from '../../../tests/support/synthetic-log.ts'
import { readRun } from '../../../tests/why/recorded.ts'
import { asChromeTrace } from './chrome-trace.ts'
import { asCsv, asNdjson } from './facts-out.ts'

const runs = [syntheticLog(), readRun('early').log]

/** Reads CSV as RFC 4180 says. */
function readCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = []
  let row: string[] = []
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy
  for (let found = cell.exec(text); found; found = cell.exec(text)) {
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '')
    if (found[3] === ',') continue
    rows.push(row)
    row = []
  }
  expect(rows.reduce((sum, cells) => sum + cells.length, 0)).toBeGreaterThan(0)
  return rows
}

describe('asNdjson', () => {
  it('has a whole object on every line, in the order of the log', () => {
    for (const log of runs) {
      const lines = asNdjson(log, log.length).split('\n')
      expect(lines.pop()).toBe('')
      const facts = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
      expect(facts).toHaveLength(log.length)
      facts.forEach((fact, row) => {
        expect(fact).toMatchObject({ row, time: log.timeAt(row), kind: log.kindAt(row) })
        expect(fact['detail']).toEqual(JSON.parse(JSON.stringify(log.entry(row).detail)))
      })
      expect(asNdjson(log, 10).split('\n')).toHaveLength(11)
    }
  })
})

describe('asCsv', () => {
  it('has the same in every row, whatever is in a cell', () => {
    for (const log of runs) {
      const [names, ...rows] = readCsv(asCsv(log, log.length))
      expect(rows).toHaveLength(log.length)
      rows.forEach((cells, row) => {
        expect(cells).toHaveLength(names!.length)
        const fact = Object.fromEntries(names!.map((name, at) => [name, cells[at]]))
        expect(fact).toMatchObject({ row: String(row), kind: log.kindAt(row) })
        expect(JSON.parse(fact['detail']!)).toEqual(
          JSON.parse(JSON.stringify(log.entry(row).detail)),
        )
      })
    }
  })
})

describe('asChromeTrace', () => {
  it('has a bar for every try, none past the moment, and two ends to every arrow', () => {
    for (const log of runs) {
      const end = log.timeAt(log.length - 1)
      for (const until of [end / 2, end]) {
        const { traceEvents } = JSON.parse(JSON.stringify(asChromeTrace(log, until))) as ReturnType<
          typeof asChromeTrace
        >
        const of = (ph: string) => traceEvents.filter((event) => event.ph === ph)
        const begun = [...Array(log.rowsUpTo(until)).keys()].filter(
          (row) => log.kindAt(row) === 'task-started',
        )
        expect(of('X')).toHaveLength(begun.length)
        for (const { ts = 0, dur = 0 } of of('X')) {
          expect(dur).toBeGreaterThanOrEqual(0)
          expect(ts + dur).toBeLessThanOrEqual(until)
        }
        expect(of('s').map(({ id }) => id)).toEqual(of('f').map(({ id }) => id))
        const threads = new Set(of('M').map(({ pid, tid }) => `${pid} ${tid}`))
        for (const { pid, tid } of of('X')) expect(threads).toContain(`${pid} ${tid}`)
        expect(of('C').length).toBeGreaterThan(1)
      }
    }
  })
})
