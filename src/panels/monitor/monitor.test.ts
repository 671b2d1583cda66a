import { describe, expect, it } from 'vitest'
import { PictureSeeker } from '../../../simulator/index.ts'
import { historyOf } from '../../lib/history/history.ts'
import { readRun } from '../../../tests/why/recorded.ts'
import { syntheticLog } from '../../../tests/support/synthetic-log.ts'
import { bucketsOf, quantile, seriesOf, together } from './figures.ts'
import { asPrometheus } from './prometheus.ts'
import { countsOf } from './sendings.ts'
import { traceOf } from './spans.ts'

const logs = [syntheticLog(), readRun('jitter').log, readRun('early').log]
const moments = logs.flatMap((log) => {
  const end = log.timeAt(log.length - 1)
  return [end / 3, end].map((until) => ({ log, until, end, history: historyOf(log) }))
})

describe('figures', () => {
  it('count what the log says, up to the moment', () => {
    for (const { log, until, history } of moments) {
      const rows = log.rowsUpTo(until)
      const facts = (kind: string) =>
        [...Array(rows).keys()].filter((row) => log.kindAt(row) === kind).length
      const all = together(seriesOf(history, until))
      expect(all).toMatchObject({
        started: facts('task-started'),
        succeeded: facts('task-succeeded'),
        retried: facts('task-retried'),
      })
    }
  })

  it('draw the same numbers over time', () => {
    for (const { until, end, history } of moments) {
      const buckets = bucketsOf(history, until, end, 50)
      const seconds = end / 50 / 1_000_000
      const done = buckets.reduce((sum, { throughput }) => sum + throughput * seconds, 0)
      const { succeeded, retried } = together(seriesOf(history, until))
      expect(Math.round(done)).toBe(succeeded)
      expect(buckets.reduce((sum, { retries }) => sum + retries, 0)).toBe(retried)
      for (const { utilisation, depth, p50, p95 } of buckets) {
        expect(utilisation).toBeGreaterThanOrEqual(0)
        expect(utilisation).toBeLessThanOrEqual(1 + 1e-9)
        expect(depth).toBeGreaterThanOrEqual(0)
        if (p50 !== null) expect(p95).toBeGreaterThanOrEqual(p50)
      }
    }
  })

  it('know quantiles', () => {
    expect([quantile([], 0.5), quantile([4], 0.95), quantile([1, 2, 3, 4], 0.5)]).toEqual([
      null,
      4,
      2,
    ])
  })
})

describe('asPrometheus', () => {
  it('is text that Prometheus reads, with the numbers of the monitor', () => {
    for (const { log, until, history } of moments) {
      const series = seriesOf(history, until)
      const picture = new PictureSeeker(log).at(until)
      const text = asPrometheus(series, countsOf(history, picture.rows), picture)
      const typed = new Set<string>()
      const samples = new Map<string, number>()
      for (const line of text.trimEnd().split('\n')) {
        const type = /^# TYPE ([a-z_]+) (counter|gauge|histogram)$/u.exec(line)?.[1]
        if (type !== undefined) typed.add(type)
        if (line.startsWith('#')) continue
        const [, name, labels, value] =
          /^([a-z_]+)(\{(?:[a-z_]+="(?:[^"\\]|\\.)*",?)+\}) ([\d.e+-]+)$/u.exec(line) ?? []
        expect(name, line).toBeDefined()
        const base = name!.replace(/_(bucket|sum|count)$/u, '')
        expect(typed.has(name!) || typed.has(base), name).toBe(true)
        expect(samples).not.toContain(`${name!}${labels!}`)
        samples.set(`${name!}${labels!}`, Number(value))
      }
      for (const { name, worker, succeeded, runtimes } of series) {
        const labels = `{name="${name}",hostname="${worker}"}`
        expect(samples.get(`celery_task_succeeded_total${labels}`)).toBe(succeeded)
        expect(samples.get(`celery_task_runtime_count${labels}`)).toBe(runtimes.length)
      }
      const told = (metric: string): number =>
        [...samples].reduce((sum, [of, value]) => sum + (of.startsWith(metric) ? value : 0), 0)
      const facts = (kind: string): number =>
        [...Array(picture.rows).keys()].filter(
          (row) => log.kindAt(row) === kind && log.taskAt(row) >= 0,
        ).length
      expect(told('celery_task_sent_total{')).toBe(facts('message-published'))
      expect(told('celery_task_received_total{')).toBe(facts('task-received'))
      if (until === log.timeAt(log.length - 1)) expect(facts('message-published')).not.toBe(0)
    }
  })
})

describe('traceOf', () => {
  it('has a span for the send and for each try, each inside the time of the run', () => {
    const { log, until, history } = moments[3]!
    const task = history.inOrder.find(({ tries }) => tries.length > 1)!
    const spans = traceOf(history, task.id, until)
    expect(spans[0]).toMatchObject({
      name: 'apply_async/tasks.send_mail',
      kind: 'PRODUCER',
      parent: null,
    })
    // Each try hangs below the publish of its own message, that of a retry below the try before.
    const runs = spans.filter(({ kind }) => kind === 'CONSUMER')
    const sends = spans.filter(({ kind }) => kind === 'PRODUCER')
    expect(runs).toHaveLength(task.tries.length)
    expect(runs.map(({ parent }) => parent)).toEqual(
      sends.slice(0, runs.length).map(({ id }) => id),
    )
    expect(sends.slice(1, runs.length).map(({ parent }) => parent)).toEqual(
      runs.slice(0, -1).map(({ id }) => id),
    )
    expect(sends[0]!.attributes).toEqual({
      'celery.action': 'apply_async',
      'celery.task_name': 'tasks.send_mail',
      'messaging.message.id': task.id,
      'messaging.destination': 'celery',
      'messaging.destination_kind': 'queue',
    })
    expect(runs[0]!.attributes).toMatchObject({
      'celery.action': 'run',
      'celery.state': 'RETRY',
      'celery.task_name': 'tasks.send_mail',
      'messaging.message.id': task.id,
      'messaging.conversation_id': task.id,
      'messaging.destination': 'celery',
    })
    // `retries` is left out while it is 0.
    expect(runs.map(({ attributes }) => attributes['celery.retries'])).toEqual(
      task.tries.map((_, at) => (at === 0 ? undefined : at)),
    )
    const ids = new Set(spans.map(({ id }) => id))
    expect(ids.size).toBe(spans.length)
    for (const span of spans) {
      if (span.parent !== null) expect(ids).toContain(span.parent)
      expect(span.end).toBeGreaterThanOrEqual(span.start)
      expect(span.end).toBeLessThanOrEqual(log.timeAt(log.length - 1))
    }
  })
})
