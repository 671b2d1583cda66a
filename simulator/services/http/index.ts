import { isRecord, type Reader } from '../../cluster/reader.ts'
import type { Json, JsonObject } from '../../messages/json.ts'
import type { Handled, Service } from '../service.ts'
import { answer, HTTP_TEXTS } from './answer.ts'

/** What an API answers. */
export interface HttpOptions extends JsonObject {
  /** By method and path, `GET /rates`: what comes back. */
  readonly routes: { readonly [route: string]: Json }
  /** Requests a second that it takes; more get 429. 0: as many as come. */
  readonly limit: number
  /** Spells of another limit. */
  readonly tight: readonly Tight[]
  /** When it falls over; null: it never does. */
  readonly collapse: Collapse | null
}

/** Seconds from when until when the limit is another one. */
interface Tight extends JsonObject {
  readonly from: number
  readonly until: number
  readonly limit: number
}

/**
 * A model of our own, of a server that has no limit of its own and works nothing off once it is overrun: with
 * more than `above` requests in one second it falls over, and whoever asks within the next `down` seconds gets
 * 503 from the proxy before it.
 */
interface Collapse extends JsonObject {
  readonly above: number
  readonly down: number
}

interface HttpState extends JsonObject {
  /** The second that is counted now, and how many requests it had. */
  second: number
  count: number
  /** Until when it is down, in microseconds. */
  down: number
}

/** An HTTP API (RFC 9110). Its ledger has every request that is no mere reading. */
export const http: Service<HttpOptions, HttpState> = {
  kind: 'http',
  connects: false,
  latency: 0.05,
  codes: HTTP_TEXTS,
  failing: null,
  keys: ['routes', 'limit', 'tight', 'collapse'],
  read: (reader) => ({
    routes: readRoutes(reader),
    limit: reader.number('limit', { least: 0, most: 1_000_000, fallback: 0 }),
    tight: readTight(reader),
    collapse: readCollapse(reader),
  }),
  create: () => ({ second: 0, count: 0, down: 0 }),
  handle(state, { operation, subject, arguments: { body = null } }, moment, options) {
    const { routes, collapse } = options
    const second = Math.floor(moment.now / 1_000_000)
    if (second !== state.second) Object.assign(state, { second, count: 0 })
    state.count += 1
    if (collapse !== null) {
      if (moment.now < state.down) return answer(503, DOWN)
      if (state.count > collapse.above) return fallOver(state, moment.now, collapse)
    }
    const limit = limitAt(options, moment.now / 1_000_000)
    if (limit > 0 && state.count > limit) return answer(429, { error: 'too many requests' })
    const route = `${operation} ${subject.split('?')[0] ?? ''}`
    if (!Object.hasOwn(routes, route)) return missing(routes, subject)
    const done = answer(200, routes[route] ?? null)
    const reads = operation === 'GET' || operation === 'HEAD' || operation === 'OPTIONS'
    return reads ? done : { ...done, effect: { method: operation, path: subject, body } }
  },
}

/** How many requests a second it takes just now. */
const limitAt = ({ limit, tight }: HttpOptions, second: number): number =>
  tight.find(({ from, until }) => second >= from && second < until)?.limit ?? limit

function readTight(reader: Reader): readonly Tight[] {
  const value = reader.at('tight') ?? []
  const good = Array.isArray(value) && value.every(isTight)
  if (!good)
    reader.wrong(
      'tight',
      '"tight" is a list of spells such as { from: 60, until: 120, limit: 25 }.',
    )
  return good ? (value as readonly Tight[]) : []
}

const isTight = (value: unknown): boolean =>
  isRecord(value) &&
  typeof value['from'] === 'number' &&
  isPositive(value['limit']) &&
  isPositive(value['until']) &&
  value['until'] > value['from']

const DOWN = { error: 'the server is down' }

/** Its fall is a change in the world outside, so its ledger has it. */
function fallOver(state: HttpState, now: number, { down }: Collapse): Handled {
  state.down = now + down * 1_000_000
  return { ...answer(503, DOWN), effect: { fell: 'over', requests: state.count } }
}

function readCollapse(reader: Reader): Collapse | null {
  if (!reader.has('collapse')) return null
  const value = reader.at('collapse')
  const { above, down } = isRecord(value) ? value : {}
  const good = isPositive(above) && isPositive(down)
  if (!good) reader.wrong('collapse', '"collapse" is such as { above: 120, down: 5 }.')
  return good ? { above, down } : null
}

const isPositive = (value: unknown): value is number => typeof value === 'number' && value > 0

/** 405 where the path is there for another method, 404 where it is not there at all. */
function missing(routes: HttpOptions['routes'], path: string): Handled {
  const other = Object.keys(routes).some((route) => route.endsWith(` ${path.split('?')[0] ?? ''}`))
  return other
    ? answer(405, { error: 'method not allowed' })
    : answer(404, { error: 'there is nothing at this path' })
}

const ROUTES = '"routes" is a mapping of method and path, such as GET /rates: { eur: 1 }.'

function readRoutes(reader: Reader): HttpOptions['routes'] {
  const value = reader.at('routes') ?? {}
  const good = isRecord(value) && Object.keys(value).every((route) => /^[A-Z]+ \/\S*$/u.test(route))
  if (!good) reader.wrong('routes', ROUTES)
  return good ? (value as HttpOptions['routes']) : {}
}
