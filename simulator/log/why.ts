import type { Log } from './log.ts'

/** The rows that led to this one, the nearest cause first; empty for a fact that nothing in the run caused. */
export function why(log: Log, row: number): readonly number[] {
  const chain: number[] = []
  for (let cause = log.causeAt(row); cause >= 0; cause = log.causeAt(cause)) chain.push(cause)
  return chain
}
