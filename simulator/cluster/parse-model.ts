import { LONGEST, parseDuration } from '../modelled/parse-duration.ts'
import { parseShape } from '../modelled/parse-shape.ts'
import type { LoadSpec, ModelledCall, ModelledTask, PausesSpec } from './model-spec.ts'
import { Reader, type Report } from './reader.ts'
import type { ServiceSpec } from './service-spec.ts'

/** A name as Python's modules have them: `shop.send_mail`. */
const TASK_NAME = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/
const TASK_KEYS = [
  'name',
  'duration',
  'failure',
  'size',
  'cpu',
  'memory',
  'options',
  'call',
  'pauses',
]
/** 128 MB: nobody sends more in one message. */
const MOST_BYTES = 134_217_728

/** Reads the modelled tasks of a cluster. */
export function parseTasks(
  value: unknown,
  services: readonly ServiceSpec[],
  report: Report,
): readonly ModelledTask[] {
  const items = listOf(
    value,
    'tasks',
    'Modelled tasks are a list; each has a name and a duration.',
    report,
  )
  const tasks = items.map((one, at) => parseTask(one, `tasks[${at}]`, services, report))
  tasks.forEach(({ name }, at) => {
    if (name !== '' && tasks.findIndex((other) => other.name === name) < at)
      report(
        `tasks[${at}].name`,
        `Two modelled tasks are called "${name}". Each is described once.`,
      )
  })
  return tasks
}

function listOf(value: unknown, path: string, what: string, report: Report): readonly unknown[] {
  if (value === undefined || value === null) return []
  if (Array.isArray(value)) return value
  report(path, what)
  return []
}

function parseTask(
  value: unknown,
  path: string,
  services: readonly ServiceSpec[],
  report: Report,
): ModelledTask {
  const reader = new Reader(value, path, 'A modelled task has a name and a duration.', report)
  reader.allow('A modelled task', TASK_KEYS)
  return {
    name: reader.text(
      'name',
      'A modelled task needs a name as Celery has them, such as shop.send_mail.',
      TASK_NAME,
    ),
    duration: parseDuration(reader.at('duration'), `${path}.duration`, report),
    failure: reader.number('failure', { least: 0, most: 1, fallback: 0 }),
    size: reader.number('size', { least: 0, most: MOST_BYTES, whole: true, fallback: 0 }),
    cpu: reader.number('cpu', { least: 0, most: 1, fallback: 1 }),
    options: reader.settings('options', 'Options are a mapping, such as acks_late: true.'),
    ...(reader.has('memory')
      ? { memory: reader.number('memory', { least: 0, most: 16_777_216 }) }
      : {}),
    ...(reader.has('call')
      ? { call: parseCall(reader.at('call'), `${path}.call`, services, report) }
      : {}),
    ...(reader.has('pauses')
      ? { pauses: parsePauses(reader.at('pauses'), `${path}.pauses`, report) }
      : {}),
  }
}

function parseCall(
  value: unknown,
  path: string,
  services: readonly ServiceSpec[],
  report: Report,
): ModelledCall {
  const what = 'A call names a service and what is asked, such as POST of /orders.'
  const reader = new Reader(value, path, what, report)
  reader.allow('A call', ['service', 'operation', 'subject', 'at'])
  const service = reader.text('service', 'A call names a service of this cluster.', /./u)
  if (service !== '' && services.every(({ name }) => name !== service))
    reader.wrong('service', `There is no service "${service}" in this cluster.`)
  return {
    service,
    operation: reader.text('operation', 'What is asked is a word such as POST.', /^\w+$/u),
    subject: reader.text('subject', 'A call is about something, such as /orders.', /^\S+$/u),
    at: reader.number('at', { least: 0, most: 1, fallback: 0 }),
  }
}

function parsePauses(value: unknown, path: string, report: Report): PausesSpec {
  const reader = new Reader(value, path, 'Pauses have a base, a factor, a cap and tries.', report)
  reader.allow('Pauses', ['base', 'factor', 'cap', 'jitter', 'tries'])
  return {
    base: reader.number('base', { least: 0, most: LONGEST }),
    factor: reader.number('factor', { least: 1, most: 100, fallback: 1 }),
    cap: reader.number('cap', { least: 0, most: LONGEST, fallback: LONGEST }),
    jitter: reader.number('jitter', { least: 0, most: 1, fallback: 0 }),
    tries: reader.number('tries', { least: 1, most: 1000, whole: true, fallback: 4 }),
  }
}

const LOAD_KEYS = ['task', 'from', 'until', 'options']

/** Reads who sends modelled tasks, and when. */
export function parseLoad(
  value: unknown,
  tasks: readonly ModelledTask[],
  report: Report,
): readonly LoadSpec[] {
  const what = 'Loads are a list; each has a task, and says when it is sent.'
  return listOf(value, 'load', what, report).map((one, at) => {
    const path = `load[${at}]`
    const reader = new Reader(one, path, what, report)
    const shape = parseShape(reader)
    reader.allow('This load', [...LOAD_KEYS, ...Object.keys(shape)])
    const from = reader.number('from', { least: 0, most: LONGEST, fallback: 0 })
    const until = reader.has('until') ? reader.number('until', { least: 0, most: LONGEST }) : null
    if (until !== null && until <= from)
      reader.wrong('until', `This load ends at ${until} s, before it begins at ${from} s.`)
    return {
      task: taskOf(reader, tasks),
      shape,
      from,
      until,
      options: reader.settings('options', 'Options are a mapping, such as queue: mail.'),
    }
  })
}

function taskOf(reader: Reader, tasks: readonly ModelledTask[]): string {
  const said = reader.at('task')
  const found = tasks.find(({ name }) => name === said)
  if (found !== undefined) return found.name
  const names = tasks.map(({ name }) => name).join(', ')
  reader.wrong(
    'task',
    names === ''
      ? 'A load sends a modelled task, but this cluster describes none. Describe one under "tasks".'
      : `${JSON.stringify(said ?? null)} is no modelled task of this cluster. There are: ${names}.`,
  )
  return ''
}
