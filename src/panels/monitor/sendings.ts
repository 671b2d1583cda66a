/** Who sent how many messages of each type of task, and who received them: what a monitor's events would say. */
import type { FactKind, Log } from '../../../simulator/index.ts'
import type { History } from '../../lib/history/history.ts'
import { countUpTo } from '../../lib/history/history.ts'

/** How often a type of task was sent or received by one sender or worker, up to a moment. */
export interface Sending {
  readonly name: string
  readonly hostname: string
  readonly count: number
}

/** Rows of publishes by task, and of both ways by name and host; in the order of the log. */
class Sendings {
  readonly ofTask = new Map<number, number[]>()
  readonly sent = new Map<string, Rows>()
  readonly received = new Map<string, Rows>()
  #read: number
  readonly #history: History

  constructor(history: History) {
    this.#history = history
    this.#read = history.log.first
  }

  update(): void {
    const { log } = this.#history
    for (; this.#read < this.#history.rows; this.#read++) {
      const row = this.#read
      const task = log.taskAt(row)
      const kind: FactKind = log.kindAt(row)
      if (task < 0) continue
      if (kind === 'message-published') {
        rowsOf(this.ofTask, task).push(row)
        this.#count(this.sent, log, row, task)
      } else if (kind === 'task-received') this.#count(this.received, log, row, task)
    }
  }

  #count(into: Map<string, Rows>, log: Log, row: number, task: number): void {
    const name = this.#history.tasks[task]?.label.name ?? ''
    const hostname = log.actors[log.actorAt(row)]!.name.replace(/\/\d+$/u, '')
    const key = `${name} ${hostname}`
    let rows = into.get(key)
    if (!rows) into.set(key, (rows = { name, hostname, rows: [] }))
    rows.rows.push(row)
  }
}

interface Rows {
  readonly name: string
  readonly hostname: string
  readonly rows: number[]
}

const all = new WeakMap<History, Sendings>()

/** Read when somebody asks for it, once a log, as it grows. */
function sendingsOf(history: History): Sendings {
  let sendings = all.get(history)
  if (!sendings) all.set(history, (sendings = new Sendings(history)))
  sendings.update()
  return sendings
}

/** Messages that were sent and received among the first `rows` facts. */
export function countsOf(
  history: History,
  rows: number,
): { readonly sent: readonly Sending[]; readonly received: readonly Sending[] } {
  const upTo = (of: ReadonlyMap<string, Rows>): readonly Sending[] =>
    [...of.values()]
      .map(({ name, hostname, rows: at }) => ({ name, hostname, count: countUpTo(at, rows - 1) }))
      .filter(({ count }) => count > 0)
  const { sent, received } = sendingsOf(history)
  return { sent: upTo(sent), received: upTo(received) }
}

/** Rows of the publishes of a task, by its index: the first one, and one for each retry. */
export const publishesOf = (history: History, task: number): readonly number[] =>
  sendingsOf(history).ofTask.get(task) ?? []

function rowsOf(map: Map<number, number[]>, task: number): number[] {
  let rows = map.get(task)
  if (!rows) map.set(task, (rows = []))
  return rows
}
