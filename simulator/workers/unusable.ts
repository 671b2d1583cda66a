import { fromIso } from '../kernel/clock.ts'
import { bytesRepr, fromBase64 } from '../messages/bytes.ts'
import { sequenceItems, stringify, type Json, type JsonObject } from '../messages/json.ts'
import type { TaskMessage } from '../messages/message.ts'
import { pyrepr } from '../messages/repr.ts'
import { saferepr } from '../messages/saferepr.ts'
import { contentTypeOf, shownType } from '../messages/serializers.ts'
import type { PythonError } from '../program.ts'
import { acknowledge, moveTask, reject } from '../world/delivery.ts'
import type { CopyState, ProcessState } from '../world/state.ts'
import type { WorkerState } from '../world/worker-state.ts'
import type { World } from '../world/world.ts'
import { decodeBody } from './decode.ts'
import { callReceivers, FROM_CONSUMER } from './receivers.ts'

/** Why a worker can make nothing of a message, and what Celery says of it. */
interface Unusable {
  readonly reason: string
  readonly level: 'WARNING' | 'ERROR' | 'CRITICAL'
  readonly text: string
  /** What cannot be decoded is acknowledged, everything else rejected (rule 1.10). */
  readonly settled: 'ack' | 'reject'
}

/** kombu takes these as they are, whatever is accepted. */
const TRUSTED: ReadonlySet<string> = new Set(['application/data', 'application/text'])

/**
 * What keeps a worker from making a task of a message: it is of a type that is not accepted, it cannot be
 * decoded, or one of its times is none (rules 1.9, 1.10, 1.13). Null: nothing.
 */
export function unusable(world: World, main: ProcessState, message: TaskMessage): Unusable | null {
  const { headers, contentType } = message
  const { settings, serializers } = main.app
  if (contentType !== JSON_TYPE || 'accept_content' in settings) {
    const accepted = acceptedBy(main)
    if (!accepted.includes(contentType) && !TRUSTED.has(contentType))
      return untrusted(shownType(contentType, serializers), message)
  }
  if (message.undecodable === true) return undecodable(message, null)
  const decoded = message.bytes === undefined ? null : decodeBody(world, main, message)
  if (decoded !== null && 'error' in decoded) return undecodable(message, decoded)
  return badTime('ETA', headers.eta, message) ?? badTime('expires', headers.expires, message)
}

const JSON_TYPE = 'application/json'

function acceptedBy({ app: { settings, serializers } }: ProcessState): readonly string[] {
  const own = sequenceItems(settings['accept_content'] ?? null) ?? ['json']
  return own.flatMap((name) =>
    typeof name === 'string' ? (contentTypeOf(name, serializers) ?? []) : [],
  )
}

function untrusted(shown: string, message: TaskMessage): Unusable {
  const reason = `Refusing to deserialize untrusted content of type ${shown}`
  return invalid(message, reason, 'kombu.exceptions.ContentDisallowed')
}

function badTime(what: string, value: string | null, message: TaskMessage): Unusable | null {
  if (value === null || fromIso(value) !== null) return null
  const why =
    value.length < 4
      ? 'ISO string too short'
      : `Expected 4 digits, got ${pyrepr(value.slice(0, 4))}`
  const reason = `invalid ${what} value ${pyrepr(value)}: ${why}`
  return invalid(message, reason, 'celery.exceptions.InvalidTaskError')
}

/** Celery's line, its traceback shortened to the ends (trace pickle_refused). */
const invalid = (message: TaskMessage, reason: string, type: string): Unusable => ({
  reason,
  level: 'ERROR',
  text: `Received invalid task message: ${reason}\nThe message has been ignored and discarded.\n\nPlease ensure your message conforms to the task\nmessage protocol as described here:\nhttps://docs.celeryq.dev/en/latest/internals/protocol.html\n\nThe full contents of the message body was:\n${dumped(message)}\n\nTraceback (most recent call last):\n${type}: ${reason}\n`,
  settled: 'reject',
})

/** A body as Celery's lines show it: its bytes as Python has them, shortened, and how many. */
function dumped(message: TaskMessage): string {
  const bytes =
    message.bytes === undefined
      ? latinOf(stringify(message.body as unknown as Json))
      : fromBase64(message.bytes)
  const shown = bytesRepr(bytes)
  const short =
    shown.length < DUMPED ? shown : `${shown.slice(0, DUMPED).replace(/ [^ ]*$/, '')}...`
  return `${short} (${bytes.length}b)`
}

const DUMPED = 1024

/** JSON of Python's is ASCII. */
const latinOf = (text: string): readonly number[] =>
  Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))

/** A message that names no task at all is not Celery's (rule 1.10). */
export const unnamed = ({ body }: TaskMessage): Unusable => ({
  reason: 'it names no task',
  level: 'WARNING',
  text: `Received and deleted unknown message.  Wrong destination?!?\n\nThe full contents of the message body was: body: ${pyrepr(body as unknown as Json)}\n`,
  settled: 'reject',
})

function undecodable(message: TaskMessage, refused: PythonError | null): Unusable {
  const { contentType, contentEncoding, headers } = message
  const { message: why, of } = refused?.error ?? { message: `its body is no ${contentType}` }
  const inner =
    of === undefined ? pyrepr(why) : `${of.type.replace(/^.*\./, '')}(${pyrepr(of.message)})`
  const shown = saferepr(defined(headers))
  return {
    reason: 'its body cannot be decoded',
    level: 'CRITICAL',
    text: `Can't decode message body: DecodeError(${inner}) [type:${pyrepr(contentType)} encoding:${pyrepr(contentEncoding)} headers:${shown}]\n\nbody: ${dumped(message)}\n\nTraceback (most recent call last):\nkombu.exceptions.DecodeError: ${why}\n`,
    settled: 'ack',
  }
}

const defined = (headers: TaskMessage['headers']): JsonObject =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  )

/** The worker says so and is done with the message; nothing is stored, and its task stays PENDING. */
export function refuseUnusable(
  world: World,
  worker: WorkerState,
  copy: CopyState,
  { reason, level, text, settled }: Unusable,
): void {
  const main = world.process(worker.main)
  moveTask(world, copy, 'INVALID')
  world.own(main, 'message-invalid', copy.task, { reason })
  world.own(main, 'logged', copy.task, { level, text })
  main.cause =
    settled === 'ack'
      ? acknowledge(world, worker, copy.tag, main.cause)
      : reject(world, worker, copy.tag, false, main.cause)
  if (settled === 'reject')
    callReceivers(world, main, 'task_rejected', FROM_CONSUMER, { message: null, exc: reason })
}
