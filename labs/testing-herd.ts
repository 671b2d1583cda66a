import { seconds } from '../simulator/index.ts'
import type { CallRecord, RunRecord, TaskRecord } from './checks/run-record.ts'
import { taskOf } from './testing.ts'

/** For tests: the API of a herd, and what diagnoses of it are told. */
export const HERD = { task: 'report', service: 'api' } as const

/**
 * For tests: tasks called `report` that call the service `api`, which is away from 0 s to 10 s; each is given
 * by the seconds of its tries, of which the last one succeeds unless it is `lost`.
 */
export function herd(
  tries: readonly (readonly number[])[],
  { lost = false }: { readonly lost?: boolean } = {},
): Partial<RunRecord> {
  const pairs = tries.map((times) => ({ task: reportOf(times, lost), times }))
  const calls = pairs.flatMap(({ task, times }) =>
    times.map((time, at): CallRecord => {
      const good = !lost && at === times.length - 1
      return {
        ...{ task, service: 'api', call: 'POST', subject: '/', from: seconds(time) },
        to: seconds(time),
        ...{ outcome: good ? 'answered' : 'refused', code: good ? 200 : null },
      }
    }),
  )
  return {
    tasks: pairs.map(({ task }) => task),
    calls: calls.toSorted((a, b) => a.from - b.from),
    outages: [{ service: 'api', from: 0, to: seconds(10) }],
  }
}

function reportOf(times: readonly number[], lost: boolean): TaskRecord {
  const last = seconds(times.at(-1) ?? 0)
  return taskOf('report', {
    retries: times.length - 1,
    lastStarted: last,
    finished: last,
    state: lost ? 'FAILURE' : 'SUCCESS',
    successes: lost ? [] : [{ time: last, value: null, repr: 'None' }],
  })
}
