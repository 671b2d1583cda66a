import { base64Size } from './bytes.ts'
import { isArray, isNum, type Json } from './json.ts'
import type { TaskMessage } from './message.ts'

/** Bytes of a message's body as Celery sends it: Python's JSON, with a space after each comma and colon. */
export const bodyBytes = ({ body, bytes }: TaskMessage): number =>
  bytes === undefined ? jsonBytes(body as unknown as Json) : base64Size(bytes)

/** Bytes of a value in Python's JSON, where everything outside ASCII is escaped. */
export function jsonBytes(value: Json): number {
  if (typeof value === 'string') return textBytes(value)
  if (value === null || typeof value !== 'object') return String(value).length
  if (isArray(value))
    return value.reduce<number>((sum, item) => sum + jsonBytes(item), around(value))
  if (isNum(value)) return value.$num.length
  const entries = Object.entries(value)
  return entries.reduce(
    (sum, [key, item]) => sum + textBytes(key) + 2 + jsonBytes(item),
    around(entries),
  )
}

/** The brackets, and a comma and a space between two items. */
const around = (items: readonly unknown[]): number => 2 + Math.max(0, items.length - 1) * 2

function textBytes(text: string): number {
  let bytes = JSON.stringify(text).length
  // Each unit outside ASCII is written as six characters: \uXXXX.
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 126) bytes += 5
  return bytes
}
