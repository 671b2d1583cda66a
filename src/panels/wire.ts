import type { Log } from '../../simulator/index.ts'

/** A message's parts as they travel (rules 1.1 to 1.4). */
export interface Wire {
  readonly route: readonly (readonly [name: string, value: string])[]
  readonly parts: readonly {
    readonly title: string
    /** What it is called on the wire, how large it is. */
    readonly note: string
    readonly text: string
  }[]
}

/** The message of a publish. */
export function wireOf(log: Log, row: number): Wire {
  const { message } = log.detail(row, 'message-published')
  const { exchange, routingKey, headers, properties, body, contentType, contentEncoding } = message
  const bytes =
    message.size ?? new TextEncoder().encode(message.bytes ?? JSON.stringify(body)).length
  return {
    route: [
      ['exchange', exchange === '' ? '(default)' : exchange],
      ['routing key', routingKey],
      ['content type', `${contentType}, ${contentEncoding}`],
    ],
    parts: [
      { title: 'Headers', note: 'the task and its options', text: lines(headers) },
      { title: 'Properties', note: 'what the broker reads', text: lines(properties) },
      {
        title: 'Body',
        note: `arguments and canvas, ${String(bytes)} bytes`,
        text: message.size === undefined ? lines(body) : 'a modelled task: its body is not there',
      },
    ],
  }
}

const lines = (value: object): string => JSON.stringify(value, null, 2)
