import type { Json } from '../messages/json.ts'
import type { TaskMessage } from '../messages/message.ts'
import { UNKNOWN_OF_ONE } from '../messages/protocol-one.ts'
import type { RequestContext } from '../program.ts'
import type { CopyState } from '../world/state.ts'
import type { DecodedBody } from './decode.ts'

/** What a worker sees of a message beside the message. */
type Received = Pick<CopyState, 'tag' | 'message' | 'priority' | 'redelivered'>

/**
 * What `self.request` will hold (rule 4.15). `$tuple` is a mark for who calls the body: its arguments are a tuple
 * where another serializer than JSON has kept them one.
 */
export function contextOf(
  broker: string,
  hostname: string,
  copy: Received,
  decoded: DecodedBody | null = null,
): RequestContext {
  const { message } = copy
  const { headers, properties } = message
  const [args, kwargs, embed] = decoded?.body ?? message.body
  const custom = customHeaders(message)
  return {
    ...custom,
    ...(decoded?.tuple === true ? { $tuple: true } : {}),
    id: headers.id,
    task: headers.task,
    args,
    kwargs,
    hostname,
    retries: headers.retries,
    lang: headers.lang,
    shadow: headers.shadow,
    eta: headers.eta,
    expires: headers.expires,
    group: headers.group,
    group_index: headers.group_index,
    timelimit: headers.timelimit,
    root_id: headers.root_id,
    parent_id: headers.parent_id,
    argsrepr: headers.argsrepr,
    kwargsrepr: headers.kwargsrepr,
    origin: headers.origin,
    ignore_result: headers.ignore_result,
    replaced_task_nesting: headers.replaced_task_nesting,
    stamped_headers: headers.stamped_headers,
    stamps: headers.stamps,
    // Without custom headers the attribute is None (rule 4.16).
    headers: Object.keys(custom).length === 0 ? null : custom,
    callbacks: embed.callbacks,
    errbacks: embed.errbacks,
    chain: embed.chain,
    chord: embed.chord,
    is_eager: false,
    called_directly: false,
    utc: null,
    correlation_id: properties.correlation_id,
    reply_to: properties.reply_to,
    delivery_info: {
      exchange: message.exchange,
      routing_key: message.routingKey,
      priority: copy.priority,
      redelivered: copy.redelivered,
    },
    properties: propertiesOf(broker, copy),
    ...(message.protocol === 1 ? { ...UNKNOWN_OF_ONE, headers: { meth: null, ...custom } } : {}),
  }
}

const STANDARD: ReadonlySet<string> = new Set([
  ...['lang', 'task', 'id', 'shadow', 'eta', 'expires', 'group', 'group_index', 'retries'],
  ...['timelimit', 'root_id', 'parent_id', 'argsrepr', 'kwargsrepr', 'origin', 'ignore_result'],
  ...['replaced_task_nesting', 'stamped_headers', 'stamps', 'compression'],
])

function customHeaders({ headers }: TaskMessage): { [name: string]: Json } {
  const custom: { [name: string]: Json } = {}
  for (const name of Object.keys(headers)) {
    if (STANDARD.has(name) || name === '__proto__') continue
    const value = headers[name]
    if (value !== undefined) custom[name] = value
  }
  return custom
}

function defined(fields: { readonly [name: string]: Json | undefined }): { [name: string]: Json } {
  const kept: { [name: string]: Json } = {}
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) kept[name] = value
  return kept
}

/** The virtual transports add fields of their own (rule 1.3). */
function propertiesOf(broker: string, { message, tag }: Received): Json {
  const properties = defined(message.properties)
  if (broker === 'rabbitmq') return properties
  return {
    ...properties,
    delivery_info: { exchange: message.exchange, routing_key: message.routingKey },
    delivery_tag: String(tag),
    body_encoding: 'base64',
  }
}

interface NameFields {
  readonly task: string
  readonly shadow?: Json
}

/** The name that log lines, events and replies show: a task that was sent with `shadow` goes by that. */
export const shownName = ({ task, shadow }: NameFields): string =>
  typeof shadow === 'string' && shadow !== '' ? shadow : task

/** `name[id]`, as Celery's own lines have it. */
export const titleOf = (fields: NameFields & { readonly id: string }): string =>
  `${shownName(fields)}[${fields.id}]`
