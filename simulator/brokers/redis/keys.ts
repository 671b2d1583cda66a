import { asText, type JsonObject } from '../../messages/json.ts'
import { transportOptions } from '../transport-options.ts'

/** What kombu puts between the parts of a key, unless the option `sep` says otherwise (rule 2.21). */
const SEPARATOR = '\u0006\u0016'

/** The `sep` of an app. */
export const separator = (settings: JsonObject): string =>
  asText(transportOptions(settings)['sep'] ?? SEPARATOR)

/**
 * The step of a priority: the largest one not above it, after clamping to 0..9 (rule 2.21). Below the first
 * step kombu's search ends at the last.
 */
export function stepOf(steps: readonly number[], priority: number): number {
  const clamped = Math.max(0, Math.min(9, priority))
  const found = steps.findLastIndex((step) => step <= clamped)
  return found < 0 ? steps.length - 1 : found
}

/** The list in which the messages of a queue and a priority step lie (rule 2.21). */
export const listKey = (queue: string, step: number, sep = SEPARATOR): string =>
  step === 0 ? queue : `${queue}${sep}${step}`

/** The set in which the bindings of an exchange lie (rule 2.34). */
export const bindingKey = (exchange: string): string => `_kombu.binding.${exchange}`
