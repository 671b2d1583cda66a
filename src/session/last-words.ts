import type { Log } from '../../simulator/index.ts'
import type { Word } from '../thread/protocol.ts'

/**
 * Adds to a log what code had printed in the turn that it never came back from: the simulation ended before it could
 * write these facts, and whoever looks for the mistake needs to see them. How many there are.
 */
export function tellLastWords(log: Log, words: readonly Word[]): number {
  const before = log.length
  for (const { process, time, ...detail } of words) {
    const actor = log.actors.findIndex(({ name }) => name === process)
    if (actor < 0) continue
    let row = log.length - 1
    while (row > log.first && log.actorAt(row) !== actor) row--
    const latest = log.timeAt(log.length - 1)
    log.append(Math.max(time, latest), 'printed', log.taskAt(row), actor, row, detail)
  }
  return log.length - before
}
