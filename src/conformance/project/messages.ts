import type { TaskMessage } from '../../../simulator/index.ts'
import type { Value, ValueObject } from '../trace/json.ts'
import { asObject } from '../trace/json.ts'
import type { Names } from './names.ts'
import type { Publication } from './publications.ts'
import { fromPublish, withMoments } from './times.ts'

/** `messages[]` of a trace: one entry for each publish call. */
export function projectMessages(ordered: readonly Publication[], names: Names): ValueObject[] {
  return ordered.map((publication) => projectMessage(publication, names))
}

function projectMessage(
  { message, publisher, inTask, at }: Publication,
  names: Names,
): ValueObject {
  const headers = headersOf(message.headers as unknown as ValueObject, publisher, at)
  const { priority, ...properties } = message.properties as unknown as ValueObject
  names.give(properties['reply_to'], 'r')
  const { origin, ...others } = headers
  return {
    id: names.of(message.headers.id),
    publisher,
    in_task: names.of(inTask),
    exchange: message.exchange,
    routing_key: message.routingKey,
    priority: priority ?? null,
    content_type: message.contentType,
    content_encoding: message.contentEncoding,
    // An origin of a header is a name already; one in the properties is not.
    headers: { ...asObject(names.value(others)), ...(origin === undefined ? {} : { origin }) },
    properties: names.value(withoutProcess(properties)),
    body: names.value(bodyOf(message, at)),
  }
}

/** A body as the recorder has it: what JSON says, and the bytes of all else, which hold the ids as they were. */
export function bodyOf({ bytes, body }: TaskMessage, at: number): Value {
  return bytes === undefined ? withMoments(body as unknown as Value, at) : { __b64__: bytes }
}

function headersOf(headers: ValueObject, publisher: string, at: number): ValueObject {
  const moments = Object.fromEntries(
    ['eta', 'expires']
      .filter((key) => typeof headers[key] === 'string')
      .map((key) => [key, fromPublish(headers[key] ?? null, at)]),
  )
  return { ...headers, ...moments, ...(headers['origin'] ? { origin: `gen@${publisher}` } : {}) }
}

/** Which process an origin names differs from run to run. */
function withoutProcess(properties: ValueObject): ValueObject {
  return 'origin' in properties ? { ...properties, origin: 'gen@host' } : properties
}
