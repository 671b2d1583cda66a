import { lengthText } from '../../simulator/index.ts'
import type { Parameters } from '../checks/check.ts'
import { p95, processesOf, type RunRecord, waitOf } from '../checks/run-record.ts'
import { type DiagnosisWord, type Findings, TWO_KINDS } from './diagnosis.ts'
import { DEFAULT_QUEUE, lanesOf } from './lanes.ts'

const SLOTS = ['queue', 'wait', 'processes', 'others'] as const

/** Both kinds in the default queue, without any preference. */
function find(run: RunRecord, parameters: Parameters, more: boolean): Findings | null {
  const { task, other, shared, preferred } = lanesOf(run, parameters)
  if (shared !== DEFAULT_QUEUE || preferred || run.baseline === null) return null
  const processes = processesOf(run.workers)
  if (processes > processesOf(run.baseline.workers) !== more) return null
  const wait = lengthText(p95(task.map((one) => waitOf(one, run))))
  return { queue: shared, wait, processes, others: other.length }
}

/** Nothing keeps the two kinds apart, and there are no more processes than before. */
export const oneQueueForBoth: DiagnosisWord = {
  parameters: TWO_KINDS,
  slots: SLOTS,
  needsBaseline: true,
  find: (run, parameters) => find(run, parameters, false),
}

/** More processes than before, but still one queue for everything. */
export const onlyMoreProcesses: DiagnosisWord = {
  parameters: TWO_KINDS,
  slots: SLOTS,
  needsBaseline: true,
  find: (run, parameters) => find(run, parameters, true),
}
