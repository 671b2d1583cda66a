import type { ScenarioReport } from './run.ts'
import type { TableReport } from './tables/table.ts'
import type { Table } from './trace/parse.ts'
import type { Trace } from './trace/trace.ts'

/** How all scenarios and tables of one folder went. */
export interface Outcome {
  readonly scenarios: readonly ScenarioReport[]
  readonly tables: readonly TableReport[]
}

/** One folder of recordings, and how they went. */
export interface FolderOutcome extends Outcome {
  readonly folder: string
  readonly traces: readonly Trace[]
  readonly recordedTables: readonly Table[]
}
