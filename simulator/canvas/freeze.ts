import { asText } from '../messages/json.ts'
import type { Json } from '../messages/json.ts'
import { CeleryError } from '../messages/python-error.ts'
import { bodyOf, clone, headerOf, newChord, newGroup, tasksOf, unrolled } from './shapes.ts'
import type { CanvasContext } from './context.ts'
import { Draft, TaskList, textOption } from './draft.ts'
import type { Values } from './draft.ts'
import { linkError } from './links.ts'
import { groupResult, hangHeader, oldest, taskResult } from './results.ts'
import type { ResultNode } from './results.ts'

/** What freezing fixes, null where nothing is said (rule 5.6). */
export interface Frozen {
  readonly id?: string | null
  readonly groupId?: string | null
  readonly chord?: Draft | null
  readonly rootId?: string | null
  readonly parentId?: string | null
  readonly groupIndex?: number | null
}

/** Gives a signature and all inside it their ids, and makes their result objects. Changes the draft. */
export function freeze(draft: Draft, fixed: Frozen, context: CanvasContext): ResultNode {
  if (draft.type === 'chain') return freezeChain(draft, fixed, context)
  if (draft.type === 'group') return freezeGroup(draft, fixed, context)
  if (draft.type === 'chord') return freezeChord(draft, fixed, context)
  return freezeTask(draft, fixed, context)
}

function freezeTask(draft: Draft, fixed: Frozen, context: CanvasContext): ResultNode {
  const { options } = draft
  if (!('task_id' in options)) options['task_id'] = orId(fixed.id, context)
  if (fixed.rootId) options['root_id'] = fixed.rootId
  if (fixed.parentId) options['parent_id'] = fixed.parentId
  if (!('reply_to' in options)) options['reply_to'] = context.replyTo
  if (fixed.groupId && !('group_id' in options)) options['group_id'] = fixed.groupId
  placeInGroup(options, fixed)
  return taskResult(asText(options['task_id'] as Json))
}

function placeInGroup(options: Values, fixed: Frozen): void {
  if (fixed.chord) options['chord'] = fixed.chord
  if (fixed.groupIndex !== undefined && fixed.groupIndex !== null) {
    options['group_index'] = fixed.groupIndex
  }
}

/** Rule 5.23: the header of a chord and a group inside a chain freeze as one flat group. */
export function freezeGroup(group: Draft, fixed: Frozen, context: CanvasContext): ResultNode {
  const { options } = group
  if (!('task_id' in options)) options['task_id'] = orId(fixed.groupId, context)
  if (fixed.groupId) options['group_id'] = fixed.groupId
  placeInGroup(options, fixed)
  if (!('root_id' in options)) options['root_id'] = fixed.rootId ?? null
  if (!('parent_id' in options)) options['parent_id'] = fixed.parentId ?? null
  const tasks = flattened(tasksOf(group).items)
  const results = tasks.map((task, groupIndex) =>
    freeze(
      task,
      {
        groupIndex,
        groupId: fixed.groupId ?? null,
        chord: fixed.chord ?? null,
        rootId: textOption(options, 'root_id'),
        parentId: textOption(options, 'parent_id'),
      },
      context,
    ),
  )
  replaceTasks(group, tasks)
  return groupResult(asText(options['task_id'] as Json), results)
}

/** Clones of all tasks; the tasks of each nested group come in reverse order (rule 5.23, a bug of Celery's). */
function flattened(tasks: readonly Draft[]): Draft[] {
  const queue = [...tasks]
  const flat: Draft[] = []
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const task = clone(next)
    if (task.type === 'group') queue.unshift(...tasksOf(task).items.toReversed())
    else flat.push(task)
  }
  return flat
}

/** A list gets new content, so whoever shares it sees it; a tuple is replaced. */
function replaceTasks(group: Draft, tasks: Draft[]): void {
  const list = tasksOf(group)
  if (list.kind === 'list') list.items = tasks
  else group.kwargs['tasks'] = new TaskList('list', tasks)
}

/** The header freezes as a group that knows its body, then the body; the body's oldest result hangs on the header's. */
function freezeChord(chord: Draft, fixed: Frozen, context: CanvasContext): ResultNode {
  const header = headerGroup(chord)
  const body = bodyOf(chord)
  const ids = { rootId: fixed.rootId ?? null, parentId: fixed.parentId ?? null }
  const headerResult = freezeGroup(header, { ...ids, chord: body }, context)
  chord.options['task_id'] = header.options['task_id'] ?? null
  if (body === null) return headerResult
  const { id = null, groupId = null, groupIndex = null } = fixed
  const place = { id, groupId, groupIndex, chord: fixed.chord ?? null, rootId: ids.rootId }
  const result = freeze(body, place, context)
  hangHeader(result, headerResult)
  return result
}

