import { isObject, type Json, type JsonObject, toNumber } from '../../messages/json.ts'
import type { Handled, Service } from '../service.ts'

/** What a store of metrics bears. */
export interface MetricsOptions extends JsonObject {
  /** How many series it keeps, one for each set of labels of each metric; another is refused. */
  readonly series: number
}

interface Series extends JsonObject {
  /** Of a counter and a gauge. */
  value: number
  /** Of observations. */
  count: number
  sum: number
  /** What each process says that its own count and sum are; absent where it tells changes alone. */
  readonly own: { [process: string]: { readonly count: number; readonly sum: number } }
}

interface MetricsState extends JsonObject {
  /** By metric and labels. */
  readonly series: { [key: string]: Series }
}

/**
 * A store of metrics. Counters and observations of all processes are added up; a gauge is what was said of it last.
 * Who tells its own total (as a page of Prometheus does) is heard again after an outage; who tells changes
 * (as statsd does, over UDP) has lost those. Its ledger has the value of a series after each change.
 */
export const metrics: Service<MetricsOptions, MetricsState> = {
  kind: 'metrics',
  connects: false,
  latency: 0.002,
  codes: { 429: 'Too Many Requests', 503: 'Service Unavailable' },
  failing: ['counter', 'gauge', 'histogram', 'summary', 'timer'],
  keys: ['series'],
  read: (reader) => ({
    series: reader.number('series', { least: 1, most: 100_000, whole: true, fallback: 1_000 }),
  }),
  create: () => ({ series: {} }),
  handle({ series }, { operation, subject, arguments: given }, _moment, { series: most }) {
    const change = CHANGES[operation]
    if (change === undefined) return { code: 405, text: 'Method Not Allowed' }
    const labels = objectOf(given['labels'])
    const key = `${subject}${JSON.stringify(Object.entries(labels).toSorted())}`
    if (!Object.hasOwn(series, key) && Object.keys(series).length >= most) return FULL
    const one = (series[key] ??= { value: 0, count: 0, sum: 0, own: {} })
    const told = change(one, given)
    return {
      code: 200,
      text: 'OK',
      effect: { metric: subject, type: operation, labels, ...told },
    }
  },
}

const FULL: Handled = { code: 429, text: 'Too Many Requests' }

const numberOf = (value: Json | undefined): number => toNumber(value) ?? 0

const objectOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {})

/** Adds what a process says: a change, or the total of its own. */
function addUp(one: Series, given: JsonObject, count: number, sum: number): void {
  const { process } = given
  if (typeof process !== 'string') {
    one.count += count
    one.sum += sum
    return
  }
  const before = Object.hasOwn(one.own, process) ? one.own[process] : undefined
  one.count += count - (before?.count ?? 0)
  one.sum += sum - (before?.sum ?? 0)
  one.own[process] = { count, sum }
}

function observe(one: Series, given: JsonObject): JsonObject {
  const observed = numberOf(given['value'])
  const own = typeof given['process'] === 'string'
  addUp(one, given, own ? numberOf(given['count']) : 1, own ? numberOf(given['sum']) : observed)
  return { observed, count: one.count, sum: one.sum }
}

/** What each type of metric makes of a call, and what of it goes into the ledger. */
const CHANGES: { readonly [type: string]: (one: Series, given: JsonObject) => JsonObject } = {
  counter(one, given) {
    addUp(one, given, 0, numberOf(given['value']))
    one.value = one.sum
    return { value: one.value }
  },
  gauge(one, given) {
    one.value = (given['change'] === true ? one.value : 0) + numberOf(given['value'])
    return { value: one.value }
  },
  histogram: observe,
  summary: observe,
  timer: observe,
}
