import type { History } from '../../lib/history/history.ts'
import { relativesOf } from '../../lib/history/relatives.ts'
import type { Micros } from '../../../simulator/index.ts'
import { routeKey } from '../layout/routes.ts'
import { CLIENT, RESULTS, exchangeId, frontId, queueId, workerId } from '../layout/topology.ts'
import { workerOf } from '../motion/legs.ts'

/** The selected task with its relatives, and the ways it has taken so far. */
export interface Lineage {
  readonly selected: string
  readonly kin: ReadonlySet<string>
  /** Pairs of ids, each passed at least once. */
  readonly ways: readonly (readonly [from: string, to: string])[]
  /** The way back it is on or has taken last; null where it was never sent again. */
  readonly home: readonly [from: string, to: string] | null
}

/** A process of a worker, a thread of a web front, or the client. */
function senderOf(name: string): string {
  if (name.includes('@')) return workerId(workerOf(name))
  return name.includes('/') ? frontId(workerOf(name)) : CLIENT
}

/** A task's lineage at a moment; null where nothing is selected. */
export function lineageOf(history: History, id: string | null, time: Micros): Lineage | null {
  const task = history.byId(id)
  if (!task || task.sentAt > time) return null
  const exchange = exchangeId(task.exchange)
  const tries = task.tries.filter((attempt) => attempt.start <= time)
  const sender = senderOf(task.sentBy)
  const ways: [string, string][] = [[sender, exchange]]
  if (task.queue !== null) ways.push([exchange, queueId(task.queue)])
  for (const { process, end, outcome } of tries) {
    const worker = workerId(workerOf(process))
    if (task.queue !== null) ways.push([queueId(task.queue), worker])
    if (end <= time && (outcome === 'succeeded' || outcome === 'failed')) {
      ways.push([worker, RESULTS])
    }
  }
  const last = tries.at(-1)
  const back = last?.outcome === 'retry' && last.end <= time
  return {
    selected: task.id,
    kin: relativesOf(history, task.id),
    ways: [...new Map(ways.map((way) => [routeKey(...way), way])).values()],
    home: back ? [workerId(workerOf(last.process)), exchange] : null,
  }
}
