import { applyCanvas } from '../canvas/apply.ts'
import type { Published } from '../canvas/context.ts'
import { prepareTask } from '../canvas/publish.ts'
import { assert } from '../kernel/assert.ts'
import type { Micros } from '../kernel/units.ts'
import type { SourceLine } from '../log/facts.ts'
import { toWire } from '../messages/build.ts'
import { sequenceItems, type Json } from '../messages/json.ts'
import type { TaskBody, TaskHeaders, TaskMessage, TaskProperties } from '../messages/message.ts'
import { isPythonError } from '../messages/python-error.ts'
import type { HeldMessage, PythonError, ResultTree } from '../program.ts'
import type { Signature } from '../messages/signature.ts'
import {
  type Call,
  canvasContext,
  noteUnwritten,
  prepareCall,
  sendPublished,
} from './publishing.ts'
import type { ProcessState } from './state.ts'
import type { World } from './world.ts'

/** A call whose messages wait for the receivers of `before_task_publish`. */
interface HeldCall {
  readonly result: ResultTree | null
  readonly signature: Signature
  readonly messages: readonly HeldMessage[]
  /** What Celery raises once those are out. */
  readonly raises: PythonError['error'] | null
}

/**
 * Makes the messages of a call and keeps them: Python shows each to the receivers of `before_task_publish`,
 * which may change it, and lets it go (`release`), one after the other as Celery sends them.
 */
export function holdCall(
  world: World,
  process: ProcessState,
  call: Call,
  notBefore: Micros,
): HeldCall {
  const context = canvasContext(world, process, Math.max(process.tail, notBefore))
  const applied = applyCanvas(call, context)
  prepareCall(world, process, applied, notBefore)
  const held: Published[] = []
  let raises = applied.error ?? null
  for (const request of applied.publishes) {
    const prepared = prepareTask(request, context)
    if (isPythonError(prepared)) {
      noteUnwritten(world, process, request, prepared, notBefore)
      raises = prepared.error
      break
    }
    held.push(prepared)
    // What cannot be written is heard of, and ends the call when it is let go.
    if (prepared.refusal !== null) break
  }
  process.held = held
  const { result, signature } = applied
  return { result, signature, raises, messages: held.map(({ message }) => shown(message)) }
}

/** Lets one message go, as the receivers have left it. */
export function release(
  world: World,
  process: ProcessState,
  index: number,
  changed: { readonly [part: string]: Json },
  at: Micros,
  line: SourceLine | undefined,
): PythonError | null {
  const published = process.held[index]
  assert(published !== undefined, 'a message is held before it is let go')
  const { message, refusal } = published
  if (refusal !== null) {
    const error = { error: refusal, unwritten: true } as const
    const { id, task: name } = message.headers
    noteUnwritten(world, process, { id, name }, error, at)
    return error
  }
  // The shape is that of `shown`, which Python has had in its hands.
  const parts = changed as {
    readonly headers?: TaskHeaders
    readonly properties?: TaskProperties
    readonly body?: Json
  }
  const written = parts.body === undefined ? {} : writtenAgain(world, process, message, parts.body)
  if (isPythonError(written)) return written
  const properties = { ...parts.properties, delivery_mode: message.properties.delivery_mode }
  const left: TaskMessage = {
    ...message,
    ...(parts.headers === undefined ? {} : { headers: parts.headers }),
    ...(parts.properties === undefined ? {} : { properties: properties as TaskProperties }),
    ...written,
  }
  return sendPublished(world, process, { ...published, message: left }, at, line)
}

/** A body that receivers have had in their hands, as its serializer writes it now. */
function writtenAgain(
  { codec }: World,
  { name }: ProcessState,
  { bytes, contentType, headers }: TaskMessage,
  value: Json,
): Pick<TaskMessage, 'body' | 'bytes'> | PythonError {
  if (bytes === undefined || codec === null) return { body: toWire(value) as unknown as TaskBody }
  const [args, kwargs, embed] = sequenceItems(value) ?? []
  const body = [sequenceItems(args ?? null) ?? [], kwargs, embed] as unknown as TaskBody
  const compression = typeof headers['compression'] === 'string' ? headers['compression'] : null
  const payload = codec.encode({ process: name, serializer: contentType, value, compression })
  return 'error' in payload ? payload : { body, bytes: payload.base64 }
}

/** What a receiver sees; how a message is delivered is decided after it. */
function shown(message: TaskMessage): HeldMessage {
  const { delivery_mode: _, ...properties } = message.properties
  return {
    name: message.headers.task,
    exchange: message.exchange,
    routing_key: message.routingKey,
    headers: message.headers as unknown as Json,
    properties: properties as unknown as Json,
    body: message.body as unknown as Json,
  }
}
