import { describe, expect, it } from 'vitest'
import { Log, millis, seconds } from '../../../simulator/index.ts'
import { SMALL_RUN, syntheticLog } from '../../../tests/support/synthetic-log.ts'
import { messageOf, Scribe } from '../../../simulator/log/testing.ts'
import { History, countUpTo, historyOf } from './history.ts'
import { tell } from './tell.ts'
import { ranAt, triesAt, waitedAt } from './task-history.ts'
import { TaskNames, labelText } from './task-names.ts'

describe('History', () => {
  it('tells the same read at once and row by row', () => {
    const log = syntheticLog()
    const whole = historyOf(log)
    const growing = new Log()
    const history = new History(growing)
    for (let from = 0; from < log.length; from += 37) {
      const part = log.batch(from)
      growing.appendBatch({
        ...part,
        times: part.times.slice(0, 37),
        cells: part.cells.slice(0, 37 * 4),
        details: part.details.filter(([row]) => row < from + 37),
      })
      history.update()
    }
    expect(history.inOrder).toEqual(whole.inOrder)
    expect([...history.lanes]).toEqual([...whole.lanes])
    expect([...history.depths]).toEqual([...whole.depths])
  })

  it('ends the try of the process that tells of it, where a task runs in two', () => {
    const scribe = new Scribe()
    scribe.say('client', 'message-published', { message: messageOf('a', 'send') }, { task: 'a' })
    scribe.say('w1@sim/1', 'task-started', { name: 'send', retries: 0 }, { task: 'a' })
    scribe.say('w2@sim/1', 'task-started', { name: 'send', retries: 0 }, { task: 'a' })
    const given = { result: 7, repr: '7', runtime: 2 }
    scribe.say('w1@sim/1', 'task-succeeded', given, { task: 'a' })
    const [first, second] = historyOf(scribe.log).byId('a')!.tries
    expect(first).toMatchObject({ process: 'w1@sim/1', outcome: 'succeeded' })
    expect(second).toMatchObject({ process: 'w2@sim/1', outcome: 'running' })
  })

  it('knows every task, its tries and how they went', () => {
    const history = historyOf(syntheticLog())
    expect(history.inOrder).toHaveLength(SMALL_RUN.tasks)
    const retried = history.inOrder.find((task) => task.tries.length > 1)!
    expect(retried.tries.slice(0, -1).every((attempt) => attempt.outcome === 'retry')).toBe(true)
    expect(retried.tries[0]!.due).toBe(retried.tries[0]!.end + seconds(1))
    expect(retried.tries[1]!.start).toBeGreaterThanOrEqual(retried.tries[0]!.due)
    const child = history.inOrder.find((task) => task.parent !== null)!
    expect(history.byId(child.parent)!.children).toContain(child.task)
  })

  it('answers for any moment, also one before the end', () => {
    const task = historyOf(syntheticLog()).inOrder[0]!
    const [first] = task.tries
    expect(triesAt(task, first!.start - 1)).toBe(0)
    expect(waitedAt(task, seconds(99))).toBe(first!.start - task.sentAt)
    expect(ranAt(task, first!.start + millis(10))).toBe(millis(10))
  })

  it('cuts what a killed worker was at', () => {
    const kill = { worker: 'w1@sim', at: seconds(3) }
    const history = historyOf(syntheticLog({ ...SMALL_RUN, kill }))
    const cut = [...history.lanes.values()].flat().filter((at) => at.outcome === 'killed')
    expect(cut.length).toBeGreaterThan(0)
    expect(cut.every((at) => at.end === kill.at && at.process.startsWith('w1@sim/'))).toBe(true)
  })

  it('counts sends and ends up to a moment', () => {
    const { sends, ends, inOrder } = historyOf(syntheticLog())
    expect(countUpTo(sends, Infinity)).toBe(SMALL_RUN.tasks)
    expect(countUpTo(sends, sends[4]!)).toBe(5)
    expect(countUpTo(sends, sends[4]! - 1)).toBe(4)
    expect(ends.succeeded.length + ends.failed.length).toBe(SMALL_RUN.tasks)
    const tries = inOrder.reduce((sum, task) => sum + task.tries.length, 0)
    expect(ends.retry.length).toBe(tries - SMALL_RUN.tasks)
  })

  it('counts what waits in a queue', () => {
    const { depths } = historyOf(syntheticLog({ ...SMALL_RUN, every: millis(20) }))
    const mail = depths.get('mail')!
    expect(mail.most).toBeGreaterThan(5)
    expect(mail.depths.at(-1)).toBe(0)
    expect(mail.depths.every((depth) => depth >= 0)).toBe(true)
  })
})

describe('TaskNames', () => {
  it('gives each type its own letter and each task its number', () => {
    const names = new TaskNames()
    const types = ['shop.tasks.send_mail', 'shop.tasks.send_sms', 'shop.tasks.sum', 'a.s']
    const letters = types.map((type, nth) => names.label(type, nth).letter)
    expect(letters[0]).toBe('S')
    expect(new Set(letters).size).toBe(4)
    expect(labelText(names.label('shop.tasks.send_mail', 16))).toBe('S 17')
  })
})

describe('tell', () => {
  it('calls every task as the stage does', () => {
    const log = syntheticLog()
    const { tasks } = historyOf(log)
    const told = Array.from({ length: log.length }, (_, row) => tell(log, row))
    for (const task of tasks) {
      if (!task) continue
      const title = `${task.label.name} (${labelText(task.label)})`
      expect(told.some((words) => words.includes(title))).toBe(true)
    }
    expect(told.filter((words) => /\(t\d+\)/.test(words))).toEqual([])
  })
})