/** A chord that was frozen keeps its header as a group. */
function headerGroup(chord: Draft): Draft {
  const header = headerOf(chord)
  const group = header instanceof Draft && header.type === 'group' ? header : null
  if (group !== null) return group
  const made = newGroup(header instanceof Draft ? new TaskList('list', [header]) : header)
  chord.kwargs['header'] = made
  return made
}

function freezeChain(chain: Draft, fixed: Frozen, context: CanvasContext): ResultNode {
  const { results } = prepareSteps(chain, chain.args, {}, fixed, null, false, context)
  const [last] = results
  if (last === undefined) throw new CeleryError('builtins.IndexError', 'list index out of range')
  return last
}

/** A chain ready to run: its steps last first, and their results in the same order (rule 5.13). */
export interface Steps {
  readonly tasks: Draft[]
  readonly results: ResultNode[]
}

/**
 * Walks a chain from its last step to its first (rule 5.12): nested chains are spliced, a group before
 * another step becomes a chord, each step gets its id and each result its parent. With `copy` the
 * chain's own tasks stay as they are.
 */
export function prepareSteps(
  chain: Draft,
  args: readonly Json[],
  kwargs: Values,
  fixed: Frozen,
  errbacks: readonly Draft[] | null,
  copy: boolean,
  context: CanvasContext,
): Steps {
  const walk: Walk = { steps: [...tasksOf(chain).items], tasks: [], results: [], previous: null }
  let count = 0
  for (let next = walk.steps.pop(); next !== undefined; next = walk.steps.pop()) {
    const first = walk.steps.length === 0
    let task = withPartial(unrolled(next), first ? args : [], first ? kwargs : {}, copy)
    if (task.type === 'chain') {
      walk.steps.push(...tasksOf(task).items)
      continue
    }
    if (task.type === 'group' && walk.tasks.length > 0) task = upgraded(walk, task, fixed)
    const rootId = fixed.rootId ?? null
    const { id = null, groupId = null, chord = null, groupIndex = null } = fixed
    const place = count === 0 ? { id, groupId, chord, groupIndex, rootId } : { rootId }
    addStep(walk, task, freeze(task, place, context), errbacks ?? [], context)
    count += 1
  }
  chain.options['task_id'] = fixed.id ?? null
  return walk
}

interface Walk extends Steps {
  readonly steps: Draft[]
  /** The result that the next step becomes the parent of. */
  previous: ResultNode | null
}

function withPartial(task: Draft, args: readonly Json[], kwargs: Values, copy: boolean): Draft {
  if (copy) return clone(task, args, kwargs)
  if (args.length > 0) task.args = [...args, ...task.args]
  return task
}

/** `group | step` becomes a chord around the step that stands behind it. */
function upgraded(walk: Walk, group: Draft, fixed: Frozen): Draft {
  const body = walk.tasks.pop() ?? null
  walk.results.pop()
  // The result of a group has no task id to give to the chord.
  const id = walk.previous?.results === null ? { task_id: walk.previous.id } : {}
  walk.previous = walk.results.at(-1) ?? null
  return newChord(group, body, { ...id, root_id: fixed.rootId ?? null })
}

function addStep(
  walk: Walk,
  task: Draft,
  result: ResultNode,
  errbacks: readonly Draft[],
  context: CanvasContext,
): void {
  if (walk.previous !== null && walk.previous.parent === null) walk.previous.parent = result
  for (const errback of errbacks) linkError(task, errback, context.settings)
  walk.tasks.push(task)
  walk.results.push(result)
  walk.previous = task.type === 'chord' ? oldest(result) : result
  if (task.type === 'chord') ensureChordsAllowed(context)
}

const orId = (id: string | null | undefined, context: CanvasContext): string =>
  id === undefined || id === null || id === '' ? context.uuid() : id

/** Rule 5.42. */
export function ensureChordsAllowed(context: CanvasContext): void {
  const { chords } = context
  if (typeof chords === 'object')
    throw new CeleryError('builtins.NotImplementedError', chords.refused)
}
