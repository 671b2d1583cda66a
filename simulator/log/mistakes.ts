import type { ExceptionInfo } from './facts.ts'
import type { Log } from './log.ts'
import { type MistakeKey, type MistakeSlots, mistakeText } from './mistake-texts.ts'

/** A mistake that a fact tells of: the key of its sentence and what stands in the slots. */
export interface Mistake {
  readonly key: MistakeKey
  readonly slots: MistakeSlots
}

/** Where an exception came out: a call that Celery refused, elsewhere in code, or what follows a body (rule 4.10). */
type Place = 'refused' | 'code' | 'after'

interface Pattern {
  readonly key: MistakeKey
  /** The class of the exception, without its module. */
  readonly type: string
  /** Its text; named groups fill the slots. */
  readonly message: RegExp
  readonly place?: Place
}

/** The first that fits counts. */
const PATTERNS: readonly Pattern[] = [
  { key: 'not-registered', type: 'NotRegistered', message: /'?(?<task>[^']+)'?$/u },
  {
    key: 'no-result-backend',
    type: 'NotImplementedError',
    message: /^No result backend is configured/u,
  },
  {
    key: 'no-result-backend',
    type: 'AttributeError',
    message: /^'DisabledBackend' object has no/u,
  },
  { key: 'broker-not-there', type: 'OperationalError', message: /Connection refused|Errno/u },
  {
    key: 'self-not-bound',
    type: 'TypeError',
    message: /^(?<function>[\w.]+)\(\) missing 1 required positional argument: 'self'/u,
  },
  {
    key: 'callback-gets-result',
    type: 'TypeError',
    message: /^(?<function>[\w.]+)\(\) takes 0 positional arguments but 1 was given/u,
    place: 'after',
  },
  {
    key: 'callback-needs-more',
    type: 'TypeError',
    message: /^(?<function>[\w.]+)\(\) missing \d+ required positional argument/u,
    place: 'after',
  },
  {
    key: 'wrong-arguments',
    type: 'TypeError',
    message:
      /^(?<function>[\w.]+\(\)) (?:missing \d+ required|takes |got an unexpected keyword|got multiple values)/u,
    place: 'refused',
  },
  {
    key: 'result-not-json',
    type: 'EncodeError',
    message: /not JSON serializable/u,
    place: 'after',
  },
  {
    key: 'not-json',
    type: 'EncodeError',
    message: /Object of type (?<type>\w+) is not JSON serializable/u,
  },
  {
    key: 'content-not-accepted',
    type: 'ContentDisallowed',
    message: /untrusted content of type (?<type>\S+)/u,
  },
  { key: 'get-in-task', type: 'RuntimeError', message: /^Never call result\.get\(\) within/u },
  {
    key: 'chord-without-backend',
    type: 'NotImplementedError',
    message: /^Starting chords requires a result backend|result backend does not support chords/u,
  },
  { key: 'no-result-in-time', type: 'TimeoutError', message: /^The operation timed out/u },
  { key: 'self-without-bind', type: 'NameError', message: /^name 'self' is not defined/u },
  {
    key: 'queue-not-known',
    type: 'QueueNotFound',
    message: /Queue '(?<queue>[^']+)' missing from task_queues/u,
  },
  { key: 'rediss-needs-certificates', type: 'ValueError', message: /rediss:\/\/.*ssl_cert_reqs/su },
  { key: 'exception-not-rebuilt', type: 'UnpickleableExceptionWrapper', message: /^/u },
  { key: 'exception-not-rebuilt', type: 'Exception', message: /^<class '[\w.]+'>\(/u },
  {
    key: 'removed-in-five',
    type: 'ImportError',
    message: /^cannot import name '(?:task|periodic_task|subtask_and_forget)' from 'celery'/u,
  },
  {
    key: 'removed-in-five',
    type: 'ModuleNotFoundError',
    message: /^No module named 'celery\.(?:task|decorators)/u,
  },
  {
    key: 'file-named-celery',
    type: 'ImportError',
    message: /from partially initialized module 'celery'/u,
  },
  {
    key: 'old-and-new-settings',
    type: 'ImproperlyConfigured',
    message: /^\s*Cannot mix new and old setting|^Cannot mix new setting names with old/u,
  },
  { key: 'no-such-variable', type: 'ImproperlyConfigured', message: /^The environment variable / },
  { key: 'no-pydantic', type: 'ImproperlyConfigured', message: /^You need to install pydantic/u },
  {
    key: 'no-such-setting',
    type: 'AttributeError',
    message: /^'Settings' object has no attribute/u,
  },
  {
    key: 'decorator-takes-function',
    type: 'TypeError',
    message: /to @task\(\) must be a callable|^@task\(\) takes exactly 1 argument/u,
  },
  { key: 'no-run', type: 'NotImplementedError', message: /^Tasks must define the run method/u },
  {
    key: 'receiver-needs-kwargs',
    type: 'ValueError',
    message: /^Signal receiver must accept keyword arguments/u,
  },
  { key: 'no-task-id', type: 'ValueError', message: /^task_id must not be empty/u },
  { key: 'no-tries-left', type: 'MaxRetriesExceededError', message: /^/u },
  { key: 'soft-limit', type: 'SoftTimeLimitExceeded', message: /^/u },
  { key: 'hard-limit', type: 'TimeLimitExceeded', message: /^/u },
  { key: 'worker-lost', type: 'WorkerLostError', message: /^/u },
  { key: 'revoked', type: 'TaskRevokedError', message: /^/u },
]

