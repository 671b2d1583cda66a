import { expect, test } from 'vitest'
import { transferables } from '../../simulator/log/log-batch.ts'
import { Log } from '../../simulator/log/log.ts'
import { reportRatio } from './report.ts'

/** Enough that garbage is collected in each round. */
const ROWS = 200_000

test('appending a row to the columns and pushing an object', async ({ bench }) => {
  const result = await bench.compare(
    bench('columns', () => {
      const log = new Log()
      const worker = log.actor({ kind: 'worker', name: 'w1@sim' })
      const task = log.task('t1')
      for (let row = 0; row < ROWS; row++)
        log.append(row, 'task-reserved', task, worker, row - 1, {})
      return log
    }),
    bench('objects', () => {
      const rows: object[] = []
      const worker = { kind: 'worker', name: 'w1@sim' }
      for (let row = 0; row < ROWS; row++) {
        rows.push({
          row,
          time: row,
          kind: 'task-reserved',
          task: 't1',
          actor: worker,
          cause: row - 1,
        })
      }
      return rows
    }),
  )
  reportRatio(result, 'columns', 'objects', ROWS)
})

test('bytes of a row on its way to the page', () => {
  const log = new Log()
  const worker = log.actor({ kind: 'worker', name: 'w1@sim' })
  const task = log.task('t1')
  for (let row = 0; row < ROWS; row++) log.append(row, 'task-reserved', task, worker, row - 1, {})
  const buffers = transferables(log.batch(0))
  const bytes = buffers.reduce((sum, buffer) => sum + buffer.byteLength, 0) / ROWS
  console.log(`${bytes.toString()} bytes a row`)
  expect(bytes).toBeLessThanOrEqual(24)
})
