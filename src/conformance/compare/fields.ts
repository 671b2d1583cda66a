import { canonical, isList, isObject, textOf } from '../trace/json.ts'
import type { Value, ValueObject } from '../trace/json.ts'
import type { Recorded } from '../trace/trace.ts'

/** Fields of a task that must agree: what FORMAT.md asks for, and how the task was sent, which is as firm. */
export const TASK_FIELDS = [
  'name',
  'states',
  'final_state',
  'result',
  'exc',
  'acks',
  'retries_published',
  'parent',
  'root',
  'group',
  'chord',
  'workers',
  'published_by',
  'published_in',
  'args',
  'kwargs',
  'exchange',
  'routing_key',
  'priority',
  'countdown',
  'expires_in',
  'timings',
] as const

/** Fields of a message that must agree. */
export const MESSAGE_FIELDS = [
  'id',
  'publisher',
  'in_task',
  'headers',
  'properties',
  'body',
  'exchange',
  'routing_key',
  'priority',
  'content_type',
  'content_encoding',
] as const

const MAIN_FIELDS = ['returned', 'error', 'printed'] as const
const ORDER_FIELDS = ['started', 'finished'] as const

/** Fields that a trace need not agree in; how many do is counted beside. */
export const SOFT_FIELDS = ['received', 'prefetch_updates', 'events', 'worker_log'] as const

/** The part of a run that must agree, tasks by their id. */
export function firmView(run: Recorded): ValueObject {
  return {
    main: pick(run.main, MAIN_FIELDS),
    tasks: Object.fromEntries(run.tasks.map((task) => [textOf(task['id']), firmTask(task)])),
    messages: run.messages.map(firmMessage),
    order: pick(run.order, ORDER_FIELDS),
    ...(run.started_on === undefined ? {} : { started_on: run.started_on }),
    broker_end: run.broker_end,
    topology: firmTopology(run.topology),
  }
}

/** The part of a run that is good to agree in; events by task, as only that order is firm. */
export function softView(run: Recorded): ValueObject {
  return {
    received: run.order['received'] ?? null,
    prefetch_updates: run.prefetch_updates,
    events: Object.fromEntries(run.tasks.map(({ id, events }) => [textOf(id), events ?? []])),
    worker_log: run.worker_log,
  }
}

function firmTask(task: ValueObject): ValueObject {
  const signals = isObject(task['signals']) ? task['signals'] : {}
  const picked = pick(task, TASK_FIELDS)
  const priority = 'priority' in picked ? { priority: picked['priority'] ?? 0 } : {}
  // A recording that marks them as not in order stays as it is.
  const run = runByRun(signals['run'])
  return {
    ...picked,
    ...priority,
    signals: { ...pick(signals, ['worker', 'run']), ...(run === null ? {} : { run }) },
  }
}

/**
 * Runs of one id side by side, as a broadcast has them: which of them was a moment ahead is chance, so
 * the signals are put one run after the other.
 */
function runByRun(signals: Value | undefined): Value | null {
  // A mark, of an order that was not the same in each recording, stays what it is.
  if (!isList(signals)) return signals ?? null
  const runs: Value[][] = []
  const open: Value[][] = []
  for (const signal of signals) {
    if (signal === 'task_prerun') {
      const run = [signal]
      runs.push(run)
      open.push(run)
    } else if (signal === 'task_postrun') {
      open.shift()?.push(signal)
    } else {
      const run = open.find((one) => one.length === 1) ?? open[0] ?? runs.at(-1)
      if (run === undefined) runs.push([signal])
      else run.push(signal)
    }
  }
  return runs.flat()
}

/** No priority and priority 0 are the same to every broker. */
function firmMessage(message: ValueObject): ValueObject {
  const picked = pick(message, MESSAGE_FIELDS)
  return { ...picked, priority: picked['priority'] ?? 0 }
}

/** Lists of what exists have no order. */
function firmTopology(topology: Value): Value {
  if (!isObject(topology)) return topology
  return Object.fromEntries(
    Object.entries(topology).map(([kind, list]) => [kind, isList(list) ? sorted(list) : list]),
  )
}

function sorted(list: readonly Value[]): readonly Value[] {
  return list.toSorted((a, b) => (canonical(a) < canonical(b) ? -1 : 1))
}

function pick(from: ValueObject, keys: readonly string[]): ValueObject {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = from[key]
      return value === undefined ? [] : [[key, value]]
    }),
  )
}
