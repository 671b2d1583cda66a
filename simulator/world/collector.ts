import { isRecord } from '../cluster/reader.ts'
import type { Json, JsonObject } from '../messages/json.ts'
import type { Tells } from '../program.ts'
import { serviceOf } from '../services/index.ts'
import type { World } from './world.ts'

/**
 * What collectors of logs take of a line that a process has written: a JSON object is a record, anything else is
 * no business of theirs (the parser `json` of Fluent Bit, https://docs.fluentbit.io/manual/data-pipeline/parsers/json,
 * from documentation).
 */
export function collected(world: World, line: string): readonly Tells['datagram']['say'][] {
  const collectors = (world.cluster.services ?? []).filter(
    ({ kind }) => serviceOf(kind)?.collects === true,
  )
  if (collectors.length === 0 || !line.startsWith('{')) return []
  const record = recordOf(line)
  if (record === null) return []
  const message = MESSAGES.map((key) => record[key]).find((value) => typeof value === 'string')
  return collectors.map(({ name, kind }) => ({
    service: serviceOf(kind)?.protocol ?? kind,
    host: name,
    operation: 'write',
    subject: typeof message === 'string' ? message : '',
    arguments: { record },
  }))
}

/** Where a record says what has happened: python-json-logger and structlog have their words for it. */
const MESSAGES = ['message', 'event', 'msg']

function recordOf(line: string): JsonObject | null {
  try {
    const value = JSON.parse(line) as Json
    return isRecord(value) ? value : null
  } catch {
    return null
  }
}
