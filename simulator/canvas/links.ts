import { isTruthy } from '../messages/json.ts'
import { CeleryError } from '../messages/python-error.ts'
import { setting } from '../routing/settings.ts'
import type { Settings } from '../routing/settings.ts'
import { bodyOf, clone, headerTasks, tasksOf } from './shapes.ts'
import type { Draft } from './draft.ts'
import { draftsOf, sameDraft } from './draft.ts'

/** Adds a callback as `link` does: a chord gives it to its body, a group to its first task, immutable (rules 5.27, 5.45). */
export function link(draft: Draft, callback: Draft): void {
  if (draft.type === 'chord') link(existingBody(draft), callback)
  else if (draft.type === 'group') linkFirst(draft, callback)
  else append(draft, 'link', callback)
}

/** Adds an errback as `link_error` does (rules 5.27, 5.45). */
export function linkError(draft: Draft, errback: Draft, settings: Settings): void {
  if (draft.type === 'chord') linkChordError(draft, errback, settings)
  else if (draft.type === 'group') {
    for (const task of tasksOf(draft).items) linkError(task, immutableOption(errback), settings)
  } else append(draft, 'link_error', errback)
}

/** Adds to a list of callbacks without looking for duplicates, as a chain does to its last task (rule 5.14). */
export function extend(
  draft: Draft,
  name: 'link' | 'link_error',
  callbacks: readonly Draft[],
): void {
  draft.options[name] = [...draftsOf(draft.options[name]), ...callbacks]
}

/** Equal callbacks are kept once (rule 5.5). */
function append(draft: Draft, name: 'link' | 'link_error', callback: Draft): void {
  const present = draftsOf(draft.options[name])
  const known = present.some((other) => sameDraft(other, callback))
  draft.options[name] = known ? [...present] : [...present, callback]
}

function linkFirst(group: Draft, callback: Draft): void {
  const copy = clone(callback)
  makeImmutable(copy)
  const [first] = tasksOf(group).items
  if (first === undefined) throw new CeleryError('builtins.IndexError', 'tuple index out of range')
  link(first, copy)
}

/** `set(immutable=True)`: a canvas passes it on to its tasks, a chord to its header. */
export function makeImmutable(draft: Draft, immutable = true): void {
  if (draft.type === 'group') {
    for (const task of tasksOf(draft).items) makeImmutable(task, immutable)
  } else if (draft.type === 'chord') {
    for (const task of headerTasks(draft).items) makeImmutable(task, immutable)
  } else draft.immutable = immutable
}

/** What `clone(immutable=True)` really does: it sets an option of that name. */
const immutableOption = (errback: Draft): Draft => clone(errback, [], {}, { immutable: true })

function linkChordError(chord: Draft, errback: Draft, settings: Settings): void {
  const toHeader = isTruthy(setting(settings, 'task_allow_error_cb_on_chord_header'))
  const header = headerTasks(chord).items
  if (toHeader) for (const task of header) linkError(task, immutableOption(errback), settings)
  for (const task of header) if (task.type === 'chord') linkError(task, errback, settings)
  linkError(existingBody(chord), errback, settings)
}

function existingBody(chord: Draft): Draft {
  const body = bodyOf(chord)
  if (body !== null) return body
  throw new CeleryError('builtins.AttributeError', "'NoneType' object has no attribute 'link'")
}
