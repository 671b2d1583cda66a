import type { Entry } from '../../../simulator/index.ts'
import { asObject, isObject } from '../trace/json.ts'
import type { Value, ValueObject } from '../trace/json.ts'
import type { Names } from './names.ts'
import { fromPublish } from './times.ts'

/** Fields of an event that differ from run to run. */
const PER_RUN = new Set([
  'timestamp',
  'local_received',
  'clock',
  'utcoffset',
  'pid',
  'runtime',
  'loadavg',
  'traceback',
])

/** `events[]` of a trace: what a monitor hears of workers and tasks. */
export function projectEvents(entries: readonly Entry[], names: Names): ValueObject[] {
  const found: ValueObject[] = []
  for (const entry of entries) {
    if (entry.kind !== 'event-sent') continue
    const { type, fields } = entry.detail
    if (type === 'task-sent' || type === 'worker-heartbeat' || !isObject(fields)) continue
    const kept = Object.entries(fields).filter(([key]) => !PER_RUN.has(key))
    const timed = kept.map(([key, value]): readonly [string, Value] => [
      key,
      key === 'eta' || key === 'expires' ? fromPublish(value, entry.time / 1e6) : value,
    ])
    found.push(asObject(names.value({ ...Object.fromEntries(timed), type })))
  }
  return found
}
