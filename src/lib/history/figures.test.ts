import { expect, it } from 'vitest'
import { Log, seconds } from '../../../simulator/index.ts'
import { SMALL_RUN, syntheticLog } from '../../../tests/support/synthetic-log.ts'
import { figuresOf, quantile } from './figures.ts'
import { historyOf } from './history.ts'

it('counts what became of the tasks', () => {
  const log = syntheticLog()
  const history = historyOf(log)
  const figures = figuresOf(history, log.timeAt(log.length - 1))
  expect(figures.sent).toBe(SMALL_RUN.tasks)
  expect(figures.retries).toBe(history.retried.length)
  expect(figures.succeeded).toBeGreaterThan(0)
  expect(figures.p50).toBeLessThanOrEqual(figures.p95 ?? 0)
  expect(figures.busy).toBeGreaterThan(0)
  expect(figures.busy).toBeLessThanOrEqual(1)
  expect(figures.done).toBeLessThanOrEqual(log.timeAt(log.length - 1))
})

it('has no latency and no share before anything has happened', () => {
  expect(figuresOf(historyOf(new Log()), 0)).toMatchObject({
    p50: null,
    p95: null,
    busy: null,
    done: null,
    deepest: 0,
  })
})

it('takes a value that occurred', () => {
  expect(quantile([], 0.5)).toBeNull()
  expect(quantile([seconds(1)], 0.95)).toBe(seconds(1))
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(2)
  expect(quantile([1, 2, 3, 4], 0.95)).toBe(4)
})
