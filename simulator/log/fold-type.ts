import type { Draft } from './draft.ts'
import type { EntryOf } from './entry.ts'
import type { FactKind } from './facts.ts'

/** What a fact changes in a picture; `label` is the short name of its task. */
export type Fold<K extends FactKind> = (draft: Draft, entry: EntryOf<K>, label: string) => void
