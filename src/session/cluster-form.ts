import { parseClusterSpec } from '../../simulator/index.ts'
import type { ClusterSpec } from '../../simulator/index.ts'

/** One worker as the form holds it: what was typed, right or wrong. */
export interface WorkerForm {
  readonly name: string
  /** Names with commas between; empty: Celery's default queue. */
  readonly queues: string
  readonly concurrency: string
  /** Celery's prefetch multiplier; empty: Celery's own, 4. */
  readonly prefetch: string
}

/** The cluster form as it stands. */
export interface ClusterForm {
  readonly broker: string
  readonly workers: readonly WorkerForm[]
}

export type WorkerField = keyof WorkerForm

/** Sentences by the field they belong to: `broker`, `workers`, `0.name`, `1.concurrency`. */
export type FormProblems = { readonly [field: string]: string }

export type ReadForm =
  | { readonly ok: true; readonly spec: ClusterSpec }
  | { readonly ok: false; readonly problems: FormProblems }

const FLAGS: { readonly [field in Exclude<WorkerField, 'name'>]: string } = {
  concurrency: '-c',
  queues: '-Q',
  prefetch: '--prefetch-multiplier',
}

/** Celery's options of one worker, as they would be typed. */
export function optionsOf(worker: WorkerForm): string {
  return (['concurrency', 'queues', 'prefetch'] as const)
    .filter((field) => worker[field].trim() !== '')
    .map((field) => `${FLAGS[field]} ${tidy(worker[field])}`)
    .join(' ')
}

/** Reads the form: a cluster, or a sentence for every field that cannot be used. */
export function readForm(form: ClusterForm, app: string): ReadForm {
  const problems: Record<string, string> = {}
  form.workers.forEach((worker, at) => {
    for (const field of ['concurrency', 'queues', 'prefetch'] as const) {
      const problem = wrongOption(worker, field)
      if (problem !== null) problems[`${at}.${field}`] = problem
    }
  })
  const parsed = parseClusterSpec({
    broker: form.broker,
    backend: 'source',
    app,
    workers: form.workers.map((worker) => ({
      name: worker.name.trim(),
      options: optionsOf(worker),
    })),
  })
  if (!parsed.ok) {
    for (const { path, sentence } of parsed.problems) {
      const field = fieldOf(path)
      // The three checks above have said more exactly which option it is.
      if (field !== null) problems[field] ??= sentence
    }
  }
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  return parsed.ok
    ? parsed
    : { ok: false, problems: { workers: parsed.problems[0]?.sentence ?? '' } }
}

/** One field alone, so that its sentence stands beside it. */
function wrongOption(worker: WorkerForm, field: Exclude<WorkerField, 'name'>): string | null {
  const text = tidy(worker[field])
  if (text === '') return null
  if (/[\s"'\\]/.test(text) || text.startsWith('-')) {
    return field === 'queues'
      ? 'Write queue names with commas between them, such as mail,celery.'
      : 'Write one whole number, such as 2.'
  }
  const parsed = parseClusterSpec({ workers: [{ name: 'w', options: `${FLAGS[field]} ${text}` }] })
  return parsed.ok ? null : (parsed.problems[0]?.sentence ?? null)
}

/** Blanks around commas are what people type; Celery's option has none. */
const tidy = (text: string): string => text.trim().replace(/\s*,\s*/g, ',')

function fieldOf(path: string): string | null {
  const worker = /^workers\[(\d+)\]\.(\w+)$/.exec(path)
  if (!worker) return path === 'broker' ? 'broker' : 'workers'
  return worker[2] === 'name' ? `${worker[1]}.name` : null
}
