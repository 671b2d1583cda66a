import { compressionHeader, isCompression } from '../messages/compression.ts'
import { isTruthy, type Json, type JsonObject } from '../messages/json.ts'
import type { TaskBody } from '../messages/message.ts'
import { UnwrittenError } from '../messages/python-error.ts'
import { SERIALIZERS } from '../messages/serializers.ts'
import type { Payload } from '../program.ts'
import { setting, textSetting } from '../routing/settings.ts'
import type { CanvasContext } from './context.ts'

/** How a body travels. */
export interface Written extends Pick<Payload, 'contentType' | 'contentEncoding' | 'compression'> {
  /** Base64, where it is not plain JSON. */
  readonly bytes?: string
}

/** The serializer of a call: its own, its task's or the setting's (rule 1.24). */
export function serializerOf(options: JsonObject, { settings }: CanvasContext): string {
  const own = options['serializer']
  return (typeof own === 'string' ? own : textSetting(settings, 'task_serializer')) ?? 'json'
}

/**
 * Writes a body. JSON stays data, compressed or not, as its bytes say no more; all else is Python's to write, and
 * raises what kombu raises (rules 1.8, 1.18).
 */
export function writeBody(
  body: TaskBody,
  argsAsList: boolean,
  serializer: string,
  options: JsonObject,
  context: CanvasContext,
): Written {
  const compression = compressionOf(options, context)
  const known = SERIALIZERS[serializer]
  const plain = serializer === 'json' && (compression === null || isCompression(compression))
  if ((plain || context.encode === null) && known !== undefined)
    return {
      contentType: known[0],
      contentEncoding: known[1],
      compression: compressionHeader(compression),
    }
  if (context.encode === null)
    throw new UnwrittenError(
      'kombu.exceptions.SerializerNotInstalled',
      `No encoder installed for ${serializer}`,
    )
  const [args, kwargs, embed] = body as unknown as readonly [readonly Json[], Json, Json]
  const value = { $tuple: [argsAsList ? args : { $tuple: args }, kwargs, embed] }
  const payload = context.encode(serializer, value, compression)
  if ('error' in payload) {
    const { type, message, of } = payload.error
    throw new UnwrittenError(type, message, of)
  }
  const { base64, ...content } = payload
  return { ...content, bytes: base64 }
}

function compressionOf(options: JsonObject, { settings }: CanvasContext): string | null {
  const own = options['compression']
  const name = isTruthy(own) ? own : setting(settings, 'task_compression')
  return typeof name === 'string' && name !== '' ? name : null
}
