import { buildMessage } from '../messages/build.ts'
import {
  asText,
  isArray,
  isObject,
  toNumber,
  type Json,
  type JsonObject,
} from '../messages/json.ts'
import type { TaskMessage, TaskProperties } from '../messages/message.ts'
import { publishPolicy } from '../canvas/retry-policy.ts'
import type { Tells } from '../program.ts'
import { queueFromJson } from '../routing/queues.ts'
import type { ProcessState } from './state.ts'
import type { Act } from './steps.ts'

type Said = Tells['send']['say']

/** The publish of what a program sends through kombu by itself: a task message where it is built like one. */
export function ownPublish(process: ProcessState, say: Said): Extract<Act, { do: 'publish' }> {
  const { settings } = process.app
  const declare = say.declare.map((queue) => queueFromJson(queue, settings))
  return {
    do: 'publish',
    message: { ...ownMessage(say), declare: declare.map(({ name }) => name) },
    declare,
    queue: null,
    warnings: [],
    retry:
      say.retry === null ? null : publishPolicy({ retry: true, retry_policy: say.retry }, settings),
    ...(say.at === undefined ? {} : { at: say.at }),
  }
}

function ownMessage(say: Said): TaskMessage {
  const { headers, properties, body } = asTask(say) ?? asOne(say) ?? notATask(say)
  const { exchange, routingKey, contentType, contentEncoding } = say
  const mode = toNumber(say.properties['delivery_mode']) === 1 ? 1 : 2
  return {
    exchange,
    routingKey,
    contentType,
    contentEncoding,
    declare: [],
    headers,
    body,
    properties: { ...properties, ...say.properties, delivery_mode: mode } as TaskProperties,
    ...(headers.task === '' ? { plain: { body: say.body, headers: say.headers } } : {}),
    ...(isOne(say) ? { protocol: 1 as const } : {}),
  }
}

type Built = Pick<TaskMessage, 'headers' | 'body'> & {
  readonly properties: Partial<TaskProperties>
}

/** Headers that name a task and its id are those of protocol 2 (rule 1.1). */
function asTask({ headers, body }: Said): Built | null {
  const { task, id } = headers
  if (typeof task !== 'string' || typeof id !== 'string' || !isArray(body)) return null
  const [args, kwargs, embed] = body
  const built = build(id, task, listOf(args), objectOf(kwargs), {})
  return {
    ...built,
    headers: { ...built.headers, ...headers },
    body: [built.body[0], built.body[1], { ...built.body[2], ...objectOf(embed) }],
  }
}

const isOne = ({ headers, body }: Said): boolean =>
  !('task' in headers) &&
  isObject(body) &&
  typeof body['task'] === 'string' &&
  typeof body['id'] === 'string'

/** A body that names them is protocol 1 (rule 1.17). */
function asOne(say: Said): Built | null {
  const { body, headers } = say
  if (!isOne(say) || !isObject(body)) return null
  const { task, id, args, kwargs, callbacks, errbacks, chord, taskset, ...others } = body
  const options = {
    ...others,
    group_id: taskset ?? null,
    link: callbacks ?? null,
    chord: chord ?? null,
  }
  const built = build(asText(id ?? null), asText(task ?? null), listOf(args), objectOf(kwargs), {
    ...options,
    link_error: errbacks ?? null,
  })
  return { ...built, headers: { ...built.headers, ...headers } }
}

/** Nobody's task: no worker can make anything of it (rule 1.10). */
const notATask = ({ headers }: Said): Built => {
  const built = build('', '', [], {}, {})
  return { ...built, properties: {}, headers: { ...built.headers, ...withoutTask(headers) } }
}

/** What a headers exchange looks at is there; a message without an id is no task, whatever it says. */
const withoutTask = ({ task: _task, id: _id, ...others }: JsonObject): JsonObject => others

const build = (
  id: string,
  name: string,
  args: readonly Json[],
  kwargs: JsonObject,
  options: JsonObject,
): Built =>
  buildMessage({ id, name, args, argsAsList: true, kwargs, options, now: 0, origin: 'elsewhere' })

const listOf = (value: Json | undefined): readonly Json[] => (isArray(value) ? value : [])

const objectOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {})
