import type { Log } from '../../simulator/index.ts'

/** What the tasks of a run have printed under this word: what they see of time, chance, ids and hashes. */
export function witnessed(log: Log): readonly string[] {
  const seen: string[] = []
  for (let row = 0; row < log.length; row++) {
    const entry = log.entry(row)
    if (entry.kind === 'printed' && entry.detail.text.startsWith('witness '))
      seen.push(entry.detail.text)
  }
  return seen
}
