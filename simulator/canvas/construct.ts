import { isObject } from '../messages/json.ts'
import type { Json } from '../messages/json.ts'
import { orPythonError } from '../messages/python-error.ts'
import type { Signature } from '../messages/signature.ts'
import type { PythonError, ResultTree, Signatures, Tells } from '../program.ts'
import type { Settings } from '../routing/settings.ts'
import type { CanvasContext } from './context.ts'
import { TaskList, toDraft, toSignature } from './draft.ts'
import type { Draft } from './draft.ts'
import { freeze } from './freeze.ts'
import { link, linkError } from './links.ts'
import { chainOf, or } from './or.ts'
import { toTree } from './results.ts'
import { clone, newChord, newGroup } from './shapes.ts'

type SignatureAnswer = { readonly signature: Signature } | PythonError

/** `left | right` (table 5B). */
export function combine(left: Signature, right: Signature, settings: Settings): SignatureAnswer {
  return answer(() => or(toDraft(left), toDraft(right), settings))
}

/** `chain(...)` of several, `group(...)`, `chord(...)` (rules 5.10, 5.22, 5.30). */
export function constructCanvas(say: Tells['canvas']['say'], settings: Settings): SignatureAnswer {
  return answer(() => {
    if (say.type === 'chord') {
      const body = say.body === null ? null : toDraft(say.body)
      const { header } = say
      return newChord('task' in header ? toDraft(header) : tasksIn(header), body)
    }
    const tasks = tasksIn(say.tasks)
    return say.type === 'group' ? newGroup(tasks) : chainOf(tasks.items, settings)
  })
}

/** `clone(args, kwargs, **options)` (rule 5.2). */
export function cloneSignature(say: Tells['clone']['say']): { readonly signature: Signature } {
  const options = toDraft({ options: say.options }).options
  return {
    signature: toSignature(clone(toDraft(say.signature), say.args, { ...say.kwargs }, options)),
  }
}

/** `link` and `link_error` (rules 5.14, 5.27, 5.45); the answer is the signature that now has the callback. */
export function linkSignature(say: Tells['link']['say'], settings: Settings): SignatureAnswer {
  return answer(() => {
    const draft = toDraft(say.signature)
    const callback = toDraft(say.callback)
    if (say.on === 'success') link(draft, callback)
    else linkError(draft, callback, settings)
    return draft
  })
}

/** `freeze(_id, group_id, chord, root_id, parent_id, group_index)` (rule 5.6). */
export function freezeSignature(
  say: Tells['freeze']['say'],
  context: CanvasContext,
): { readonly signature: Signature; readonly result: ResultTree } | PythonError {
  return orPythonError(() => {
    const draft = toDraft(say.signature)
    const { options } = say
    const chord = options['chord']
    const index = options['group_index']
    const fixed = {
      id: text(options['_id']) ?? text(options['task_id']),
      groupId: text(options['group_id']),
      rootId: text(options['root_id']),
      parentId: text(options['parent_id']),
      chord: isObject(chord) ? toDraft(chord) : null,
      groupIndex: typeof index === 'number' ? index : null,
    }
    const result = toTree(freeze(draft, fixed, context))
    return { signature: toSignature(draft), result }
  })
}

const answer = (work: () => Draft): SignatureAnswer =>
  orPythonError(() => ({ signature: toSignature(work()) }))

function tasksIn(value: Signatures): TaskList {
  const tuple = '$tuple' in value ? value.$tuple : null
  const drafts = (tuple ?? (value as readonly Signature[])).map((signature) => toDraft(signature))
  return new TaskList(tuple === null ? 'list' : 'tuple', drafts)
}

const text = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null)
