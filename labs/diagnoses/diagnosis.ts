import type { ParameterKind, Parameters } from '../checks/check.ts'
import type { RunRecord } from '../checks/run-record.ts'

/** What a diagnosis found: the values for the `{slots}` of its hint. */
export interface Findings {
  readonly [slot: string]: string | number
}

/** A member of the family of diagnosis words: it looks at log and cluster, never at the text of the code. */
export interface DiagnosisWord {
  readonly parameters: { readonly [name: string]: ParameterKind }
  /** The slots that it has values for. */
  readonly slots: readonly string[]
  /** Does it look at the starter's run of the same seed? */
  readonly needsBaseline?: boolean
  /** Null where this is not what went wrong. */
  find(run: RunRecord, parameters: Parameters): Findings | null
}

/** What a diagnosis of two kinds of task that are in each other's way is told. */
export const TWO_KINDS = { task: 'task', other: 'task' } as const satisfies {
  readonly [name: string]: ParameterKind
}
