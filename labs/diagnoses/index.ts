import { text } from '../checks/check.ts'
import { p95, waitOf } from '../checks/p95-wait.ts'
import type { RunRecord, TaskRecord } from '../checks/run-record.ts'
import type { DiagnosisWord } from './diagnosis.ts'

const DEFAULT_QUEUE = 'celery'

const named = (run: RunRecord, name: string): readonly TaskRecord[] =>
  run.tasks.filter((task) => task.name === name)

/** The one queue that all of these tasks came to; null where there are several or none. */
function onlyQueue(tasks: readonly TaskRecord[]): string | null {
  const queues = new Set(tasks.map(({ queue }) => queue))
  const [first] = queues
  return queues.size === 1 && first !== undefined ? first : null
}

const processes = (run: RunRecord): number =>
  run.workers.reduce((sum, worker) => sum + worker.processes, 0)

const hasPriority = (tasks: readonly TaskRecord[], others: readonly TaskRecord[]): boolean =>
  Math.max(...tasks.map(({ priority }) => priority ?? 0)) >
  Math.max(...others.map(({ priority }) => priority ?? 0))

/** A queue has messages, and nobody takes from it. */
const queueWithoutConsumer: DiagnosisWord = {
  parameters: {},
  find(run) {
    const alone = run.queues.find((queue) => queue.everWaited && queue.consumers.size === 0)
    return alone === undefined ? null : { queue: alone.name, waiting: alone.waiting }
  },
}

/** Both kinds wait in one queue, and only their priority tells them apart. */
const priorityInsteadOfQueue: DiagnosisWord = {
  parameters: { task: 'task', other: 'task' },
  find(run, parameters) {
    const mine = named(run, text(parameters, 'task'))
    const others = named(run, text(parameters, 'other'))
    const queue = onlyQueue([...mine, ...others])
    if (queue === null || !hasPriority(mine, others)) return null
    return { queue, processes: processes(run) }
  },
}

/** One route caught both kinds: they share a queue that is not the default one. */
const sameRoute: DiagnosisWord = {
  parameters: { task: 'task', other: 'task' },
  find(run, parameters) {
    const mine = named(run, text(parameters, 'task'))
    const others = named(run, text(parameters, 'other'))
    const queue = onlyQueue([...mine, ...others])
    if (queue === null || queue === DEFAULT_QUEUE || hasPriority(mine, others)) return null
    return { queue, task: text(parameters, 'task') }
  },
}

/** More processes than before, but still one queue for everything. */
const onlyMoreProcesses: DiagnosisWord = {
  parameters: { task: 'task', other: 'task' },
  find(run, parameters) {
    const mine = named(run, text(parameters, 'task'))
    const others = named(run, text(parameters, 'other'))
    const before = run.baseline === null ? Number.POSITIVE_INFINITY : processes(run.baseline)
    const alike = onlyQueue([...mine, ...others]) === DEFAULT_QUEUE && !hasPriority(mine, others)
    if (!alike || processes(run) <= before) return null
    const wait = p95(mine.map((task) => waitOf(task, run)))
    return { seconds: Math.round(wait / 1_000_000), processes: processes(run) }
  },
}

/** Every diagnosis word there is. */
export const DIAGNOSES = {
  'queue-without-consumer': queueWithoutConsumer,
  'priority-instead-of-queue': priorityInsteadOfQueue,
  'same-route': sameRoute,
  'only-more-processes': onlyMoreProcesses,
} as const satisfies { readonly [word: string]: DiagnosisWord }

/** A diagnosis word by its name. */
export const diagnosisWord = (word: string): DiagnosisWord | undefined =>
  Object.hasOwn(DIAGNOSES, word) ? DIAGNOSES[word as keyof typeof DIAGNOSES] : undefined
