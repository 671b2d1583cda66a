import {
  type ClusterSpec,
  parseClusterSpec,
  parseWorkerOptions,
  type WorkerSpec,
} from '../simulator/index.ts'
import type { ClusterBounds, FileProblem } from './lab.ts'
import { parsePolicyFile } from './parse-policy.ts'
import { type Field, readYaml } from './yaml-field.ts'

export type ParsedWorkers =
  | { readonly ok: true; readonly workers: readonly WorkerSpec[] }
  | { readonly ok: false; readonly problems: readonly FileProblem[] }

export type ParsedCluster =
  | { readonly ok: true; readonly cluster: ClusterSpec }
  | { readonly ok: false; readonly problems: readonly FileProblem[] }

/** Where the learner says which workers there are, or what their number goes by. */
export const CLUSTER_FILE = 'cluster.yaml'

/** Processes of a worker whose options do not say: as many as the simulated machine has processors. */
const PROCESSORS = 2

/** Reads `cluster.yaml` into the cluster that a lab fixes the rest of. */
export function parseCluster(
  text: string,
  bounds: ClusterBounds,
  base: ClusterSpec,
): ParsedCluster {
  if (bounds.pods !== undefined) return parsePolicyFile(text, bounds.pods, base)
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
  const workers = list.map((field) => worker(field, bounds))
  list.forEach((field, index) => {
    const name = workers[index]?.name ?? ''
    if (name !== '' && workers.findIndex((other) => other.name === name) < index)
      field.report(`Two workers are called ${name}. Give each a name of its own.`)
  })
  if (problems.length === 0) checkSum(list, workers, bounds)
  return problems.length > 0 ? { ok: false, problems } : { ok: true, workers }
}

function worker(field: Field, bounds: ClusterBounds): WorkerSpec {
  const fields = field.record({ required: ['name'], optional: ['options'] })
  const name = fields.get('name')?.text() ?? ''
  if (name !== '' && !bounds.workers.includes(name))
    fields
      .get('name')
      ?.report(`No worker can be called ${name}. Allowed are: ${bounds.workers.join(', ')}.`)
  const written = fields.get('options')
  const options = written === undefined ? '' : optionsOf(written)
  return { name, options, autostart: true }
}

function optionsOf(field: Field): string {
  const value = field.value() ?? ''
  if (typeof value !== 'string') {
    field.report('The options are text in quotes, such as "-c 2 -Q mail".')
    return ''
  }
  const parsed = parseClusterSpec({ workers: [{ name: 'w', options: value }] })
  if (!parsed.ok) field.report(parsed.problems[0]?.sentence ?? '')
  return parsed.ok ? value : ''
}

/** The worker that is one too many gets the blame. */
function checkSum(
  list: readonly Field[],
  workers: readonly WorkerSpec[],
  { processes }: ClusterBounds,
): void {
  const sums = workers.map((_, index) =>
    workers.slice(0, index + 1).reduce((sum, { options }) => sum + processesOf(options), 0),
  )
  const over = sums.findIndex((sum) => sum > processes)
  if (over >= 0)
    list[over]?.report(
      `The workers have ${sums.at(-1)} processes together; this lab allows ${processes}. Lower some -c.`,
    )
}

function processesOf(options: string): number {
  const parsed = parseWorkerOptions(options)
  return (parsed.ok ? parsed.options.concurrency : null) ?? PROCESSORS
}
