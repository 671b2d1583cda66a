import { isRecord, Reader, type Report } from '../../cluster/reader.ts'
import type { Json, JsonObject } from '../../messages/json.ts'
import { LONGEST } from '../../modelled/parse-duration.ts'
import { parseShape } from '../../modelled/parse-shape.ts'
import type { Front, Service, Visit } from '../service.ts'

/** A front as plain data of the cluster. */
export interface WebOptions extends JsonObject {
  readonly module: string
  readonly threads: number
  readonly loop: boolean
  readonly patience: number
  readonly visits: readonly JsonObject[]
}

/**
 * A web server with threads, in the manner of gunicorn's worker `gthread`: a request has a thread to itself until it
 * is answered, and where all are busy it waits (https://docs.gunicorn.org/en/stable/design.html, from documentation).
 * With an event loop (uvicorn) all requests share one thread: a handler that awaits lets others go on, and one that
 * blocks stops them all (https://docs.python.org/3/library/asyncio-dev.html, from documentation).
 * A visitor who has waited for too long gets 504 from the proxy in front of it, and nobody tells the handler. It is
 * visited and not called: what it does is in the log as requests, and its ledger stays empty.
 */
export const web: Service<WebOptions> = {
  kind: 'web',
  connects: false,
  latency: 0.01,
  codes: {},
  failing: [],
  keys: ['module', 'server', 'threads', 'patience', 'requests'],
  front: (options) => options as unknown as Front,
  read: (reader) => ({
    module: reader.has('module') ? reader.text('module', MODULE, /^[A-Za-z_]\w*$/u) : 'web',
    ...readServer(reader),
    patience: reader.number('patience', { least: 0, above: true, most: LONGEST, fallback: 30 }),
    visits: readVisits(reader),
  }),
  create: () => ({}),
  handle: () => ({ code: 501, text: 'Not Implemented' }),
}

/** An event loop has as many coroutines as come, within reason. */
function readServer(reader: Reader): { readonly threads: number; readonly loop: boolean } {
  const loop = reader.choice('server', ['threads', 'event-loop'], 'threads') === 'event-loop'
  if (loop && reader.has('threads'))
    reader.wrong('threads', 'An event loop has no threads: leave "threads" out.')
  const threads = { least: 1, most: 64, whole: true, fallback: loop ? 64 : 1 }
  return { loop, threads: reader.number('threads', threads) }
}

const MODULE = '"module" names the file whose app answers, without .py, such as web.'
const REQUESTS =
  '"requests" is a list such as [{ path: /signup, kind: poisson, rate: 8, until: 60 }].'
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

function readVisits(reader: Reader): readonly JsonObject[] {
  if (!reader.has('requests')) return []
  return reader
    .list('requests', REQUESTS)
    .map((one, at): Visit => {
      const report: Report = (path, sentence) => {
        reader.wrong(path, sentence)
      }
      return readVisit(new Reader(one, `requests[${at}]`, REQUESTS, report))
    })
    .map((visit) => visit as unknown as JsonObject)
}

function readVisit(reader: Reader): Visit {
  const shape = parseShape(reader)
  const own = ['method', 'path', 'form', 'wanted', 'from', 'until']
  reader.allow('A request', [...own, ...Object.keys(shape)])
  const form = reader.at('form') ?? {}
  if (!isRecord(form)) reader.wrong('form', '"form" is a mapping of fields and what they hold.')
  const from = reader.number('from', { least: 0, most: LONGEST, fallback: 0 })
  return {
    method: reader.choice('method', METHODS, 'GET'),
    path: reader.text('path', '"path" begins with a slash, such as /signup.', /^\/\S*$/u),
    form: isRecord(form) ? (form as { readonly [field: string]: Json }) : {},
    wanted: reader.has('wanted')
      ? reader.number('wanted', { least: 100, most: 599, whole: true })
      : null,
    shape,
    from,
    until: reader.number('until', { least: from, above: true, most: LONGEST }),
  }
}
