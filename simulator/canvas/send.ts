import { isTruthy } from '../messages/json.ts'
import type { Json, JsonObject } from '../messages/json.ts'
import { CeleryError } from '../messages/python-error.ts'
import { setting } from '../routing/settings.ts'
import { clone, headerOf, merge, newGroup, requiredBody, tasksOf } from './shapes.ts'
import type { CanvasContext, ChordStart, PublishRequest } from './context.ts'
import {
  Draft,
  TaskList,
  draftsOf,
  isDrafts,
  plainValues,
  textOption,
  toSignature,
} from './draft.ts'
import type { Value, Values } from './draft.ts'
import { ensureChordsAllowed, freeze, freezeGroup, prepareSteps } from './freeze.ts'
import { extend } from './links.ts'
import { chordSize } from './or.ts'
import { groupResult, taskResult, toTree } from './results.ts'
import type { ResultNode } from './results.ts'
import { UNLOCK, unlockCall } from './unlock.ts'

/** What is collected while a canvas is sent. */
export interface Sending {
  readonly context: CanvasContext
  readonly publishes: PublishRequest[]
  readonly chords: ChordStart[]
  readonly children: ResultNode[]
}

/** `apply_async` of any draft; null for an empty chain. */
export function send(
  draft: Draft,
  args: readonly Json[],
  kwargs: Values,
  options: Values,
  sending: Sending,
): ResultNode | null {
  if (draft.type === 'chain') return sendChain(draft, args, kwargs, options, sending)
  if (draft.type === 'group') return sendGroup(draft, args, kwargs, options, sending)
  if (draft.type === 'chord') return sendChord(draft, args, kwargs, options, sending)
  return sendTask(draft, args, kwargs, options, sending)
}

function sendTask(
  draft: Draft,
  args: readonly Json[],
  kwargs: Values,
  given: Values,
  sending: Sending,
): ResultNode {
  // A route name gets lost on the way to a signature (rule 5.50: but see chunks).
  const { route_name: _lost, ...named } = given
  const merged = merge(draft, args, kwargs, withoutNone(named))
  return publish(
    draft.task,
    merged.args,
    merged.argsAsList,
    merged.kwargs,
    merged.options,
    null,
    sending,
  )
}

/** Hands one task to the publisher: its id is settled, all else is the publisher's. */
export function publish(
  name: string,
  args: readonly Json[],
  argsAsList: boolean,
  kwargs: Values,
  options: Values,
  routeName: string | null,
  sending: Sending,
): ResultNode {
  const { context } = sending
  const id = textOption(options, 'task_id') ?? context.uuid()
  const request: PublishRequest = {
    id,
    name,
    args,
    argsAsList,
    kwargs: plainValues(kwargs),
    options: plainValues(options),
    routeName,
    byName: false,
  }
  sending.publishes.push(request)
  const result = taskResult(id, ignoresResult(request, context))
  addChild(result, options, sending)
  return result
}

/** Rule 4.12, the caller's side: what the handle knows. */
export function ignoresResult(request: PublishRequest, context: CanvasContext): boolean {
  if ('ignore_result' in request.options) return isTruthy(request.options['ignore_result'])
  const task = context.task(request.name)
  if (task === undefined) return false
  return isTruthy(task.options['ignore_result'] ?? setting(context.settings, 'task_ignore_result'))
}

/** What a task publishes hangs under it, unless told otherwise (rule 4.43). */
function addChild(result: ResultNode, options: Values, sending: Sending): void {
  const { parent, task } = sending.context
  if (parent === null) return
  const added = options['add_to_parent'] === undefined || isTruthy(options['add_to_parent'] as Json)
  const trail = task((parent as JsonObject)['task'] as string)?.options['trail']
  if (added && (trail === undefined || isTruthy(trail))) sending.children.push(result)
}

/** The options of a chain's call that its last step or all its steps take; the rest is the first step's (rule 5.14). */
const CHAIN_OPTIONS = [
  ...['group_id', 'chord', 'task_id', 'link', 'link_error', 'publisher', 'producer'],
  ...['root_id', 'parent_id', 'group_index'],
]

