import { parseWorkerOptions, type ClusterSpec, type ServiceSpec } from '../../../simulator/index.ts'
import type { FrontNode, WorkerNode } from '../layout/topology.ts'

/** Without `-c` a worker has as many processes as the simulated machine has processors. */
const PROCESSORS = 2

/** The workers of a cluster as they will stand on the stage; `-Q` and `-c` are read as Celery reads them. */
function plannedWorkers(cluster: ClusterSpec | null): readonly WorkerNode[] {
  return (cluster?.workers ?? []).map(({ name, options }) => {
    const parsed = parseWorkerOptions(options)
    const read = parsed.ok ? parsed.options : null
    const queues = read && read.queues.length > 0 ? read.queues : ['celery']
    return { name: `${name}@sim`, processes: read?.concurrency ?? PROCESSORS, queues }
  })
}

/** All that a cluster will have and that the log does not know yet. */
export interface Planned {
  readonly workers: readonly WorkerNode[]
  readonly beats: readonly string[]
  readonly services: readonly string[]
  readonly fronts: readonly FrontNode[]
}

/** A web front as it will stand on the stage; nothing of what is no front. */
function frontOf({ name, kind, options }: ServiceSpec): FrontNode | null {
  if (kind !== 'web') return null
  const { threads, loop } = options
  return { name, threads: typeof threads === 'number' ? threads : 1, loop: loop === true }
}

/** What will stand on the stage of a cluster. */
export function plannedOf(cluster: ClusterSpec | null): Planned {
  const { beat, services = [] } = cluster ?? {}
  const beats = beat == null ? [] : 'options' in beat ? [beat] : beat
  return {
    workers: plannedWorkers(cluster),
    beats: beats.map(({ name }, nth) => name ?? (nth === 0 ? 'beat' : `beat${nth + 1}`)),
    services: services.filter((each) => frontOf(each) === null).map(({ name }) => name),
    fronts: services.flatMap((each) => frontOf(each) ?? []),
  }
}
