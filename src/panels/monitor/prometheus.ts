/**
 * The numbers of the monitor as Prometheus reads them, under the names of celery-exporter
 * (https://github.com/danihodovic/celery-exporter/blob/master/src/exporter.py) in the text format
 * (https://prometheus.io/docs/instrumenting/exposition_formats/). The exporter's `hostname` is what stands
 * behind the `@`: here that is the same for all, so the whole name stands there.
 */
import type { Picture } from '../../../simulator/index.ts'
import { consumersOf, type Series } from './figures.ts'
import type { Sending } from './sendings.ts'

type Labels = Readonly<Record<string, string>>

/** Upper bounds of the histogram's buckets, the usual ones of the Python client, in seconds. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]

const TRAVELS = [
  ['sent', 'Sent when a task message is published.'],
  ['received', 'Sent when the worker receives a task.'],
] as const

const COUNTERS = [
  ['started', 'Sent just before the worker executes the task.'],
  ['succeeded', 'Sent if the task executed successfully.'],
  ['failed', 'Sent if the execution of the task failed.'],
  ['retried', 'Sent if the task failed, but will be tried again.'],
  ['revoked', 'Sent if the task has been revoked.'],
  ['rejected', 'The task was rejected by the worker.'],
] as const

/** What travelled up to a moment. */
interface Travelled {
  readonly sent: readonly Sending[]
  readonly received: readonly Sending[]
}

/** All metrics at a moment. */
export function asPrometheus(
  series: readonly Series[],
  travelled: Travelled,
  picture: Picture,
): string {
  const page = new Page()
  for (const [what, help] of TRAVELS) {
    page.metric(`celery_task_${what}_total`, 'counter', help)
    for (const { name, hostname, count } of travelled[what])
      page.sample(`celery_task_${what}_total`, { name, hostname }, count)
  }
  for (const [what, help] of COUNTERS) {
    page.metric(`celery_task_${what}_total`, 'counter', help)
    for (const { name, worker, [what]: value } of series)
      page.sample(`celery_task_${what}_total`, { name, hostname: worker }, value)
  }
  runtimes(page, series)
  workers(page, picture)
  queues(page, picture)
  return page.text
}

function runtimes(page: Page, series: readonly Series[]): void {
  page.metric('celery_task_runtime', 'histogram', 'Histogram of task runtime measurements.')
  for (const { name, worker, runtimes: times } of series) {
    const labels = { name, hostname: worker }
    const seconds = times.map((time) => time / 1_000_000)
    for (const bound of BOUNDS) {
      const within = seconds.filter((each) => each <= bound).length
      page.sample('celery_task_runtime_bucket', { ...labels, le: String(bound) }, within)
    }
    page.sample('celery_task_runtime_bucket', { ...labels, le: '+Inf' }, seconds.length)
    page.sample(
      'celery_task_runtime_sum',
      labels,
      seconds.reduce((a, b) => a + b, 0),
    )
    page.sample('celery_task_runtime_count', labels, seconds.length)
  }
}

function workers(page: Page, picture: Picture): void {
  page.metric('celery_worker_up', 'gauge', 'Indicates if a worker has recently sent a heartbeat.')
  for (const { name, state } of picture.workers)
    page.sample('celery_worker_up', { hostname: name }, state === 'ready' ? 1 : 0)
  page.metric('celery_worker_tasks_active', 'gauge', 'Tasks that the worker is running.')
  for (const { name, processes } of picture.workers) {
    const active = processes.filter(({ task }) => task !== null).length
    page.sample('celery_worker_tasks_active', { hostname: name }, active)
  }
}

function queues(page: Page, picture: Picture): void {
  const metrics = [
    ['celery_queue_length', 'Messages that wait in the queue.'],
    ['celery_active_consumer_count', 'Consumers of the queue.'],
    ['celery_active_worker_count', 'Workers that take from the queue.'],
    ['celery_active_process_count', 'Processes that take from the queue.'],
  ] as const
  for (const [metric, help] of metrics) {
    page.metric(metric, 'gauge', help)
    for (const { name, waiting } of picture.queues) {
      const takers = consumersOf(picture, name)
      const values = [waiting.length, takers.workers, takers.workers, takers.processes]
      const value = values[metrics.findIndex(([each]) => each === metric)] ?? 0
      page.sample(metric, { queue_name: name }, value)
    }
  }
}

class Page {
  text = ''

  metric(name: string, type: string, help: string): void {
    this.text += `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`
  }

  sample(name: string, labels: Labels, value: number): void {
    const inside = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`)
    this.text += `${name}{${inside.join(',')}} ${String(value)}\n`
  }
}

const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
