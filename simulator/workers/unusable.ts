import { fromIso } from '../kernel/clock.ts'
import { sequenceItems, type Json } from '../messages/json.ts'
import type { TaskMessage } from '../messages/message.ts'
import { pyrepr } from '../messages/repr.ts'
import { acknowledge, moveTask, reject } from '../world/delivery.ts'
import type { CopyState, ProcessState } from '../world/state.ts'
import type { WorkerState } from '../world/worker-state.ts'
import type { World } from '../world/world.ts'

/** Why a worker can make nothing of a message, and what Celery says of it. */
interface Unusable {
  readonly reason: string
  readonly level: 'WARNING' | 'ERROR' | 'CRITICAL'
  readonly text: string
  /** What cannot be decoded is acknowledged, everything else rejected (rule 1.10). */
  readonly settled: 'ack' | 'reject'
}

/** Content types by the names that `accept_content` knows them by. */
const TYPES: { readonly [name: string]: string } = {
  json: 'application/json',
  pickle: 'application/x-python-serialize',
  yaml: 'application/x-yaml',
  msgpack: 'application/x-msgpack',
}

/** kombu takes these as they are, whatever is accepted. */
const TRUSTED: ReadonlySet<string> = new Set(['application/data', 'application/text'])

/**
 * What keeps a worker from making a task of a message: it is of a type that is not accepted, it cannot be
 * decoded, or one of its times is none (rules 1.9, 1.10, 1.13). Null: nothing.
 */
export function unusable(main: ProcessState, message: TaskMessage): Unusable | null {
  const { headers, contentType } = message
  if (contentType !== TYPES['json'] || 'accept_content' in main.app.settings) {
    const accepted = acceptedBy(main)
    if (!accepted.includes(contentType) && !TRUSTED.has(contentType)) return untrusted(contentType)
  }
  if (message.undecodable === true) return undecodable(message)
  return badTime('ETA', headers.eta) ?? badTime('expires', headers.expires)
}

function acceptedBy({ app }: ProcessState): readonly string[] {
  const own = sequenceItems(app.settings['accept_content'] ?? null) ?? ['json']
  return own.flatMap((name) => (typeof name === 'string' ? (TYPES[name] ?? name) : []))
}

function untrusted(contentType: string): Unusable {
  const [name = contentType] = Object.entries(TYPES).find(([, type]) => type === contentType) ?? []
  return invalid(`Refusing to deserialize untrusted content of type ${name} (${contentType})`)
}

function badTime(what: string, value: string | null): Unusable | null {
  if (value === null || fromIso(value) !== null) return null
  const why =
    value.length < 4
      ? 'ISO string too short'
      : `Expected 4 digits, got ${pyrepr(value.slice(0, 4))}`
  return invalid(`invalid ${what} value ${pyrepr(value)}: ${why}`)
}

const invalid = (reason: string): Unusable => ({
  reason,
  level: 'ERROR',
  text: `Received invalid task message: ${reason}\nThe message has been ignored and discarded.\n\nPlease ensure your message conforms to the task\nmessage protocol as described here:\nhttps://docs.celeryq.dev/en/latest/internals/protocol.html\n`,
  settled: 'reject',
})

/** A message that names no task at all is not Celery's (rule 1.10). */
export const unnamed = ({ body }: TaskMessage): Unusable => ({
  reason: 'it names no task',
  level: 'WARNING',
  text: `Received and deleted unknown message.  Wrong destination?!?\n\nThe full contents of the message body was: body: ${pyrepr(body as unknown as Json)}\n`,
  settled: 'reject',
})

const undecodable = ({ contentType, contentEncoding }: TaskMessage): Unusable => ({
  reason: 'its body cannot be decoded',
  level: 'CRITICAL',
  text: `Can't decode message body: DecodeError('its body is no ${contentType}') [type:${pyrepr(contentType)} encoding:${pyrepr(contentEncoding)}]\n`,
  settled: 'ack',
})

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
}