/** Lines of a worker's log that are about a message, not about a task that ran. */
const LINES: readonly Omit<Pattern, 'type' | 'place'>[] = [
  { key: 'not-registered', message: /^Received unregistered task of type '(?<task>[^']+)'/u },
  {
    key: 'content-not-accepted',
    message: /Refusing to deserialize (?:untrusted|disabled) content of type (?<type>\S+)/u,
  },
  { key: 'broker-not-there', message: /Cannot connect to .*Connection refused/u },
  { key: 'no-app', message: /Unable to load celery application/u },
]

/** What keeps a worker from starting is an exception like any other. */
const UNRECOVERABLE = /^Unrecoverable error: (?<type>\w+)\((?:['"])?(?<message>.*)/su

/** The mistake behind a fact, as far as learners make it; null where there is none that we know. */
export function mistakeAt(log: Log, row: number): Mistake | null {
  switch (log.kindAt(row)) {
    case 'program-failed':
      return ofProgram(log, row)
    case 'task-failed':
      return ofTask(log.detail(row, 'task-failed').error)
    case 'logged':
      return ofLine(log, row)
    default:
      return null
  }
}

/** What a learner reads under an error: a plain sentence; null where there is none. */
export function explanation(log: Log, row: number): string | null {
  const found = mistakeAt(log, row)
  return found === null ? null : mistakeText(found.key, found.slots)
}

/** An exception may have been a task's first: `get()` only passes it on. */
function ofProgram(log: Log, row: number): Mistake | null {
  const { error } = log.detail(row, 'program-failed')
  for (let before = row - 1; before >= Math.max(0, row - FAR); before--) {
    if (log.kindAt(before) !== 'task-failed') continue
    const failed = log.detail(before, 'task-failed').error
    if (failed.type === error.type && error.message.includes(failed.message)) return ofTask(failed)
  }
  return ofError(error, placeOf(error))
}

/** How many rows back the task is looked for that raised what the program ends with. */
const FAR = 5000

/** What follows a body raises without a line of the learner's own (rule 4.10). */
const ofTask = (error: ExceptionInfo): Mistake | null =>
  ofError(error, error.frames.length === 0 ? 'after' : placeOf(error))

const placeOf = ({ refused }: ExceptionInfo): Place => (refused === true ? 'refused' : 'code')

const ofError = ({ type, message }: ExceptionInfo, place: Place): Mistake | null =>
  ofMessage(type, message, place)

function ofMessage(type: string, message: string, place: Place): Mistake | null {
  for (const pattern of PATTERNS) {
    if (pattern.type !== type || (pattern.place ?? place) !== place) continue
    const groups = pattern.message.exec(message)
    if (groups !== null) return { key: pattern.key, slots: { ...groups.groups } }
  }
  return null
}

function ofLine(log: Log, row: number): Mistake | null {
  const { level, text } = log.detail(row, 'logged')
  if (level !== 'ERROR' && level !== 'CRITICAL' && level !== 'WARNING') return null
  const cause = log.causeAt(row)
  if (cause >= 0 && log.kindAt(cause) === 'task-failed')
    return ofTask(log.detail(cause, 'task-failed').error)
  const fatal = UNRECOVERABLE.exec(text)?.groups
  if (fatal !== undefined)
    return ofMessage(fatal['type'] ?? '', (fatal['message'] ?? '').replaceAll('\\n', '\n'), 'code')
  for (const { key, message } of LINES) {
    const groups = message.exec(text)
    if (groups !== null) return { key, slots: { ...groups.groups } }
  }
  return null
}
