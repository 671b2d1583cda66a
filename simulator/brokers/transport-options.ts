import { isObject, type JsonObject } from '../messages/json.ts'

/** `broker_transport_options` of an app: what kombu's transports take beside the URL. */
export function transportOptions(settings: JsonObject): JsonObject {
  const given = settings['broker_transport_options']
  return isObject(given) ? given : {}
}
