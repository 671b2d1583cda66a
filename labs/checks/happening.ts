import { type Json, type JsonObject, type Micros, stringify } from '../../simulator/index.ts'
import type { CallRecord, RunRecord, TaskRecord } from './run-record.ts'
import { type Conditions, meets } from './conditions.ts'

/** One thing that happened in a run, as a check looks at it. */
export interface Happening {
  readonly time: Micros
  /** The same as `time` for what takes none. */
  readonly to: Micros
  /** What it happened to: an order, a photo, an address. */
  readonly key: string
  /** What a ledger or a table says of it; empty for tasks and calls. */
  readonly row: JsonObject
}

/** By what the happenings of tasks and calls are told apart. */
export const TASK_KEYS = ['argument', 'root', 'id'] as const
/** What may happen to a task. */
export const TASK_MOMENTS = ['sent', 'started', 'succeeded', 'failed', 'running'] as const
/** What may happen to a row. */
export const CHANGES = ['inserted', 'updated', 'deleted', 'any'] as const

/** A task was sent, began, succeeded, failed, or was running, each time that it was. */
export interface TaskSelector {
  readonly task: string
  readonly is: (typeof TASK_MOMENTS)[number]
  /** Its first argument, that of the task that it all began with, or its own id where it takes none. */
  readonly key: (typeof TASK_KEYS)[number]
}

/** A call to a service, from asking to the answer. */
export interface CallSelector {
  readonly call: string
  readonly service: string | null
  readonly subject: string | null
  /** Of its answer; null: whatever was answered. */
  readonly code: number | null
  /** Of the task that called, or what was asked for. */
  readonly key: (typeof TASK_KEYS)[number] | 'subject'
}

/** A service has told its ledger of something. */
export interface EntrySelector {
  readonly entry: Conditions
  readonly service: string | null
  /** The field of the entry that says whom it is about. */
  readonly key: string
}

/** A row of a SQL table was written, and looks like this now. */
export interface RowSelector {
  readonly table: string
  readonly change: (typeof CHANGES)[number]
  readonly row: Conditions
  /** The column that says whom it is about. */
  readonly key: string
}

export type Selector = TaskSelector | CallSelector | EntrySelector | RowSelector

/** Everything of this kind that happened, in the order of time. */
export function happenings(run: RunRecord, selector: Selector): readonly Happening[] {
  const found =
    'task' in selector
      ? ofTasks(run, selector)
      : 'call' in selector
        ? ofCalls(run, selector)
        : 'entry' in selector
          ? ofEntries(run, selector)
          : ofRows(run, selector)
  return found.toSorted((a, b) => a.time - b.time)
}

/** What happened, by what it happened to. */
export function byKey(found: readonly Happening[]): ReadonlyMap<string, readonly Happening[]> {
  const keys = new Map<string, Happening[]>()
  for (const one of found) {
    const known = keys.get(one.key)
    if (known === undefined) keys.set(one.key, [one])
    else known.push(one)
  }
  return keys
}

/** A value as a key: 31 and "31" are the same order. */
export const keyText = (value: Json | undefined): string =>
  value === undefined ? '' : typeof value === 'string' ? value : stringify(value)

const NOTHING: JsonObject = {}

function ofTasks(run: RunRecord, { task: name, is, key }: TaskSelector): readonly Happening[] {
  const keys = keysOf(run, key)
  return run.tasks
    .filter((task) => task.name === name)
    .flatMap((task) =>
      spansOf(task, is).map(([time, to]) => ({ time, to, key: keys(task), row: NOTHING })),
    )
}

function spansOf(
  task: TaskRecord,
  is: TaskSelector['is'],
): readonly (readonly [from: Micros, to: Micros])[] {
  const at = (time: Micros | null): readonly [Micros, Micros][] =>
    time === null ? [] : [[time, time]]
  if (is === 'sent') return at(task.published)
  if (is === 'succeeded') return task.successes.map(({ time }) => [time, time])
  if (is === 'failed') return at(task.state === 'FAILURE' ? task.finished : null)
  return task.runs.map(({ from, to }) => [from, is === 'running' ? to : from])
}

/** The first argument of a task, that of the one that it all began with, or its id. */
function keysOf(run: RunRecord, key: TaskSelector['key']): (task: TaskRecord) => string {
  if (key === 'argument') return ({ argument }) => argument
  if (key === 'id') return ({ id }) => id
  // One that was replaced comes before what goes on under its id.
  const first = run.tasks.filter(({ id, root }) => id === root).toReversed()
  const roots = new Map(first.map((one) => [one.id, one]))
  return (task) => (roots.get(task.root) ?? task).argument
}

function ofCalls(run: RunRecord, selector: CallSelector): readonly Happening[] {
  const { call, service, subject, code, key } = selector
  const keys = key === 'subject' ? null : keysOf(run, key)
  return run.calls
    .filter(
      (one) =>
        one.call === call &&
        one.service === (service ?? one.service) &&
        one.subject === (subject ?? one.subject) &&
        one.code === (code ?? one.code),
    )
    .map((one) => ({ time: one.from, to: one.to, key: callKey(one, keys), row: NOTHING }))
}

const callKey = (call: CallRecord, keys: ((task: TaskRecord) => string) | null): string =>
  keys === null ? call.subject : call.task === null ? '' : keys(call.task)

function ofEntries(run: RunRecord, selector: EntrySelector): readonly Happening[] {
  return run.effects
    .filter(
      ({ service, entry }) =>
        service === (selector.service ?? service) && meets(entry, selector.entry),
    )
    .flatMap(({ time, entry }) =>
      keysIn(entry[selector.key]).map((key) => ({ time, to: time, key, row: entry })),
    )
}

/** A mail has several receivers: it happens to each of them. */
const keysIn = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? (value as readonly Json[]).map(keyText) : [keyText(value)]

function ofRows(run: RunRecord, { table, change, row, key }: RowSelector): readonly Happening[] {
  return run.effects.flatMap(({ time, entry }) => {
    const changes = (Array.isArray(entry['changes']) ? entry['changes'] : []) as readonly Change[]
    return changes
      .filter(
        (one) =>
          one.table === table && (change === 'any' || one.change === change) && meets(one.row, row),
      )
      .map((one) => ({ time, to: time, key: keyText(one.row[key]), row: one.row }))
  })
}

interface Change {
  readonly table: string
  readonly change: string
  readonly row: JsonObject
}
