import type { LookRecord, RunRecord } from '../checks/run-record.ts'

/** The look at which most tasks waited, and how many; null without a look. */
export function mostWaiting(
  run: RunRecord,
  looks: readonly LookRecord[],
): { readonly look: LookRecord; readonly waiting: number } | null {
  const came = run.tasks.map(({ published }) => published).toSorted((a, b) => a - b)
  const went = run.tasks
    .map(({ firstStarted }) => firstStarted ?? Number.POSITIVE_INFINITY)
    .toSorted((a, b) => a - b)
  let worst: { readonly look: LookRecord; readonly waiting: number } | null = null
  let [arrived, started] = [0, 0]
  for (const look of looks) {
    while ((came[arrived] ?? Number.POSITIVE_INFINITY) <= look.time) arrived += 1
    while ((went[started] ?? Number.POSITIVE_INFINITY) <= look.time) started += 1
    const waiting = arrived - started
    if (worst === null || waiting > worst.waiting) worst = { look, waiting }
  }
  return worst
}
