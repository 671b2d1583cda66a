import { describe, expect, test } from 'vitest'
import { Log } from '../../simulator/index.ts'
import type { ExceptionInfo } from '../../simulator/index.ts'
import { lastLineOf, ProblemReader } from './problems.ts'

const error = (line: number, message: string): ExceptionInfo => ({
  type: 'OSError',
  module: 'builtins',
  args: [message],
  repr: `OSError('${message}')`,
  message,
  frames: [{ file: 'tasks.py', line, function: 'send' }],
})

function example(): Log {
  const log = new Log()
  const process = log.actor({ kind: 'process', name: 'w1@sim/1' })
  const [one, two] = [log.task('one'), log.task('two')]
  const sleep = { kind: 'sleep', until: 9 } as const
  log.append(1, 'body-parked', one, process, -1, { on: sleep, at: { file: 'tasks.py', line: 4 } })
  log.append(2, 'task-retried', one, process, -1, { error: error(7, 'busy'), due: 9, retries: 1 })
  log.append(3, 'body-parked', two, process, -1, { on: sleep, at: { file: 'tasks.py', line: 4 } })
  log.append(4, 'task-failed', one, process, -1, { error: error(7, 'gone'), runtime: 1 })
  return log
}

describe('problems at lines', () => {
  test('the last one of a line stands there, as of the playhead', () => {
    const reader = new ProblemReader(example())
    expect(reader.upTo(4)).toMatchObject([{ line: 7, severity: 'error', text: 'OSError: gone' }])
    expect(reader.upTo(2)).toMatchObject([{ line: 7, severity: 'warning', text: 'OSError: busy' }])
    expect(reader.upTo(1)).toEqual([])
  })

  test('a task is found at the line it last had to do with', () => {
    expect(lastLineOf(example(), 1, 'one')).toMatchObject({ file: 'tasks.py', line: 4 })
    expect(lastLineOf(example(), 4, 'one')).toMatchObject({ line: 7 })
    expect(lastLineOf(example(), 4, 'two')).toMatchObject({ line: 4 })
    expect(lastLineOf(example(), 4, 'three')).toBeNull()
  })
})
