import type { Order } from '../cluster/spec.ts'
import { isObject, type Json } from '../messages/json.ts'
import type { Fields } from './fields.ts'

const VERBS = ['start', 'stop', 'kill', 'control', 'purge', 'publish', 'prefetch'] as const
/** What a process can handle; SIGKILL is a fault. */
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP'] as const

/** Reads what an operator does; null where it is nothing. */
export function readOrder(fields: Fields): Order | null {
  const verb = fields.choice('do', VERBS)
  return verb === null ? null : READERS[verb](fields)
}

const READERS: { readonly [V in (typeof VERBS)[number]]: (fields: Fields) => Order } = {
  start: (fields) => ({ verb: 'start', target: fields.knownProcess() }),
  stop: (fields) => ({ verb: 'stop', target: fields.knownProcess() }),
  kill: (fields) => ({
    verb: 'kill',
    target: fields.knownProcess(),
    signal: fields.choice('signal', SIGNALS) ?? 'SIGTERM',
  }),
  control: (fields) => ({
    verb: 'control',
    target: fields.has('worker') ? fields.knownWorker() : '',
    method: fields.text('method'),
    arguments: objectAt(fields, 'arguments'),
  }),
  purge: (fields) => ({ verb: 'purge', target: fields.text('queue') }),
  publish: (fields) => ({
    verb: 'publish',
    target: fields.text('task'),
    args: listAt(fields, 'args'),
    kwargs: objectAt(fields, 'kwargs'),
    queue: fields.has('queue') ? fields.text('queue') : null,
  }),
  prefetch: (fields) => ({
    verb: 'prefetch',
    target: fields.knownWorker(),
    count: fields.count('count', 1),
  }),
}

function objectAt(fields: Fields, name: string): { readonly [name: string]: Json } {
  if (!fields.has(name)) return {}
  const value = fields.value(name) as Json
  if (isObject(value)) return value
  fields.problem(name, `"${name}" is a set of names and values, such as { n: 1 }.`)
  return {}
}

function listAt(fields: Fields, name: string): readonly Json[] {
  if (!fields.has(name)) return []
  const value = fields.value(name)
  if (Array.isArray(value)) return value as readonly Json[]
  fields.problem(name, `"${name}" is a list, such as [1, "two"].`)
  return []
}
