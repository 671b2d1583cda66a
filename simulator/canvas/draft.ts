import { asText, isArray, isObject, tupleItems } from '../messages/json.ts'
import type { Json, JsonObject } from '../messages/json.ts'
import type { Signature, SubtaskType } from '../messages/signature.ts'

/**
 * A signature while a canvas function works on it. Celery's canvas lives on shared, changing objects:
 * the body inside a header task's `chord` option is the very body that is frozen later, and a cloned
 * group shares its list of tasks. Drafts keep that sharing; they are made from plain signatures at the
 * door and turned back at the door, so nothing outside ever changes.
 */
export class Draft {
  task: string
  args: readonly Json[]
  /** Python holds `args` as a list: they came from a message and were not cloned since. */
  argsAsList = false
  kwargs: Values
  options: Values
  type: SubtaskType | null
  immutable: boolean

  constructor(task: string, kwargs: Values, options: Values, type: SubtaskType | null) {
    this.task = task
    this.args = []
    this.kwargs = kwargs
    this.options = options
    this.type = type
    this.immutable = false
  }
}

/** A list of a group's or chord's tasks with its own identity: Celery replaces the content of a list in place, a tuple as a whole. */
export class TaskList {
  kind: 'list' | 'tuple'
  items: Draft[]

  constructor(kind: 'list' | 'tuple', items: Draft[]) {
    this.kind = kind
    this.items = items
  }
}

/** What options and keyword arguments of a draft may hold: JSON, or signatures that are drafts themselves. */
export type Value = Json | Draft | Draft[] | TaskList

/** Mutable by intention: see Draft. */
export interface Values {
  [name: string]: Value
}

/** Options that hold signatures. */
const SIGNATURE_OPTIONS = ['link', 'link_error', 'chain', 'chord']

/** A draft of a plain signature. `fromMessage`: JSON made lists of its tuples (rule 5.1). */
export function toDraft(signature: JsonObject, fromMessage = false): Draft {
  const type = subtaskType(signature['subtask_type'])
  const options: Values = { ...asObject(signature['options']) }
  for (const name of SIGNATURE_OPTIONS) {
    const value =
      signature['options'] === undefined ? undefined : asObject(signature['options'])[name]
    if (value !== undefined && value !== null) options[name] = optionDrafts(value, fromMessage)
  }
  const draft = new Draft(asText(signature['task']), {}, options, type)
  draft.kwargs = kwargsDraft(type, asObject(signature['kwargs']), fromMessage)
  // A chain or group that is read from a message keeps neither arguments nor its mark of immutability.
  const bare = fromMessage && (type === 'chain' || type === 'group')
  draft.args = bare ? [] : itemsOf(signature['args'] ?? [])
  draft.argsAsList = fromMessage
  draft.immutable = bare ? options['immutable'] === true : signature['immutable'] === true
  if (bare) delete options['immutable']
  return draft
}

/** The plain signature of a draft; tuples of tasks are told to Python as tuples. */
export function toSignature(draft: Draft): Signature {
  return {
    task: draft.task,
    args: draft.args,
    kwargs: plainValues(draft.kwargs),
    options: plainValues(draft.options),
    subtask_type: draft.type,
    immutable: draft.immutable,
  }
}

/** JSON of a value of options or keyword arguments. */
export function plain(value: Value): Json {
  if (value instanceof Draft) return toSignature(value)
  if (value instanceof TaskList) {
    const items = value.items.map(toSignature)
    return value.kind === 'tuple' ? { $tuple: items } : items
  }
  return isDrafts(value) ? value.map(toSignature) : value
}

/** JSON of all values. */
export function plainValues(values: Values): JsonObject {
  const entries = Object.entries(values)
  if (entries.length === 0) return {}
  return Object.fromEntries(entries.map(([name, value]) => [name, plain(value)]))
}

/** True for a list of drafts, the empty list included. */
export const isDrafts = (value: Value | undefined): value is Draft[] =>
  Array.isArray(value) && value.every((item: unknown) => item instanceof Draft)

/** One draft or a list of them as a list; anything else is the empty list. */
export function draftsOf(value: Value | undefined): readonly Draft[] {
  if (value instanceof Draft) return [value]
  if (value instanceof TaskList) return value.items
  return isDrafts(value) ? value : []
}

/** An option that is text and not empty, else null. */
export function textOption(options: Values, name: string): string | null {
  const value = options[name]
  return typeof value === 'string' && value !== '' ? value : null
}

/** Equality as Python's `==` of two signatures: the order of keys does not count. */
export const sameDraft = (left: Draft, right: Draft): boolean =>
  sameJson(toSignature(left), toSignature(right))

function sameJson(left: Json, right: Json): boolean {
  if (isArray(left)) {
    return (
      isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => sameJson(item, right[index] ?? null))
    )
  }
  if (!isObject(left) || !isObject(right)) return left === right
  const names = Object.keys(left)
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => name in right && sameJson(left[name] ?? null, right[name] ?? null))
  )
}

function kwargsDraft(type: SubtaskType | null, kwargs: JsonObject, fromMessage: boolean): Values {
  const drafts: Values = { ...kwargs }
  if (type === 'chain' || type === 'group') drafts['tasks'] = taskList(kwargs['tasks'], fromMessage)
  if (type !== 'chord') return drafts
  const header = kwargs['header']
  const body = kwargs['body']
  const single =
    isObject(header) && tupleItems(header) === null ? toDraft(header, fromMessage) : null
  // Read from a message, a header that froze as a group is a list of tasks again.
  const tasks = fromMessage ? single?.kwargs['tasks'] : single
  drafts['header'] = tasks ?? taskList(header, fromMessage)
  drafts['body'] = isObject(body) ? toDraft(body, fromMessage) : null
  return drafts
}

function taskList(value: Json | undefined, fromMessage: boolean): TaskList {
  const kind = isArray(value) ? 'list' : 'tuple'
  const items = itemsOf(value ?? []).map((item) => toDraft(asObject(item), fromMessage))
  return new TaskList(kind, items)
}

function optionDrafts(value: Json, fromMessage: boolean): Value {
  const items = isArray(value) ? value : tupleItems(value)
  if (items !== null) return items.map((item) => toDraft(asObject(item), fromMessage))
  return isObject(value) ? toDraft(value, fromMessage) : value
}

const itemsOf = (value: Json): readonly Json[] =>
  isArray(value) ? value : (tupleItems(value) ?? [])

const asObject = (value: Json | undefined): JsonObject => (isObject(value) ? value : {})

/** A map or chunks is a plain signature to Celery: its task's name tells what it is. */
const SUBTASK_TYPES: readonly SubtaskType[] = ['chain', 'group', 'chord']

const subtaskType = (value: Json | undefined): SubtaskType | null =>
  SUBTASK_TYPES.find((type) => type === value) ?? null