function sendChain(
  chain: Draft,
  args: readonly Json[],
  kwargs: Values,
  given: Values,
  sending: Sending,
): ResultNode | null {
  const options = { ...chain.options, ...given }
  const partial = args.length > 0 && !chain.immutable ? [...args, ...chain.args] : chain.args
  const chord = options['chord']
  const fixed = {
    id: textOption(options, 'task_id'),
    groupId: textOption(options, 'group_id'),
    rootId: textOption(options, 'root_id'),
    chord: chord instanceof Draft ? chord : null,
    groupIndex: indexOption(options),
  }
  const errbacks = draftsOf(options['link_error'])
  const { tasks, results } = prepareSteps(
    chain,
    partial,
    kwargs,
    fixed,
    errbacks,
    true,
    sending.context,
  )
  const [last] = tasks
  const first = tasks.pop()
  if (first === undefined || last === undefined) return null
  const callbacks = draftsOf(options['link'])
  if (callbacks.length > 0) extend(last, 'link', callbacks)
  const rest = omit(options, CHAIN_OPTIONS)
  const chained = { ...rest, chain: [...draftsOf(rest['chain']), ...tasks] }
  const sent = send(first, [], {}, chained, sending)
  // Of a single step the real result counts: a group's has members then.
  return tasks.length === 0 ? sent : (results[0] ?? null)
}

function sendGroup(
  group: Draft,
  args: readonly Json[],
  kwargs: Values,
  given: Values,
  sending: Sending,
): ResultNode {
  const { link, link_error: linkError, add_to_parent: addToParent, producer: _, ...called } = given
  refuseLinks(link, linkError)
  const { context } = sending
  if (tasksOf(group).items.length === 0) return freeze(group, {}, context)
  const kept = Object.entries(called).filter(([name]) => !fixedInGroup(name, group))
  const { task_id: own, ...options }: Values = { ...group.options, ...Object.fromEntries(kept) }
  const id = typeof own === 'string' && own !== '' ? own : context.uuid()
  const members = unrolledMembers(group, id, textOption(options, 'root_id'), context)
  sendMembers(members, args, kwargs, { ...options, group_id: id }, sending)
  const results = members.map(({ result }) => result)
  const [only] = results
  const nested = results.length === 1 && only !== undefined && only.results !== null
  const result = nested ? only : groupResult(id, results)
  addChild(result, addToParent === undefined ? {} : { add_to_parent: addToParent }, sending)
  return result
}

const fixedInGroup = (name: string, group: Draft): boolean =>
  (name === 'group_id' || name === 'stamped_headers') && name in group.options

function refuseLinks(link: Value | undefined, linkError: Value | undefined): void {
  if (link !== undefined && link !== null) {
    throw new CeleryError('builtins.TypeError', 'Cannot add link to group: use a chord')
  }
  if (linkError !== undefined && linkError !== null) {
    const message = 'Cannot add link to group: do that on individual tasks'
    throw new CeleryError('builtins.TypeError', message)
  }
}

interface Member {
  readonly task: Draft
  readonly result: ResultNode
}

/** Clones of all members with their ids; a nested group's members count from 0 again (rule 5.23). */
function unrolledMembers(
  group: Draft,
  groupId: string,
  rootId: string | null,
  context: CanvasContext,
): Member[] {
  return tasksOf(group).items.flatMap((original, groupIndex) => {
    const task = clone(original)
    if (task.type === 'group') return unrolledMembers(task, groupId, rootId, context)
    return [{ task, result: freeze(task, { groupId, rootId, groupIndex }, context) }]
  })
}

function sendMembers(
  members: readonly Member[],
  args: readonly Json[],
  kwargs: Values,
  given: Values,
  sending: Sending,
): void {
  const { chord: common, ...options } = omit(given, ['group_index', 'add_to_parent', 'producer'])
  let size = 0
  members.forEach(({ task }, index) => {
    const chord = common ?? task.options['chord'] ?? null
    size += chordSize(task)
    if (chord instanceof Draft && index === members.length - 1) {
      setChordSize(textOption(given, 'group_id') ?? '', size, chord, members, sending)
    }
    send(task, args, kwargs, { ...options, add_to_parent: false, chord }, sending)
  })
}

