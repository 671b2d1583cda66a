import { parseAutoscaler } from './parse-autoscaler.ts'
import { parseMachines } from './parse-machines.ts'
import { parseLoad, parseTasks } from './parse-model.ts'
import { parseServer } from './parse-server.ts'
import { parseServices } from './parse-services.ts'
import { isRecord, type Report } from './reader.ts'
import { beatsOf } from '../beat/beats.ts'
import { readBeatOptions } from '../beat/options.ts'
import { parseWorkerOptions } from './worker-options.ts'
import type { Json } from '../messages/json.ts'
import type { BackendName, BeatSpec, BrokerName, ClusterSpec, WorkerSpec } from './spec.ts'

/** One thing wrong with a cluster, and where. */
export interface Problem {
  /** e.g. `workers[1].options` */
  readonly path: string
  /** What is wrong and what is allowed, for the learner. */
  readonly sentence: string
}

export type ParsedCluster =
  | { readonly ok: true; readonly spec: ClusterSpec }
  | { readonly ok: false; readonly problems: readonly Problem[] }

export const BROKERS = [
  'redis',
  'rabbitmq',
  'memory',
  'sqs',
] as const satisfies readonly BrokerName[]
export const BACKENDS = [
  'redis',
  'rpc',
  'database',
  'cache',
  'memory',
  'filesystem',
  'none',
  'source',
] as const satisfies readonly BackendName[]

/** How many workers one cluster may have; more would only be unreadable. */
export const MAX_WORKERS = 12
/** How many beats; two are a mistake worth seeing. */
export const MAX_BEATS = 4
/** How many processes one worker may have. */
export const MAX_CONCURRENCY = 64

const KEYS = [
  'broker',
  'backend',
  'workers',
  'machines',
  'app',
  'beat',
  'settings',
  'server',
  'services',
  'tasks',
  'load',
  'autoscaler',
]
/** What workers and beats may be called. */
const SHORT_NAME = /^[A-Za-z][\w-]{0,30}$/

const WORKER_KEYS = ['name', 'options', 'autostart', 'node']

/** Reads a cluster from untrusted data. Defaults: Redis as broker and backend, app `tasks`. */
export function parseClusterSpec(value: unknown): ParsedCluster {
  const problems: Problem[] = []
  const report = (path: string, sentence: string): void => {
    problems.push({ path, sentence })
  }
  if (!isRecord(value)) {
    report('', 'A cluster is a list of settings: broker, backend, app and workers.')
    return { ok: false, problems }
  }
  for (const key of Object.keys(value)) {
    if (!KEYS.includes(key))
      report(key, `A cluster has no setting "${key}". Allowed are: ${KEYS.join(', ')}.`)
  }
  const broker = choice(value['broker'], BROKERS, 'redis', 'broker', report)
  const backend = choice(value['backend'], BACKENDS, 'redis', 'backend', report)
  const app = moduleName(value['app'], report)
  const workers = parseWorkers(value['workers'], report)
  const machines = parseMachines(value['machines'], workers, report)
  const beat = parseBeat(value['beat'], report)
  for (const { name } of beatsOf({ beat }))
    if (workers.some((worker) => worker.name === name))
      report(
        'beat',
        `A worker and a beat are both called "${name}". Give each a name of its own, such as { name: clock }.`,
      )
  const settings = parseSettings(value['settings'], report)
  const server = parseServer(value['server'], broker, report)
  const services = parseServices(value['services'], report)
  const tasks = parseTasks(value['tasks'], services, report)
  const load = parseLoad(value['load'], tasks, report)
  const autoscaler = parseAutoscaler(value['autoscaler'], report)
  if (problems.length > 0) return { ok: false, problems }
  const spec = {
    broker,
    backend,
    app,
    workers,
    ...(beat === null ? {} : { beat }),
    ...(settings === null ? {} : { settings }),
    ...(server === null ? {} : { server }),
    ...(services.length === 0 ? {} : { services }),
    ...(machines.length === 0 ? {} : { machines }),
    ...(tasks.length === 0 ? {} : { tasks }),
    ...(load.length === 0 ? {} : { load }),
    ...(autoscaler === null ? {} : { autoscaler }),
  }
  return { ok: true, spec }
}

function choice<T extends string>(
  value: unknown,
  allowed: readonly T[],
  fallback: T,
  path: string,
  report: Report,
): T {
  if (value === undefined) return fallback
  const found = allowed.find((one) => one === value)
  if (found === undefined)
    report(path, `${JSON.stringify(value)} is not one of ${allowed.join(', ')}.`)
  return found ?? fallback
}

function moduleName(value: unknown, report: Report): string {
  if (value === undefined) return 'tasks'
  if (typeof value === 'string' && /^[A-Za-z_][\w.]*$/.test(value)) return value
  report('app', 'The app is the name of a Python module, such as tasks.')
  return 'tasks'
}

