import type { Entry, FactKind } from '../../../simulator/index.ts'
import type { Value, ValueObject } from '../trace/json.ts'
import type { Names } from './names.ts'
import type { Publication } from './publications.ts'
import { roleOf } from './roles.ts'
import { acknowledgement, isAcknowledgement } from './tasks.ts'

/** `order` of a trace: task ids by what happened to them, in global order of time. */
export function projectOrder(
  entries: readonly Entry[],
  published: readonly Publication[],
  names: Names,
): ValueObject {
  const idsOf = (...kinds: readonly FactKind[]): Value[] =>
    entries.filter(({ kind }) => kinds.includes(kind)).map(({ task }) => names.of(task))
  return {
    published: published.map(({ message }) => names.of(message.headers.id)),
    received: idsOf('task-received'),
    started: idsOf('task-started', 'eager-started'),
    finished: idsOf('task-finished', 'eager-ended'),
    acks: entries
      .filter(isAcknowledgement)
      .map((entry) => [acknowledgement(entry), names.of(entry.task)]),
  }
}

/** `started_on` of a trace: for each worker the ids it started, in order. */
export function projectStartedOn(
  entries: readonly Entry[],
  workers: readonly string[],
  names: Names,
): ValueObject {
  const started = entries.filter(({ kind }) => kind === 'task-started')
  return Object.fromEntries(
    workers.map((worker) => [
      worker,
      started.filter(({ actor }) => roleOf(actor) === worker).map(({ task }) => names.of(task)),
    ]),
  )
}

/** `prefetch_updates` of a trace: for each worker the prefetch counts it set, repetitions left out. */
export function projectPrefetch(
  entries: readonly Entry[],
  workers: readonly string[],
): ValueObject {
  const counts = new Map<string, number[]>(workers.map((worker) => [worker, []]))
  for (const entry of entries) {
    if (entry.kind !== 'prefetch-set') continue
    const list = counts.get(roleOf(entry.actor))
    if (list !== undefined && list.at(-1) !== entry.detail.count) list.push(entry.detail.count)
  }
  return Object.fromEntries(counts)
}