/** The counter is set before the last member goes out (rule 5.34). */
function setChordSize(
  group: string,
  size: number,
  body: Draft,
  members: readonly Member[],
  sending: Sending,
): void {
  const header = toTree(
    groupResult(
      group,
      members.map(({ result }) => result),
    ),
  )
  sending.chords.push({ group, size, body: toSignature(body), header })
}

/** Options of a chord's call that reach neither header nor body by that name. */
const CHORD_OPTIONS = ['task_id', 'producer', 'publisher', 'connection', 'router', 'result_cls']

/** Rules 5.30 to 5.32. */
function sendChord(
  chord: Draft,
  args: readonly Json[],
  called: Values,
  given: Values,
  sending: Sending,
): ResultNode {
  const { context } = sending
  const partial = args.length > 0 && !chord.immutable ? [...args, ...chord.args] : chord.args
  const { body: other, ...extra } = called
  const options = omit(given, CHORD_OPTIONS)
  const body = clone(other instanceof Draft ? other : requiredBody(chord), [], {}, options)
  const header = headerToRun(chord, context)
  const merged = { ...chord.options, ...options }
  const id = textOption(given, 'task_id') ?? textOption(merged, 'task_id')
  const groupId = textOption(header.options, 'task_id') ?? context.uuid()
  const rootId = textOption(body.options, 'root_id')
  // The call's countdown is the body's alone: Celery's own parameter swallows it on the way to the header.
  const run = omit(merged, ['task_id', 'app', 'interval', 'countdown', 'max_retries', 'eager'])
  const all = omit({ ...chord.options, ...run }, ['task_id'])
  Object.assign(body.options, all)
  const result = freeze(body, { id: id ?? context.uuid(), groupId, rootId }, context)
  const headerKwargs = { ...asValues(chord.kwargs['kwargs']), ...extra }
  const place = { groupId, chord: body, rootId }
  result.parent = runHeader(
    header,
    place,
    partial,
    headerKwargs,
    omit(all, ['chain', 'chord']),
    sending,
  )
  // Without options of the call Celery takes these out of the chord's own.
  if (Object.keys(options).length === 0)
    chord.options = omit(chord.options, ['task_id', 'chain', 'chord'])
  return result
}

/** A header that was frozen keeps its ids; a list of tasks becomes a group around this very list. */
function headerToRun(chord: Draft, context: CanvasContext): Draft {
  const header = headerOf(chord)
  if (header instanceof Draft && header.type === 'group') return clone(header)
  const tasks = header instanceof Draft ? new TaskList('list', [header]) : header
  return newGroup(tasks, { task_id: textOption(chord.options, 'task_id') ?? context.uuid() })
}

function runHeader(
  header: Draft,
  place: { readonly groupId: string; readonly chord: Draft; readonly rootId: string | null },
  args: readonly Json[],
  kwargs: Values,
  options: Values,
  sending: Sending,
): ResultNode {
  const frozen = freezeGroup(header, place, sending.context)
  if (tasksOf(header).items.length === 0) {
    send(place.chord, [[]], {}, {}, sending)
    return frozen
  }
  ensureChordsAllowed(sending.context)
  if (sending.context.chords === 'polled') sendUnlock(frozen, place, sending)
  return sendGroup(header, args, kwargs, { ...options, task_id: place.groupId }, sending)
}

/** Where nobody counts, a task waits for the header (rule 5.40). */
function sendUnlock(
  { results }: ResultNode,
  { groupId, chord }: { readonly groupId: string; readonly chord: Draft },
  sending: Sending,
): void {
  const call = unlockCall(groupId, results ?? [], chord, sending.context)
  publish(UNLOCK, call.args, false, call.kwargs, call.options, null, sending)
}

const withoutNone = (options: Values): Values =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null))

const omit = (options: Values, names: readonly string[]): Values =>
  Object.fromEntries(Object.entries(options).filter(([name]) => !names.includes(name)))

function indexOption(options: Values): number | null {
  const value = options['group_index']
  return typeof value === 'number' ? value : null
}

const asValues = (value: Value | undefined): Values =>
  typeof value === 'object' && value !== null && !(value instanceof Draft) && !isDrafts(value)
    ? { ...(value as Values) }
    : {}
