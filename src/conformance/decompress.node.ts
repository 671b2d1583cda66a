import { inflateSync } from 'node:zlib'
import { parse } from '../../simulator/index.ts'
import { isList, isObject, textOf } from './trace/json.ts'
import type { Value, ValueObject } from './trace/json.ts'
import type { Trace } from './trace/trace.ts'

/** What kombu's gzip makes is a zlib stream. */
const INFLATES = 'application/x-gzip'

/**
 * A recording in which bodies that were sent compressed are readable: the bytes depend on the build of zlib, what
 * they hold does not. The recorder took such a body for the arguments of its task, so these are read from it too.
 */
export function decompressed(trace: Trace): Trace {
  const bodies = new Map<string, readonly Value[]>()
  const messages = trace.messages.map((message) => {
    const body = bodyOf(message)
    if (body === null) return message
    const id = textOf(message['id'])
    if (!bodies.has(id)) bodies.set(id, body)
    return { ...message, body }
  })
  if (bodies.size === 0) return trace
  const tasks = trace.tasks.map((task) => {
    const [args, kwargs] = bodies.get(textOf(task['id'])) ?? []
    return args === undefined ? task : { ...task, args, kwargs: kwargs ?? null }
  })
  return { ...trace, messages, tasks }
}

function bodyOf({ headers, body }: ValueObject): readonly Value[] | null {
  const bytes = isObject(body) ? body['__b64__'] : undefined
  if (typeof bytes !== 'string' || !isObject(headers) || headers['compression'] !== INFLATES)
    return null
  const value = parse(inflateSync(Buffer.from(bytes, 'base64')).toString('utf8'))
  return isList(value) ? value : null
}
