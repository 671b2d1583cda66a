import { describe, expect, it } from 'vitest'
import { PictureSeeker, seconds, why } from '../../../simulator/index.ts'
import { historyOf } from '../../lib/history/history.ts'
import { markOf } from '../../lib/marks.ts'
import { SMALL_RUN, syntheticLog } from '../../../tests/support/synthetic-log.ts'
import { sourceLineOf } from '../../lib/source-lines.ts'
import { TaskRows } from '../../lib/history/task-rows.ts'
import { rowsOf, sortingMoment, type Filter, type Sort } from './rows.ts'

const log = syntheticLog()
const history = historyOf(log)
const seeker = new PictureSeeker(log)
const end = log.timeAt(log.length - 1)
const ALL: Filter = { text: '', mark: null }
const SENT: Sort = { key: 'sent', down: false }

describe('rowsOf', () => {
  it('has every task that was sent by then, in the order of sending', () => {
    const time = seconds(3)
    const rows = rowsOf(history, seeker.at(time), time, ALL, SENT)
    expect(rows.map((task) => task.id)).toEqual([...seeker.at(time).tasks.keys()])
    expect(rowsOf(history, seeker.at(end), end, ALL, SENT)).toHaveLength(SMALL_RUN.tasks)
    expect(rowsOf(history, seeker.at(0), 0, ALL, SENT)).toEqual([])
  })

  it('filters by state and by any word', () => {
    const time = seconds(4)
    const picture = seeker.at(time)
    const started = rowsOf(history, picture, time, { text: '', mark: 'started' }, SENT)
    expect(started.length).toBeGreaterThan(0)
    expect(started.every((task) => markOf(picture.tasks.get(task.id)!) === 'started')).toBe(true)
    const bounces = rowsOf(history, picture, time, { text: 'BOUNCE', mark: null }, SENT)
    expect(bounces.every((task) => task.label.name === 'tasks.log_bounce')).toBe(true)
    expect(rowsOf(history, picture, time, { text: 'nothing like it', mark: null }, SENT)).toEqual(
      [],
    )
  })

  it('sorts by every column, both ways', () => {
    const picture = seeker.at(end)
    for (const key of ['state', 'name', 'where', 'waited', 'ran', 'tries'] as const) {
      const up = rowsOf(history, picture, end, ALL, { key, down: false })
      const down = rowsOf(history, picture, end, ALL, { key, down: true })
      expect(new Set(up)).toEqual(new Set(down))
      expect(up).toHaveLength(SMALL_RUN.tasks)
    }
    const tries = rowsOf(history, picture, end, ALL, { key: 'tries', down: true })
    expect(tries[0]!.tries.length).toBe(
      Math.max(...history.inOrder.map((task) => task.tries.length)),
    )
  })

  it('sorts long tables now and then only', () => {
    expect(sortingMoment(history, 1_234_567, { key: 'ran', down: false })).toBe(1_234_567)
    const many = historyOf(
      syntheticLog({ ...SMALL_RUN, tasks: 1600, runtime: 1000, retryOneIn: 0 }),
    )
    expect(sortingMoment(many, 1_234_567, { key: 'ran', down: false })).toBe(1_000_000)
    expect(sortingMoment(many, 1_234_567, SENT)).toBe(1_234_567)
  })
})

describe('TaskRows', () => {
  it('finds the facts of one task, whichever way the playhead moves', () => {
    const id = log.tasks[3]!
    const rows = new TaskRows(log, id)
    const whole = rows.upTo(log.length)
    expect(whole.length).toBeGreaterThan(5)
    expect(whole.every((row) => log.tasks[log.taskAt(row)] === id)).toBe(true)
    const half = whole[Math.floor(whole.length / 2)]!
    expect(rows.upTo(half + 1)).toEqual(whole.filter((row) => row <= half))
    expect(rows.upTo(log.length)).toEqual(whole)
    expect(why(log, whole.at(-1)!).length).toBeGreaterThan(0)
    expect(sourceLineOf(log, whole[0]!)).toEqual({ file: 'client.py', line: 12 })
  })
})
