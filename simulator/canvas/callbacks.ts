import { isTruthy } from '../messages/json.ts'
import type { Json, JsonObject } from '../messages/json.ts'
import { pyrepr } from '../messages/repr.ts'
import { ARGSREPR_LENGTH, saferepr } from '../messages/saferepr.ts'
import type { Signature } from '../messages/signature.ts'
import type { RequestContext } from '../program.ts'
import { isObject } from '../messages/json.ts'
import { setting } from '../routing/settings.ts'
import { collect } from './apply.ts'
import type { Applied, CanvasContext, PublishRequest } from './context.ts'
import { TaskList, toDraft } from './draft.ts'
import type { Draft, Values } from './draft.ts'
import { send } from './send.ts'
import { newGroup } from './shapes.ts'

/**
 * What a task sends once its body has returned: its callbacks, one alone or several as a group, then
 * the next step of its chain with the rest of it (rules 4.34, 5.13, 5.17). `valueRepr` is Python's repr of
 * the value, which JSON may have changed.
 */
export function afterSuccess(
  request: RequestContext,
  value: Json,
  valueRepr: string,
  context: CanvasContext,
): Applied {
  const callbacks = signatures(request['callbacks'])
  const chain = signatures(request['chain'])
  const options = childOptions(request, context)
  const applied = collect(NOTHING, context, {}, (sending) => {
    for (const draft of callbackDrafts(callbacks)) send(draft, [value], {}, options, sending)
    const next = chain.at(-1)
    if (next === undefined) return null
    const rest = chain.slice(0, -1).map((signature) => toDraft(signature, true))
    return send(toDraft(next, true), [value], {}, { chain: rest, ...options }, sending)
  })
  if (valueRepr === pyrepr(value)) return applied
  return {
    ...applied,
    publishes: applied.publishes.map((sent) => withRepr(sent, value, valueRepr)),
  }
}

/** One errback of a failed task: called in its process, or sent as a task. */
export type Errback =
  | { readonly kind: 'inline'; readonly signature: Signature }
  | { readonly kind: 'sent'; readonly applied: Applied }

/** Rule 4.35: new-style errbacks are called here in their order, all others go out as one group with the failed id. */
export function errbacksOf(
  errbacks: readonly Signature[],
  request: Pick<RequestContext, 'id'> | RequestContext,
  context: CanvasContext,
): readonly Errback[] {
  const isInline = ({ task }: Signature): boolean => context.task(task)?.newStyleErrback === true
  const called = errbacks
    .filter(isInline)
    .map((signature): Errback => ({ kind: 'inline', signature }))
  const old = errbacks.filter((errback) => !isInline(errback))
  if (old.length === 0) return called
  const tasks = old.map((errback) => toDraft(errback, true))
  const group = newGroup(new TaskList('list', tasks))
  const rootId = (request as JsonObject)['root_id']
  const ids = { parent_id: request.id, root_id: isTruthy(rootId) ? (rootId ?? null) : request.id }
  const applied = collect(group, context, {}, (sending) =>
    send(group, [request.id], {}, ids, sending),
  )
  return [...called, { kind: 'sent', applied }]
}

/** Several callbacks: groups on their own first, all others together as one group. */
function callbackDrafts(callbacks: readonly Signature[]): readonly Draft[] {
  const drafts = callbacks.map((callback) => toDraft(callback, true))
  if (drafts.length < 2) return drafts
  const groups = drafts.filter(({ type }) => type === 'group')
  const others = drafts.filter(({ type }) => type !== 'group')
  return others.length === 0 ? groups : [...groups, newGroup(new TaskList('list', others))]
}

/** Callbacks and next steps are children of this task (rule 4.34); with rule 1.20 they inherit its priority. */
function childOptions(request: RequestContext, context: CanvasContext): Values {
  const delivery = request['delivery_info']
  const inherits = isTruthy(setting(context.settings, 'task_inherit_parent_priority'))
  const priority = inherits && isObject(delivery) ? (delivery['priority'] ?? null) : null
  const root = request['root_id']
  return {
    parent_id: request.id,
    root_id: typeof root === 'string' && root !== '' ? root : request.id,
    priority,
  }
}

/** The value stands first among the arguments of all but immutable callbacks. */
function withRepr(sent: PublishRequest, value: Json, repr: string): PublishRequest {
  if (sent.args[0] !== value || sent.argsAsList) return sent
  const shown = { $tuple: [{ $ref: 0, repr }, ...sent.args.slice(1)] }
  return { ...sent, argsrepr: saferepr(shown, ARGSREPR_LENGTH) }
}

const signatures = (value: Json | undefined): readonly Signature[] =>
  Array.isArray(value) ? (value as readonly Signature[]) : []

/** What is sent here belongs to no signature of the caller's. */
const NOTHING: Draft = newGroup(new TaskList('list', []))
