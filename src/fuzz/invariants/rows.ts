import type { Ran } from '../ran.ts'

/** Facts come in the order of time, each after its cause. */
export function causesComeFirst({ entries }: Ran): string[] {
  let last = 0
  return entries.flatMap(({ row, cause, time }) => {
    const before = entries[cause]
    const early = time < last || cause >= row || (before !== undefined && before.time > time)
    last = time
    return early ? [`row ${row} comes before its cause`] : []
  })
}

/** Each fault that has begun ends once, when it says, with its beginning as the cause. */
export function faultsBeginAndEnd({ entries, final }: Ran): string[] {
  const open = new Map<number, number | null>()
  const problems: string[] = []
  for (const { kind, row, cause, time, detail } of entries) {
    if (kind === 'fault-began') open.set(row, detail.lasts === null ? null : time + detail.lasts)
    if (kind !== 'fault-ended') continue
    const due = open.get(cause)
    if (due === undefined) problems.push(`row ${row}: no fault began in row ${cause}`)
    else if (due !== null && time > due) problems.push(`row ${row}: the fault lasts too long`)
    open.delete(cause)
  }
  for (const [row, due] of open)
    if (due !== null && due < final.world.now) problems.push(`row ${row}: the fault never ends`)
  return problems
}
