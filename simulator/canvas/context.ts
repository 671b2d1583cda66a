import type { Backend } from '../backends/backend.ts'
import type { RetryPolicy } from './retry-policy.ts'
import type { Micros } from '../kernel/units.ts'
import type { Json, JsonObject } from '../messages/json.ts'
import type { TaskMessage } from '../messages/message.ts'
import type { Signature } from '../messages/signature.ts'
import type {
  Payload,
  PythonError,
  RequestContext,
  ResultTree,
  TaskDefinition,
} from '../program.ts'
import type { QueueSpec } from '../routing/queues.ts'
import type { Settings } from '../routing/settings.ts'

/** Writes a value with a serializer, and compresses it. */
export type Encode = (
  serializer: string,
  value: Json,
  compression: string | null,
) => Payload | PythonError

/** Who sends: the process's app, and the task that runs in it. */
export interface CanvasContext {
  /** The next id of the run. */
  readonly uuid: () => string
  /** The app's thread oid: `reply_to` of all it sends (rule 1.3). */
  readonly replyTo: string
  /** `gen<PID>@<hostname>` (rule 1.2). */
  readonly origin: string
  readonly now: Micros
  readonly settings: Settings
  /** A task registered with this process's app. */
  readonly task: (name: string) => TaskDefinition | undefined
  /** The request of the task that runs here, null in a client (rule 1.19). */
  readonly parent: Pick<RequestContext, 'id'> | RequestContext | null
  /** kombu's `driver_type` of the broker. */
  readonly driver: string
  /** Queues that the app came to know by sending to them. */
  readonly sentTo: readonly string[]
  /** The serializers of the process, which live in Python; null where there is none. */
  readonly encode: Encode | null
  /** Who counts a chord's header: see `Backend.chords`; what is refused is no chord (rule 5.42). */
  readonly chords: Backend['chords']
}

/** One task to send: what `task.apply_async` would be called with. */
export interface PublishRequest {
  readonly id: string
  readonly name: string
  readonly args: readonly Json[]
  /** Python holds the arguments as a list (they came from a message): their repr shows it. */
  readonly argsAsList: boolean
  readonly kwargs: JsonObject
  /** By Celery's names: `countdown`, `queue`, `group_id`, `link`, `chain`, `chord`... and own headers. */
  readonly options: JsonObject
  /** The name that routes, where it is not `name`: map and chunks go by the inner task (rule 5.50). */
  readonly routeName: string | null
  /** `send_task`: no typing check, no options of a registered task (rule 1.15). */
  readonly byName: boolean
  readonly argsrepr?: string
  readonly kwargsrepr?: string
}

/** A chord's counter to set up in the result backend before its header runs (rule 5.30). */
export interface ChordStart {
  readonly group: string
  /** Completions to expect (rule 5.34). */
  readonly size: number
  readonly body: Signature
  /** Results of the header; nested groups among them need `GroupResult.save` (rule 5.38). */
  readonly header: ResultTree
}

/** What applying a signature does. `error` is set where Celery raises; what was sent before it stays sent. */
export interface Applied {
  /** What the call returns; null for an empty chain (rule 5.15). */
  readonly result: ResultTree | null
  /** The signature afterwards: freezing leaves ids in it (rule 5.6). */
  readonly signature: Signature
  /** In the order of sending. */
  readonly publishes: readonly PublishRequest[]
  readonly chords: readonly ChordStart[]
  /** Results to append to the children of the running task (rules 1.18, 4.43); empty in a client. */
  readonly children: readonly ResultTree[]
  readonly error?: PythonError['error']
}

/** A message with what its publish needs. */
export interface Published {
  readonly message: TaskMessage
  /** Queues to declare first, with exchange and binding (rule 1.23). */
  readonly declare: readonly QueueSpec[]
  /** The queue's name as the event `task-sent` tells it; null where a route names an exchange alone. */
  readonly queue: string | null
  /** How it is tried again while the broker cannot be reached; null: as its connection would (rule 1.21). */
  readonly retry: RetryPolicy | null
  /** Celery's own warnings, as it logs them (rule 1.14). */
  readonly warnings: readonly string[]
  /** Why its body cannot be written: the caller hears it once everybody has heard of the call. */
  readonly refusal: PythonError['error'] | null
}