function parseSettings(
  value: unknown,
  report: Report,
): NonNullable<ClusterSpec['settings']> | null {
  if (value === undefined || value === null) return null
  if (isRecord(value)) return value as { readonly [name: string]: Json }
  report('settings', 'Settings are a mapping of Celery settings, such as task_acks_late: true.')
  return null
}

function parseBeat(value: unknown, report: Report): BeatSpec | readonly BeatSpec[] | null {
  if (value === undefined || value === null) return null
  if (!Array.isArray(value)) return parseOneBeat(value, 'beat', report)
  if (value.length > MAX_BEATS)
    report('beat', `A cluster may have ${MAX_BEATS} beats; this one has ${value.length}.`)
  const beats = value.map((one: unknown, i) => parseOneBeat(one, `beat[${i}]`, report))
  const names = beatsOf({ beat: beats }).map(({ name }) => name)
  names.forEach((name, i) => {
    if (names.indexOf(name) !== i)
      report(`beat[${i}].name`, `Two beats are called "${name}". Give each a name of its own.`)
  })
  return beats
}

const BEAT_KEYS = ['name', 'options', 'autostart']

function parseOneBeat(value: unknown, path: string, report: Report): BeatSpec {
  if (!isRecord(value)) {
    report(path, 'Beat has options, such as "--max-interval 5"; or leave it out.')
    return { options: '' }
  }
  for (const key of Object.keys(value))
    if (!BEAT_KEYS.includes(key))
      report(
        `${path}.${key}`,
        `Beat has no setting "${key}". Allowed are: ${BEAT_KEYS.join(', ')}.`,
      )
  const { name, options = '', autostart } = value
  if (name !== undefined && (typeof name !== 'string' || !SHORT_NAME.test(name)))
    report(`${path}.name`, 'The name of a beat is short, of letters and digits, such as beat2.')
  if (autostart !== undefined && typeof autostart !== 'boolean')
    report(`${path}.autostart`, 'This is either true or false.')
  if (typeof options !== 'string')
    report(`${path}.options`, 'The options are text, such as "--max-interval 5".')
  else {
    const read = readBeatOptions(options)
    if (!read.ok) report(`${path}.options`, read.problem)
  }
  return {
    ...(typeof name === 'string' ? { name } : {}),
    options: typeof options === 'string' ? options : '',
    ...(typeof autostart === 'boolean' ? { autostart } : {}),
  }
}

function parseWorkers(value: unknown, report: Report): readonly WorkerSpec[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) {
    report('workers', 'The workers are a list; each has a name and options.')
    return []
  }
  if (value.length > MAX_WORKERS)
    report('workers', `A cluster may have ${MAX_WORKERS} workers; this one has ${value.length}.`)
  const workers = value.map((one: unknown, i) => parseWorker(one, `workers[${i}]`, report))
  const names = workers.map(({ name }) => name)
  names.forEach((name, i) => {
    if (names.indexOf(name) !== i)
      report(`workers[${i}].name`, `Two workers are called "${name}". Give each a name of its own.`)
  })
  return workers
}

function parseWorker(value: unknown, path: string, report: Report): WorkerSpec {
  const fallback: WorkerSpec = { name: 'w', options: '', autostart: true }
  if (!isRecord(value)) {
    report(path, 'A worker has a name and options, such as w1 and "-c 2 -Q mail".')
    return fallback
  }
  for (const key of Object.keys(value)) {
    if (!WORKER_KEYS.includes(key))
      report(
        `${path}.${key}`,
        `A worker has no setting "${key}". Allowed are: ${WORKER_KEYS.join(', ')}.`,
      )
  }
  const { name, options = '', autostart = true, node } = value
  if (node !== undefined && (typeof node !== 'string' || node === ''))
    report(
      `${path}.node`,
      'The node is the name of the machine that the worker runs on, such as n1.',
    )
  if (typeof name !== 'string' || !SHORT_NAME.test(name))
    report(`${path}.name`, 'A worker needs a short name of letters and digits, such as w1.')
  if (typeof autostart !== 'boolean') report(`${path}.autostart`, 'This is either true or false.')
  if (typeof options !== 'string')
    report(`${path}.options`, 'The options are text, such as "-c 2 -Q mail".')
  else checkOptions(options, `${path}.options`, report)
  return {
    name: typeof name === 'string' ? name : fallback.name,
    options: typeof options === 'string' ? options : '',
    autostart: autostart === true,
    ...(typeof node === 'string' ? { node } : {}),
  }
}

function checkOptions(options: string, path: string, report: Report): void {
  const parsed = parseWorkerOptions(options)
  if (!parsed.ok) report(path, parsed.problem)
  else if ((parsed.options.concurrency ?? 1) > MAX_CONCURRENCY)
    report(
      path,
      `A worker here may have ${MAX_CONCURRENCY} processes at most (-c ${MAX_CONCURRENCY}).`,
    )
}
