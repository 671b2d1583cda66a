import { parseClusterSpec, parseWorkerOptions, type WorkerSpec } from '../simulator/index.ts'
import type { ClusterBounds, FileProblem } from './lab.ts'
import type { Field } from './yaml-field.ts'

/** Processes of a worker whose options do not say: as many as the simulated machine has processors. */
const PROCESSORS = 2

/** Reads workers, wherever in the file they stand; what is wrong with them together is told too. */
export function readWorkers(
  list: readonly Field[],
  bounds: ClusterBounds,
  problems: readonly FileProblem[],
): readonly WorkerSpec[] {
  const workers = list.map((field) => worker(field, bounds))
  list.forEach((field, index) => {
    const name = workers[index]?.name ?? ''
    if (name !== '' && workers.findIndex((other) => other.name === name) < index)
      field.report(`Two workers are called ${name}. Give each a name of its own.`)
  })
  if (problems.length === 0) checkSum(list, workers, bounds)
  return workers
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
