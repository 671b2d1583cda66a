import { expect, test } from 'vitest'
import { Log } from '../../simulator/index.ts'
import { tellLastWords } from './last-words.ts'

test('what was printed before code hung is told as facts of its process and its task', () => {
  const log = new Log()
  const client = log.actor({ kind: 'client', name: 'client' })
  const process = log.actor({ kind: 'process', name: 'w1@sim/1' })
  const task = log.task('t')
  log.append(5, 'task-finished', task, process, -1, { state: 'SUCCESS' })
  log.append(9, 'printed', -1, client, -1, { stream: 'stdout', text: 'mine' })
  const at = { file: 'tasks.py', line: 4 }
  tellLastWords(log, [
    { process: 'w1@sim/1', time: 7, stream: 'stdout', text: 'one', at },
    { process: 'w1@sim/1', time: 12, stream: 'stderr', text: 'two' },
    { process: 'nobody', time: 13, stream: 'stdout', text: 'lost' },
  ])
  const told = [2, 3].map((row) => [log.entry(row), log.taskAt(row)])
  expect(told).toMatchObject([
    [{ kind: 'printed', time: 9, cause: 0, detail: { text: 'one', at } }, task],
    [{ kind: 'printed', time: 12, cause: 2, detail: { text: 'two' } }, task],
  ])
  expect(log.length).toBe(4)
})
