import type { Ran } from '../ran.ts'

/** What a worker rejects for good in a queue with a dead letter exchange goes there, and a fact says so (rule 2.19). */
export function rejectedGoOn({ entries }: Ran): string[] {
  const withExchange = new Set<string>()
  const buried = new Set<number>()
  for (const { kind, detail } of entries)
    if (kind === 'message-dead-lettered') buried.add(detail.tag)
  return entries.flatMap(({ kind, detail, row }) => {
    if (kind === 'queue-declared' && hasExchange(detail.arguments)) withExchange.add(detail.name)
    if (kind === 'queue-deleted') withExchange.delete(detail.name)
    if (kind !== 'message-rejected' || detail.requeue) return []
    return !withExchange.has(detail.queue) || buried.has(detail.tag)
      ? []
      : [`row ${row}: message ${detail.tag} was rejected in ${detail.queue} and is no dead letter`]
  })
}

const hasExchange = (args: unknown): boolean =>
  typeof args === 'object' && args !== null && 'x-dead-letter-exchange' in args
