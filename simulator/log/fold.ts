import type { Draft } from './draft.ts'
import type { FactKind } from './facts.ts'
import type { Fold } from './fold-type.ts'
import { FOLD_BODIES } from './fold-bodies.ts'
import { FOLD_FRONTS } from './fold-fronts.ts'
import { FOLD_MESSAGES } from './fold-messages.ts'
import { FOLD_SERVICES } from './fold-services.ts'
import { FOLD_WORKERS } from './fold-workers.ts'
import type { Log } from './log.ts'
import { labelOf } from './names.ts'

/** Facts that change the picture; the others only tell of something. */
const FOLDS: { readonly [K in FactKind]?: Fold<K> } = {
  ...FOLD_MESSAGES,
  ...FOLD_WORKERS,
  ...FOLD_BODIES,
  ...FOLD_SERVICES,
  ...FOLD_FRONTS,
}

/** The same, quicker to ask. */
const BY_KIND = new Map(Object.entries(FOLDS) as [FactKind, Fold<FactKind>][])

/** Adds the next row of the log to a picture in the making. */
export function foldRow(draft: Draft, log: Log, row: number): void {
  const fold = BY_KIND.get(log.kindAt(row))
  if (fold) {
    const task = log.taskAt(row)
    fold(draft, log.entry(row), task < 0 ? '' : labelOf(task))
  }
  draft.passed(row + 1, log.timeAt(row))
}
