import type { ParameterKind, Parameters } from '../checks/check.ts'
import type { RunRecord } from '../checks/run-record.ts'

/** What a diagnosis found: the values for the `{slots}` of its hint. */
export type Findings = { readonly [slot: string]: string | number }

/** A member of the family of diagnosis words: it looks at log and cluster, never at the text of the code. */
export interface DiagnosisWord {
  readonly parameters: { readonly [name: string]: ParameterKind }
  /** Null where this is not what went wrong. */
  find(run: RunRecord, parameters: Parameters): Findings | null
}
