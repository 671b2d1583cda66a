import { describe, expect, test } from 'vitest'
import { Log } from '../../../simulator/index.ts'
import type { ExceptionInfo } from '../../../simulator/index.ts'
import { ConsoleReader } from './lines.ts'

const boom: ExceptionInfo = {
  type: 'ValueError',
  module: 'builtins',
  args: ['boom'],
  repr: "ValueError('boom')",
  message: 'boom',
  frames: [
    { file: 'client.py', line: 3, function: '<module>' },
    { file: 'tasks.py', line: 9, function: 'add' },
  ],
}

function example(): Log {
  const log = new Log()
  const client = log.actor({ kind: 'client', name: 'client' })
  const worker = log.actor({ kind: 'worker', name: 'w1@sim' })
  const task = log.task('t-1')
  log.append(0, 'program-started', -1, client, -1, { file: 'client.py' })
  log.append(10, 'printed', -1, client, -1, {
    stream: 'stdout',
    text: 'hello\n',
    at: { file: 'client.py', line: 2 },
  })
  const failed = log.append(20, 'task-failed', task, worker, -1, { error: boom, runtime: 5 })
  log.append(20, 'logged', task, worker, failed, { level: 'ERROR', text: 'Task add raised' })
  log.append(30, 'noted', -1, client, -1, { text: 'Not simulated yet.' })
  log.append(40, 'program-failed', -1, client, -1, { error: boom })
  return log
}

const ROOM = { first: 20, last: 80 }

describe('console', () => {
  test('tells what was printed, logged, noted and what failed, with its line', () => {
    const { tail: lines, hidden } = new ConsoleReader(example()).upTo(6, ROOM)
    expect(hidden).toBe(0)
    expect(lines.map(({ tone, text, at }) => [tone, text, at?.file, at?.line])).toEqual([
      ['out', 'hello', 'client.py', 2],
      ['error', 'Task add raised', 'tasks.py', 9],
      ['note', 'Not simulated yet.', undefined, undefined],
      ['error', 'ValueError: boom', 'tasks.py', 9],
    ])
  })

  test('shows what had been said at the playhead, also when it moves back', () => {
    const reader = new ConsoleReader(example())
    expect(reader.upTo(6, ROOM).tail).toHaveLength(4)
    expect(reader.upTo(2, ROOM).tail.map(({ text }) => text)).toEqual(['hello'])
    expect(reader.upTo(0, ROOM).tail).toEqual([])
  })

  test('keeps to the first and the newest lines and says how many came between', () => {
    const { head, hidden, tail } = new ConsoleReader(example()).upTo(6, { first: 1, last: 1 })
    expect(head.map(({ text }) => text)).toEqual(['hello'])
    expect(hidden).toBe(2)
    expect(tail.map(({ text }) => text)).toEqual(['ValueError: boom'])
  })

  test('reads on where a log has grown', () => {
    const log = example()
    const reader = new ConsoleReader(log)
    reader.upTo(6, ROOM)
    log.append(50, 'printed', -1, 0, -1, { stream: 'stderr', text: 'late' })
    expect(reader.upTo(7, ROOM).tail.at(-1)).toMatchObject({ tone: 'err', text: 'late' })
  })
})
