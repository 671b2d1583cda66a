import type { Json } from '../messages/json.ts'
import { sequenceItems } from '../messages/json.ts'
import { CeleryError } from '../messages/python-error.ts'
import { Draft, TaskList, isDrafts } from './draft.ts'
import type { Value, Values } from './draft.ts'

/** A chain of these very drafts. */
export const newChain = (tasks: readonly Draft[], options: Values = {}): Draft =>
  make('celery.chain', 'chain', { tasks: new TaskList('list', [...tasks]) }, options)

/** A group around this very list of tasks. */
export const newGroup = (tasks: TaskList, options: Values = {}): Draft =>
  make('celery.group', 'group', { tasks }, options)

/** A chord; a group as header gives its tasks, single tasks are cloned (rule 5.30). */
export function newChord(
  header: Draft | TaskList,
  body: Draft | null,
  options: Values = {},
): Draft {
  const kwargs: Values = { kwargs: {}, header: headerList(header), body }
  return make('celery.chord', 'chord', kwargs, options)
}

/** The tasks of a chain or group. */
export function tasksOf(draft: Draft): TaskList {
  const tasks = draft.kwargs['tasks']
  if (tasks instanceof TaskList) return tasks
  throw new CeleryError('builtins.KeyError', "'tasks'")
}

/** The header of a chord: its tasks, or the group they became by freezing. */
export function headerOf(chord: Draft): Draft | TaskList {
  const header = chord.kwargs['header']
  return header instanceof Draft || header instanceof TaskList ? header : new TaskList('list', [])
}

/** The tasks of a chord's header. */
export function headerTasks(chord: Draft): TaskList {
  const header = headerOf(chord)
  return header instanceof Draft ? tasksOf(header) : header
}

/** The body of a chord, null while it has none. */
export function bodyOf(chord: Draft): Draft | null {
  const body = chord.kwargs['body']
  return body instanceof Draft ? body : null
}

/** The body of a chord that is about to run. */
export function requiredBody(chord: Draft): Draft {
  const body = bodyOf(chord)
  if (body !== null) return body
  throw new CeleryError('builtins.AttributeError', "'NoneType' object has no attribute 'clone'")
}

/** A group of one is that task, on the right of `|` and inside a chain (rule 5.9). */
export function unrolled(draft: Draft): Draft {
  if (draft.type !== 'group') return draft
  const [only, ...others] = tasksOf(draft).items
  return only !== undefined && others.length === 0 ? only : draft
}

/** Positional, keyword arguments and options of a call laid over those of a signature. */
export interface Merged {
  readonly args: readonly Json[]
  readonly argsAsList: boolean
  readonly kwargs: Values
  readonly options: Values
}

/** Rule 5.2: partial arguments come first, an immutable signature takes options alone. */
export function merge(
  draft: Draft,
  args: readonly Json[],
  kwargs: Values,
  options: Values,
): Merged {
  const stamped = sequenceItems((draft.options['stamped_headers'] ?? null) as Json) ?? []
  const fixed = new Set(['group_id', 'stamped_headers', ...stamped])
  const taken = Object.entries(options).filter(
    ([name]) => !fixed.has(name) || !(name in draft.options),
  )
  const merged = { ...draft.options, ...Object.fromEntries(taken) }
  const own = { args: draft.args, argsAsList: draft.argsAsList, kwargs: draft.kwargs }
  if (draft.immutable) return { ...own, options: merged }
  return {
    args: args.length > 0 ? [...args, ...draft.args] : draft.args,
    argsAsList: args.length === 0 && draft.argsAsList,
    kwargs: Object.keys(kwargs).length > 0 ? { ...draft.kwargs, ...kwargs } : draft.kwargs,
    options: merged,
  }
}

/**
 * Celery's clone (rules 5.2, 5.4): options are copied, arguments shared. A chain and a group forget
 * their own arguments; a cloned group shares its list of tasks with the original.
 */
export function clone(
  draft: Draft,
  args: readonly Json[] = [],
  kwargs: Values = {},
  options: Values = {},
): Draft {
  const merged = merge(draft, args, kwargs, options)
  const copied = copyOptions(merged.options)
  if (draft.type === 'chain') {
    return newChain(
      tasksOf(draft).items.map((task) => clone(task)),
      copied,
    )
  }
  if (draft.type === 'group') return cloneGroup(draft, copied)
  const copy =
    draft.type === 'chord'
      ? cloneChord(draft, merged.kwargs, copied)
      : plainCopy(draft, merged, copied)
  copy.args = merged.args
  copy.immutable = draft.immutable
  return copy
}

function plainCopy(draft: Draft, merged: Merged, options: Values): Draft {
  return new Draft(draft.task, merged.kwargs, options, draft.type)
}

/** A list is shared with the original from now on, a tuple is copied. */
function cloneGroup(draft: Draft, options: Values): Draft {
  const { kind, items } = tasksOf(draft)
  const shared = new TaskList(kind, [...items])
  draft.kwargs['tasks'] = shared
  return newGroup(kind === 'list' ? shared : new TaskList(kind, [...items]), options)
}

function cloneChord(draft: Draft, kwargs: Values, options: Values): Draft {
  const header = kwargs['header'] instanceof TaskList ? kwargs['header'] : headerOf(draft)
  const body = kwargs['body']
  const copy = newChord(header, body instanceof Draft ? clone(body) : null, options)
  copy.kwargs = { ...kwargs, ...copy.kwargs, kwargs: kwargs['kwargs'] ?? {} }
  copy.task = draft.task
  return copy
}

function headerList(header: Draft | TaskList): TaskList {
  if (header instanceof TaskList)
    return new TaskList(
      'list',
      header.items.map((task) => clone(task)),
    )
  if (header.type === 'group') return tasksOf(clone(header))
  if (header.type === 'chain') return tasksOf(clone(header))
  return new TaskList('list', [clone(header)])
}

/**
 * Python's deep copy of options, where a signature copies itself shallowly: its own options stay
 * shared, so a body that is frozen later is frozen here too.
 */
function copyOptions(options: Values): Values {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name, copyValue(value)]),
  )
}

function copyValue(value: Value): Value {
  if (value instanceof Draft) return shallow(value)
  return isDrafts(value) ? value.map(shallow) : value
}

function shallow(draft: Draft): Draft {
  const copy = new Draft(draft.task, draft.kwargs, draft.options, draft.type)
  copy.args = draft.args
  copy.argsAsList = draft.argsAsList
  copy.immutable = draft.immutable
  return copy
}

/** Chains and groups are built from their options: one named `immutable` makes the whole immutable. */
function make(
  task: string,
  type: 'chain' | 'group' | 'chord',
  kwargs: Values,
  given: Values,
): Draft {
  if (type === 'chord') return new Draft(task, kwargs, { ...given }, type)
  const { immutable, ...options } = given
  const draft = new Draft(task, kwargs, options, type)
  draft.immutable = immutable === true
  return draft
}
