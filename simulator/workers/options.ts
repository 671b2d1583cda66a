import type { WorkerSpec } from '../cluster/spec.ts'
import { parseWorkerOptions, type WorkerOptions } from '../cluster/worker-options.ts'
import { assert } from '../kernel/assert.ts'

/** Seeds of one cluster have the same workers. */
const known = new WeakMap<WorkerSpec, WorkerOptions>()

/** The options of a worker, which were checked when the cluster was read. */
export function optionsOf(spec: WorkerSpec): WorkerOptions {
  const there = known.get(spec)
  if (there !== undefined) return there
  const parsed = parseWorkerOptions(spec.options)
  assert(parsed.ok, `the options of ${spec.name} were checked`)
  known.set(spec, parsed.options)
  return parsed.options
}
