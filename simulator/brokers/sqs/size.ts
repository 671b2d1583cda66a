import { stringify, type Json } from '../../messages/json.ts'
import type { TaskMessage } from '../../messages/message.ts'
import { CeleryError } from '../../messages/python-error.ts'

/**
 * The largest message that SQS takes: 1 MiB, since August 2025; 256 KiB before (from documentation:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html).
 */
const LARGEST = 1_048_576

/** What kombu adds around headers, properties and body of a message, about. */
const ENVELOPE = 160

/** Base64 makes four letters of three bytes. */
const base64 = (bytes: number): number => Math.ceil(bytes / 3) * 4

/** How many bytes of UTF-8 a text is. */
function bytesOf(text: string): number {
  let bytes = 0
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}

const jsonBytes = (value: unknown): number => bytesOf(stringify(value as Json))

/** A message as kombu sends it to SQS: its body in base64, the whole as JSON, and that in base64 again. */
export const sizeOnTheWire = ({ body, headers, properties }: TaskMessage): number =>
  base64(base64(jsonBytes(body)) + jsonBytes(headers) + jsonBytes(properties) + ENVELOPE)

/** Raises boto's own error for a message that is too large. */
export function refuseLarge(message: TaskMessage): void {
  if (sizeOnTheWire(message) <= LARGEST) return
  throw new CeleryError(
    'botocore.exceptions.ClientError',
    `An error occurred (InvalidParameterValue) when calling the SendMessage operation: One or more parameters are invalid. Reason: Message must be shorter than ${LARGEST} bytes.`,
  )
}
