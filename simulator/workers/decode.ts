import { isArray, isObject, sequenceItems, tupleItems } from '../messages/json.ts'
import type { Json } from '../messages/json.ts'
import type { TaskBody, TaskMessage } from '../messages/message.ts'
import type { Payload, PythonError } from '../program.ts'
import type { ProcessState } from '../world/state.ts'
import type { World } from '../world/world.ts'

/** What a worker reads out of a body in another serializer than JSON. */
export interface DecodedBody {
  readonly body: TaskBody
  /** The arguments are a tuple. */
  readonly tuple: boolean
}

/**
 * Reads the bytes of a body as the worker's main process does when they come, and its child once more (rule 1.9);
 * null where it is data already. kombu's DecodeError where it cannot.
 */
export function decodeBody(
  { codec }: World,
  { name }: ProcessState,
  { bytes, contentType, contentEncoding, headers }: TaskMessage,
): DecodedBody | PythonError | null {
  if (bytes === undefined || codec === null) return null
  const compression = headers['compression']
  const payload: Payload = {
    contentType,
    contentEncoding,
    compression: typeof compression === 'string' ? compression : null,
    base64: bytes,
  }
  const decoded = codec.decode({ process: name, payload })
  return 'error' in decoded ? decoded : bodyOf(decoded.value)
}

function bodyOf(value: Json): DecodedBody | PythonError {
  const [args, kwargs, embed] = sequenceItems(value) ?? []
  const items = args === undefined ? null : sequenceItems(args)
  if (items === null || !isObject(kwargs) || !isObject(embed))
    return {
      error: { type: 'kombu.exceptions.DecodeError', message: 'it is no (args, kwargs, embed)' },
    }
  const body = [items, kwargs, embed] as unknown as TaskBody
  return { body, tuple: !isArray(args) && tupleItems(args ?? null) !== null }
}
