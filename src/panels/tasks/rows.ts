import type { Micros, Picture } from '../../../simulator/index.ts'
import type { HistoryData } from '../../lib/history/data.ts'
import { ranAt, triesAt, waitedAt, type TaskHistory } from '../../lib/history/task-history.ts'
import { labelText } from '../../lib/history/task-names.ts'
import { MARKS, markOf, type Mark } from '../../lib/marks.ts'

export type SortKey = 'sent' | 'state' | 'name' | 'where' | 'waited' | 'ran' | 'tries'

export interface Sort {
  readonly key: SortKey
  readonly down: boolean
}

export interface Filter {
  /** Any part of the name, label, id, queue or process. */
  readonly text: string
  /** Null: every state. */
  readonly mark: Mark | null
}

/** The moment at which tables with many rows are sorted anew: every quarter of a simulated second. */
const STEP: Micros = 250_000
const MANY = 1500

/** The tasks of a table at a moment: sent by then, filtered, sorted. */
export function rowsOf(
  history: HistoryData,
  picture: Picture,
  time: Micros,
  filter: Filter,
  sort: Sort,
): readonly TaskHistory[] {
  const sent = history.inOrder.slice(0, sentUpTo(history, time))
  const needle = filter.text.trim().toLowerCase()
  const all = needle === '' && filter.mark === null
  const kept = all
    ? sent
    : sent.filter(
        (task) =>
          (needle === '' || matches(task, picture, needle)) && hasMark(task, picture, filter.mark),
      )
  if (sort.key === 'sent') return sort.down ? kept.reverse() : kept
  const value = keyOf(sort.key, picture, time)
  const keys = new Map(kept.map((task) => [task, value(task)]))
  const sign = sort.down ? -1 : 1
  return kept.sort((a, b) => sign * compare(keys.get(a)!, keys.get(b)!) || a.task - b.task)
}

/** The moment to sort by: the playhead itself, or a little earlier where sorting is dear. */
export function sortingMoment(history: HistoryData, time: Micros, sort: Sort): Micros {
  const dear = sort.key !== 'sent' && history.inOrder.length > MANY
  return dear ? Math.floor(time / STEP) * STEP : time
}

/** How many tasks had been sent; they lie in the order in which they were. */
function sentUpTo(history: HistoryData, time: Micros): number {
  let low = 0
  let high = history.inOrder.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (history.inOrder[middle]!.sentAt <= time) low = middle + 1
    else high = middle
  }
  return low
}

function hasMark(task: TaskHistory, picture: Picture, mark: Mark | null): boolean {
  if (mark === null) return true
  const known = picture.tasks.get(task.id)
  return known !== undefined && markOf(known) === mark
}

function matches(task: TaskHistory, picture: Picture, needle: string): boolean {
  const known = picture.tasks.get(task.id)
  return [task.label.name, labelText(task.label), task.id, known?.queue, known?.process]
    .filter((text) => text != null)
    .some((text) => text.toLowerCase().includes(needle))
}

function keyOf(
  key: Exclude<SortKey, 'sent'>,
  picture: Picture,
  time: Micros,
): (task: TaskHistory) => number | string {
  const keys: Readonly<Record<typeof key, (task: TaskHistory) => number | string>> = {
    state: (task) => {
      const known = picture.tasks.get(task.id)
      return known ? MARKS.indexOf(markOf(known)) : -1
    },
    name: (task) => task.label.name,
    where: (task) => placeOf(picture, task),
    waited: (task) => waitedAt(task, time),
    ran: (task) => ranAt(task, time),
    tries: (task) => triesAt(task, time),
  }
  return keys[key]
}

const compare = (a: number | string, b: number | string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Where a task is or ran last: a process, a worker, a queue; nothing before its message arrived anywhere. */
export function placeOf(picture: Picture, task: TaskHistory): string {
  const known = picture.tasks.get(task.id)
  if (!known) return ''
  return known.process ?? known.worker ?? known.queue ?? ''
}
