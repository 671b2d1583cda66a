import type { ClusterSpec, WorkerSpec } from '../simulator/index.ts'
import type { ClusterBounds, FileProblem } from './lab.ts'
import { parseMachinesFile } from './parse-machines.ts'
import { parsePolicyFile } from './parse-policy.ts'
import { readWorkers } from './read-workers.ts'
import { readYaml } from './yaml-field.ts'

export type ParsedWorkers =
  | { readonly ok: true; readonly workers: readonly WorkerSpec[] }
  | { readonly ok: false; readonly problems: readonly FileProblem[] }

export type ParsedCluster =
  | { readonly ok: true; readonly cluster: ClusterSpec }
  | { readonly ok: false; readonly problems: readonly FileProblem[] }

/** Where the learner says which workers there are, or what their number goes by. */
export const CLUSTER_FILE = 'cluster.yaml'

/** Reads `cluster.yaml` into the cluster that a lab fixes the rest of. */
export function parseCluster(
  text: string,
  bounds: ClusterBounds,
  base: ClusterSpec,
): ParsedCluster {
  if (bounds.pods !== undefined) return parsePolicyFile(text, bounds.pods, base)
  if (bounds.machines !== undefined)
    return parseMachinesFile(CLUSTER_FILE, text, bounds, bounds.machines, base)
  const parsed = parseWorkers(text, bounds)
  return parsed.ok ? { ok: true, cluster: { ...base, workers: parsed.workers } } : parsed
}

/** Reads `cluster.yaml`: `workers`, each with a name and options as on Celery's own command line. */
export function parseWorkers(text: string, bounds: ClusterBounds): ParsedWorkers {
  const { root, problems } = readYaml(CLUSTER_FILE, text)
  // What follows from broken YAML would only hide where it is broken.
  if (problems.length > 0) return { ok: false, problems }
  const fields = root.record({ required: ['workers'] }).get('workers')
  const list = fields?.list() ?? []
  if (fields !== undefined && problems.length === 0 && list.length === 0)
    fields.report('There must be at least one worker.')
  const workers = readWorkers(list, bounds, problems)
  return problems.length > 0 ? { ok: false, problems } : { ok: true, workers }
}
