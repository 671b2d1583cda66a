import type { CheckWord } from './check.ts'
import type { FaultRecord, RunRecord } from './run-record.ts'

/** Each time that the kernel of a machine killed a process because it was short of memory. */
export const shortages = ({ faults }: RunRecord): readonly FaultRecord[] =>
  faults.filter(({ fault }) => fault.fault === 'out-of-memory')

/** No machine is ever out of memory. */
export const memorySuffices: CheckWord = {
  parameters: {},
  judge(run) {
    const all = shortages(run)
    const [first] = all
    if (first?.fault.fault !== 'out-of-memory') return null
    return {
      time: first.time,
      sentence: `A machine was out of memory, and its kernel killed a process of ${first.fault.worker ?? ''}. This happened ${all.length} times.`,
    }
  },
}
