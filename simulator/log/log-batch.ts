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
  readonly kinds: Uint8Array<ArrayBuffer>
  readonly tasks: Int32Array<ArrayBuffer>
  readonly actors: Uint16Array<ArrayBuffer>
  readonly causes: Int32Array<ArrayBuffer>
  /** The shape of each row's details, and its number in it. */
  readonly shapes: Uint16Array<ArrayBuffer>
  readonly numbers: Int32Array<ArrayBuffer>
  readonly firstActor: number
  readonly newActors: readonly Actor[]
  readonly firstTask: number
  readonly newTasks: readonly TaskStretch[]
  readonly allShapes: readonly Shape[]
  readonly details: readonly (readonly [row: number, detail: FactDetails[FactKind]])[]
}

/** The buffers of a batch, to be handed over instead of copied. */
export function transferables(batch: LogBatch): ArrayBuffer[] {
  const columns = [
    batch.times,
    batch.kinds,
    batch.tasks,
    batch.actors,
    batch.causes,
    batch.shapes,
    batch.numbers,
  ]
  return columns.map((column) => column.buffer)
}
