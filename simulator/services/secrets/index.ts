import { isRecord } from '../../cluster/reader.ts'
import type { JsonObject } from '../../messages/json.ts'
import type { Service } from '../service.ts'

/** What a secret store keeps. */
export interface SecretsOptions extends JsonObject {
  readonly secrets: { readonly [name: string]: string }
}

const WRONG = '"secrets" is a mapping of names and texts, such as mail-password: "s3cret".'

/**
 * A secret store in the manner of AWS Secrets Manager: `get` gives the value of now, `rotate` puts another in its
 * place. The ledger tells that a secret was changed, and never what it is.
 */
export const secrets: Service<SecretsOptions, { readonly versions: JsonObject }> = {
  kind: 'secrets',
  connects: false,
  latency: 0.02,
  codes: { 403: 'AccessDeniedException', 429: 'ThrottlingException', 500: 'InternalServiceError' },
  failing: ['get', 'rotate'],
  keys: ['secrets'],
  read(reader) {
    const value = reader.at('secrets') ?? {}
    const good = isRecord(value) && Object.values(value).every((one) => typeof one === 'string')
    if (!good) reader.wrong('secrets', WRONG)
    return { secrets: good ? (value as SecretsOptions['secrets']) : {} }
  },
  create: () => ({ versions: {} }),
  handle({ versions }, { operation, subject }, moment, { secrets: first }) {
    if (!Object.hasOwn(first, subject)) return { code: 404, text: 'ResourceNotFoundException' }
    const version = Number(versions[subject] ?? 1)
    if (operation === 'rotate') {
      ;(versions as { [name: string]: number })[subject] = version + 1
      return {
        code: 200,
        text: 'OK',
        value: { version: version + 1 },
        effect: { secret: subject, version: version + 1 },
      }
    }
    if (operation !== 'get') return { code: 400, text: 'InvalidRequestException' }
    const drawn = Math.floor(moment.luck(`secret ${subject}`, version) * 0x1_0000_0000)
    const value = version === 1 ? (first[subject] ?? '') : drawn.toString(16).padStart(8, '0')
    return { code: 200, text: 'OK', value: { value, version } }
  },
}
