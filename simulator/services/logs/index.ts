import { isRecord } from '../../cluster/reader.ts'
import type { JsonObject } from '../../messages/json.ts'
import type { Service } from '../service.ts'

/** What a log store is asked to keep. */
export interface LogsOptions extends JsonObject {
  /** Records a second that it takes; more get 429. 0: as many as come. */
  readonly limit: number
}

interface LogsState extends JsonObject {
  /** The second that is counted now, and how many records it had. */
  second: number
  count: number
}

/**
 * A store of structured records. Its collector reads what processes print: a line that is a JSON object is a
 * record, whoever wrote it (https://12factor.net/logs, from documentation). Its ledger has every record that arrived,
 * by its message, its level and its other fields.
 */
export const logs: Service<LogsOptions, LogsState> = {
  kind: 'logs',
  connects: false,
  collects: true,
  latency: 0.01,
  codes: { 429: 'Too Many Requests', 500: 'Internal Server Error', 503: 'Service Unavailable' },
  failing: ['write'],
  keys: ['limit'],
  read: (reader) => ({
    limit: reader.number('limit', { least: 0, most: 1_000_000, fallback: 0 }),
  }),
  create: () => ({ second: 0, count: 0 }),
  handle(state, { operation, subject, arguments: { record } }, { now }, { limit }) {
    if (operation !== 'write') return { code: 405, text: 'Method Not Allowed' }
    if (!isRecord(record)) return { code: 400, text: 'Bad Request' }
    const second = Math.floor(now / 1_000_000)
    if (second !== state.second) Object.assign(state, { second, count: 0 })
    state.count += 1
    if (limit > 0 && state.count > limit) return { code: 429, text: 'Too Many Requests' }
    return { code: 204, text: 'No Content', effect: entryOf(subject, record) }
  },
}

/** The words of common formatters for how bad it is. */
const LEVELS = ['level', 'levelname', 'severity']
const MESSAGES = ['message', 'event', 'msg']

function entryOf(message: string, record: JsonObject): JsonObject {
  const found = LEVELS.map((key) => record[key]).find((value) => typeof value === 'string')
  const fields = Object.entries(record).filter(
    ([key]) => !LEVELS.includes(key) && !MESSAGES.includes(key),
  )
  return {
    level: typeof found === 'string' ? found.toUpperCase() : 'INFO',
    message,
    fields: Object.fromEntries(fields),
  }
}
