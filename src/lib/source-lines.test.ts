import { expect, test } from 'vitest'
import { Log } from '../../simulator/index.ts'
import { causingLine, LineRows, sourceLineOf } from './source-lines.ts'

const at = { file: 'client.py', line: 3 }

function example(): Log {
  const log = new Log()
  const client = log.actor({ kind: 'client', name: 'client' })
  const worker = log.actor({ kind: 'worker', name: 'w1@sim' })
  const printed = log.append(0, 'printed', -1, client, -1, { stream: 'stdout', text: 'a', at })
  const ready = log.append(1, 'worker-ready', -1, worker, printed, {})
  log.append(2, 'task-received', log.task('t'), worker, ready, { tag: 1 })
  log.append(3, 'printed', -1, client, -1, { stream: 'stdout', text: 'b', at })
  return log
}

test('a fact has its line, or that of what led to it', () => {
  const log = example()
  expect(sourceLineOf(log, 0)).toEqual(at)
  expect(sourceLineOf(log, 2)).toBeNull()
  expect(causingLine(log, 2)).toEqual(at)
})

test('a state of the learner’s own has the line that stored it, that of a task has none', () => {
  const log = example()
  const state = { result: null, kept: true }
  log.append(4, 'state-stored', 0, 0, -1, { state: 'PROGRESS', ...state, at })
  log.append(5, 'state-stored', 0, 0, -1, { state: 'SUCCESS', ...state })
  expect(sourceLineOf(log, 4)).toEqual(at)
  expect(sourceLineOf(log, 5)).toBeNull()
})

test('a line has its facts, up to the playhead and as the log grows', () => {
  const log = example()
  const rows = new LineRows(log)
  expect(rows.of(at, 1)).toEqual([0])
  expect(rows.of(at, 4)).toEqual([0, 3])
  log.append(5, 'printed', -1, 0, -1, { stream: 'stdout', text: 'c', at })
  expect(rows.of(at, 5)).toEqual([0, 3, 4])
  expect(rows.of({ ...at, line: 9 }, 5)).toEqual([])
})
