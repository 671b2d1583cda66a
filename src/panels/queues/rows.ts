import type { Micros, Picture } from '../../../simulator/index.ts'
import type { HistoryData } from '../../lib/history/data.ts'
import { isIdleDelay } from '../../lib/history/delay-levels.ts'
import { countUpTo } from '../../lib/history/history.ts'

/** One queue at a moment. */
export interface QueueRow {
  readonly name: string
  readonly waiting: number
  readonly unacked: number
  /** The most that ever waited up to now. */
  readonly most: number
  /** How long the next message has waited since it was last sent; null where none waits. */
  readonly oldest: Micros | null
  /** Workers that consume it now. */
  readonly workers: readonly string[]
}

/** Every declared queue at a moment, in the order of declaration, without delay levels that nobody uses. */
export function queueRows(
  picture: Picture,
  history: HistoryData,
  time: Micros,
): readonly QueueRow[] {
  const shown = picture.queues.filter(({ name }) => !isIdleDelay(history, name))
  return shown.map(({ name, waiting, unacked }) => {
    const first = picture.tasks.get(waiting[0] ?? '')
    const consumers = picture.workers.filter(
      ({ state, queues }) => state === 'ready' && queues.includes(name),
    )
    return {
      name,
      waiting: waiting.length,
      unacked,
      most: mostUpTo(history, name, time),
      oldest: first?.published == null ? null : time - first.published,
      workers: consumers.map((worker) => worker.name),
    }
  })
}

function mostUpTo(history: HistoryData, queue: string, time: Micros): number {
  const depth = history.depths.get(queue)
  if (!depth) return 0
  const end = countUpTo(depth.times, time)
  let most = 0
  for (let nth = 0; nth < end; nth++) most = Math.max(most, depth.depths[nth]!)
  return most
}
