import { stringify } from '../messages/json.ts'
import type { Json } from '../messages/json.ts'
import type { TaskMessage } from '../messages/message.ts'
import { pyrepr, stringRepr } from '../messages/repr.ts'
import { tracebackText } from '../messages/traceback.ts'
import { exception } from '../world/errors.ts'
import type { CopyState } from '../world/state.ts'

/** Of a body only so much is shown. */
const MOST = 1024

/** Celery's own log line about a task that nobody has registered (rule 1.11), with the whole message. */
export function unknownTaskText(copy: CopyState, driver: string): string {
  const { message } = copy
  const body = stringify(message.body as Json)
  const shown = truncated(`b${stringRepr(body)}`)
  // The text of a KeyError is its key as Python shows it.
  const key = stringRepr(message.headers.task)
  const error = { ...exception('builtins.KeyError', [message.headers.task]), message: key }
  return `Received unregistered task of type ${key}.
The message has been ignored and discarded.

Did you remember to import the module containing this task?
Or maybe you're using relative imports?

Please see
https://docs.celeryq.dev/en/latest/internals/protocol.html
for more information.

The full contents of the message body was:
${shown} (${body.length}b)

The full contents of the message headers:
${pyrepr(message.headers as unknown as Json)}

The delivery info for this task is:
${pyrepr(deliveryInfo(copy, message, driver))}
${tracebackText(error).trimEnd()}`
}

const truncated = (text: string): string =>
  text.length > MOST ? `${text.slice(0, MOST - 3)}...` : text

/** RabbitMQ gives a delivery its own fields; the virtual transports have those of the publish alone. */
function deliveryInfo(copy: CopyState, message: TaskMessage, driver: string): Json {
  const { exchange, routingKey: routing_key } = message
  if (driver !== 'amqp') return { exchange, routing_key }
  return {
    delivery_tag: copy.deliveredAs + 1,
    redelivered: copy.redelivered,
    exchange,
    routing_key,
  }
}
