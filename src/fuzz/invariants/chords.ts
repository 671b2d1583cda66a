import type { Ran } from '../ran.ts'

/** A chord counts each header task once a run, one after the other, and sends its body when all are there (rules 5.34, 5.36). */
export function chordsCountOnce({ entries, lifeAt }: Ran): string[] {
  const counts = new Map<string, number>()
  const counted = new Map<object, number>()
  const sizes = new Map<string, number>()
  const members = new Set<string>()
  return entries.flatMap(({ kind, detail, row, task }) => {
    if (kind === 'chord-counted') {
      const before = counts.get(detail.group) ?? 0
      counts.set(detail.group, detail.count)
      sizes.set(detail.group, detail.size)
      // A kill that one task sets off is in the chain of causes of another's end.
      const near = lifeAt(row)
      const life = near?.task === task ? near : undefined
      // The main process handles a hard time limit twice (rule 3.38: documented otherwise).
      const most = life?.facts.some((fact) => isHardLimit(fact)) === true ? 2 : 1
      if (life !== undefined) counted.set(life, (counted.get(life) ?? 0) + 1)
      if (life !== undefined && (counted.get(life) ?? 0) > most)
        return [`row ${row}: ${life.task} was counted twice`]
      // The same result of a task that ran twice is the same member of the set (rule 5.39).
      const member = `${detail.group} ${task ?? ''}`
      const again = members.has(member)
      members.add(member)
      return detail.count === before + 1 || (again && detail.count === before)
        ? []
        : [`row ${row}: the chord went from ${before} to ${detail.count}`]
    }
    if (kind !== 'chord-unlocked') return []
    const count = counts.get(detail.group) ?? 0
    const size = sizes.get(detail.group) ?? 0
    return count >= size ? [] : [`row ${row}: the chord began its body at ${count} of ${size}`]
  })
}

const isHardLimit = ({ kind, detail }: Ran['entries'][number]): boolean =>
  kind === 'task-failed' && detail.error.type === 'TimeLimitExceeded'
