import { asText, isArray, isObject } from '../messages/json.ts'
import type { Json, JsonObject } from '../messages/json.ts'
import { CeleryError } from '../messages/python-error.ts'
import type { Called } from '../messages/signature.ts'
import type { Applied, CanvasContext, PublishRequest } from './context.ts'
import { chunksGroup } from './chunks.ts'
import { toDraft, toSignature } from './draft.ts'
import type { Draft, Values } from './draft.ts'
import { toTree } from './results.ts'
import type { ResultNode } from './results.ts'
import { publish, send } from './send.ts'
import type { Sending } from './send.ts'

/** A call of a signature's `apply_async`. */
export interface SignatureCall extends ApplyExtras {
  readonly signature: Called
  readonly args: readonly Json[]
  readonly kwargs: JsonObject
  readonly options: JsonObject
  /** The signature comes from a message, not from live Python. */
  readonly fromMessage?: boolean
}

/** What is said of a call beyond its arguments and options. */
export interface ApplyExtras {
  /** `send_task` (rule 4.32). */
  readonly byName?: boolean
  /** Python's own short repr of a plain task's final arguments. */
  readonly argsrepr?: string
  readonly kwargsrepr?: string
}

/**
 * `signature.apply_async(args, kwargs, **options)` of a task, chain, group, chord, map or chunks: ids,
 * what is published in order, chords to count, and the result (rules 5.12 to 5.34, 5.50).
 */
export function applyCanvas(call: SignatureCall, context: CanvasContext): Applied {
  const draft = toDraft(call.signature, call.fromMessage)
  // Read as a signature's own options, links and chords of the call become drafts as well.
  const { options } = toDraft({ options: call.options }, call.fromMessage)
  return collect(draft, context, call, (sending) =>
    sendAny(draft, call.args, callKwargs(draft, call.kwargs), options, sending),
  )
}

/** Runs `work` and collects what it sends; an exception of Celery's ends it, what was sent stays sent. */
export function collect(
  draft: Draft,
  context: CanvasContext,
  extras: ApplyExtras,
  work: (sending: Sending) => ResultNode | null,
): Applied {
  const sending: Sending = { context, publishes: [], chords: [], children: [] }
  const sent = attempt(() => work(sending))
  const applied: Applied = {
    result: sent.result === null ? null : toTree(sent.result),
    signature: toSignature(draft),
    publishes: sending.publishes.map((request) => withExtras(request, extras)),
    chords: sending.chords,
    children: sending.children.map(toTree),
  }
  return sent.error === null ? applied : { ...applied, error: sent.error }
}

function attempt(work: () => ResultNode | null): {
  readonly result: ResultNode | null
  readonly error: NonNullable<Applied['error']> | null
} {
  try {
    return { result: work(), error: null }
  } catch (error) {
    if (!(error instanceof CeleryError)) throw error
    return { result: null, error: { type: error.type, message: error.message } }
  }
}

const MAPS: ReadonlySet<string> = new Set(['celery.map', 'celery.starmap', 'celery.chunks'])

/** Live map, starmap and chunks route by the name of their inner task (rule 5.50). */
function sendAny(
  draft: Draft,
  args: readonly Json[],
  kwargs: Values,
  options: Values,
  sending: Sending,
): ResultNode | null {
  if (!MAPS.has(draft.task)) return send(draft, args, kwargs, options, sending)
  const route = innerTask(draft)
  draft.kwargs = withTupleArgs(draft.kwargs)
  if (draft.task === 'celery.chunks') {
    return send(chunksGroup(draft), args, kwargs, { ...options, route_name: route }, sending)
  }
  return publish(draft.task, [], false, draft.kwargs, options, route, sending)
}

/** The inner task of a live map is still Python's: its arguments are a tuple, which shows in `kwargsrepr`. */
function withTupleArgs(kwargs: Values): Values {
  const task = kwargs['task']
  const args = isObject(task as Json) ? (task as JsonObject)['args'] : null
  return isArray(args)
    ? { ...kwargs, task: { ...(task as JsonObject), args: { $tuple: args } } }
    : kwargs
}

function innerTask(draft: Draft): string | null {
  const task = draft.kwargs['task']
  if (typeof task === 'string') return task
  return isObject(task as Json) ? asText((task as JsonObject)['task']) : null
}

/** `chord(header)(body)` gives the body as a keyword argument. */
function callKwargs(draft: Draft, kwargs: JsonObject): Values {
  const body = kwargs['body']
  return draft.type === 'chord' && isObject(body)
    ? { ...kwargs, body: toDraft(body) }
    : { ...kwargs }
}

/** Python's reprs belong to a plain task: to the one message there is. */
function withExtras(request: PublishRequest, extras: ApplyExtras): PublishRequest {
  return {
    ...request,
    byName: extras.byName ?? request.byName,
    ...(extras.argsrepr === undefined ? {} : { argsrepr: extras.argsrepr }),
    ...(extras.kwargsrepr === undefined ? {} : { kwargsrepr: extras.kwargsrepr }),
  }
}
