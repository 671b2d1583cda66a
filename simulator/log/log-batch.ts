import type { Actor } from './entry.ts'
import type { FactDetails, FactKind } from './facts.ts'
import type { Shape } from './shapes.ts'
import type { TaskStretch } from './task-ids.ts'

/**
 * A stretch of a log as plain data with typed arrays of its own: it can be cloned to another thread, or
 * its buffers (`transferables`) handed over. Actors and tasks that the receiver knows already may be among the new ones.
 */
export interface LogBatch {
  /** The row that the first fact has. */
  readonly from: number
  readonly times: Float64Array<ArrayBuffer>
  /** Of each row four numbers: task, cause, the number of its details, and its actor with its shape. */
  readonly cells: Int32Array<ArrayBuffer>
  readonly firstActor: number
  readonly newActors: readonly Actor[]
  readonly firstTask: number
  readonly newTasks: readonly TaskStretch[]
  readonly allShapes: readonly Shape[]
  readonly details: readonly (readonly [row: number, detail: FactDetails[FactKind]])[]
}

/** The buffers of a batch, to be handed over instead of copied. */
export function transferables(batch: LogBatch): ArrayBuffer[] {
  return [batch.times.buffer, batch.cells.buffer]
}
