import type { JsonObject } from '../../messages/json.ts'
import type { Handled, Service } from '../service.ts'

interface ObjectsState extends JsonObject {
  /** By bucket and key: `photos/a.png`. */
  readonly objects: {
    [place: string]: { readonly body: string; readonly size: number; readonly at: number }
  }
}

/** Error codes of S3 (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, from documentation). */
const CODES: { readonly [code: number]: string } = {
  403: 'AccessDenied',
  404: 'NoSuchKey',
  500: 'InternalError',
  503: 'SlowDown',
}

const done = (value: JsonObject = {}): Handled => ({ code: 200, text: 'OK', value })

/** An object store in the manner of S3: what is read is what was written last. Its ledger has every change. */
export const objects: Service<Record<never, never>, ObjectsState> = {
  kind: 'objects',
  connects: false,
  latency: 0.03,
  codes: CODES,
  failing: ['put', 'get', 'delete', 'list', 'head'],
  keys: [],
  read: () => ({}),
  create: () => ({ objects: {} }),
  handle({ objects }, { operation, subject, arguments: given }, { now }) {
    const found = Object.hasOwn(objects, subject) ? objects[subject] : undefined
    const effect = { object: operation, key: subject }
    if (operation === 'put') {
      const { body = '', size = 0 } = given
      const changed = { ...effect, size, replaced: found !== undefined }
      objects[subject] = { body: typeof body === 'string' ? body : '', size: Number(size), at: now }
      return { ...done(), effect: changed }
    }
    if (operation === 'delete') {
      delete objects[subject]
      return found === undefined ? done() : { ...done(), effect }
    }
    if (operation === 'list')
      return done({
        objects: Object.keys(objects)
          .filter((key) => key.startsWith(subject))
          .toSorted()
          .map((key) => ({ key, size: objects[key]?.size ?? 0, at: objects[key]?.at ?? 0 })),
      })
    if (operation !== 'get' && operation !== 'head') return { code: 405, text: 'MethodNotAllowed' }
    if (found === undefined) return { code: 404, text: 'NoSuchKey' }
    return done(operation === 'get' ? { ...found } : { size: found.size, at: found.at })
  },
}
