import type { ClusterSpec } from '../../simulator/index.ts'
import type { ClusterForm } from './cluster-form.ts'
import type { TextFile } from './files.ts'

/** What a run was made from: it tells whether the code has changed since. */
export interface Made {
  /** As they were written. */
  readonly files: readonly TextFile[]
  /** As it was filled in, where the bench has one. */
  readonly form: ClusterForm | null
  /** As they run. */
  readonly program: { readonly [path: string]: string }
  readonly cluster: ClusterSpec
  readonly seed: number
}
