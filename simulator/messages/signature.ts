import type { Json } from './json.ts'

/**
 * A signature exactly as Celery's dict (rule 5.1). Plain data; the canvas functions never change one
 * in place. A chain keeps `kwargs.tasks`, a group `kwargs.tasks`, a chord `kwargs.header`,
 * `kwargs.body` and `kwargs.kwargs`.
 *
 * Before it is published a signature may hold Python values that JSON cannot: Python sends them as
 * `{ $ref: n }` (its own table of live objects), a tuple inside a value as `{ $tuple: [...] }`.
 * A published signature holds neither: Python has encoded its values first.
 */
export interface Signature {
  readonly task: string
  readonly args: readonly Json[]
  readonly kwargs: { readonly [name: string]: Json }
  readonly options: { readonly [name: string]: Json }
  readonly subtask_type: SubtaskType | null
  readonly immutable: boolean
  readonly [key: string]: Json
}

export type SubtaskType = 'chain' | 'group' | 'chord' | 'xmap' | 'xstarmap' | 'chunks'

/** What is called: a signature, or a task by its name where nothing else is said of it. */
export type Called = Signature | Pick<Signature, 'task'>

/** True for a signature that says more than a task's name. */
export const isWhole = (called: Called): called is Signature => 'options' in called
