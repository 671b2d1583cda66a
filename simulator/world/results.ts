import { type Backend, store } from '../backends/backend.ts'
import { assert } from '../kernel/assert.ts'
import { fromIso, toIso } from '../kernel/clock.ts'
import type { ExceptionInfo } from '../log/facts.ts'
import type { Json } from '../messages/json.ts'
import type { RequestContext, ResultMeta } from '../program.ts'
import { notifyWaiters } from './waits.ts'
import { skewOf } from './skew.ts'
import type { ProcessState } from './state.ts'
import { expiresOf, expiryOf, keyOf } from './stored.ts'
import { SharedCopy } from './shared-messages.ts'
import type { Write } from './steps.ts'
import type { World } from './world.ts'

const DATED: ReadonlySet<string> = new Set(['SUCCESS', 'FAILURE', 'REVOKED'])

/** Stores a state in the result backend; a stored SUCCESS may refuse it (rules 6.5, 6.10). */
export function storeResult(world: World, process: ProcessState, write: Write): void {
  const backend = world.backendOf(process)
  if (!backend.enabled) return
  const { id, state, error, traceback } = write
  const serializer = process.app.settings['result_serializer'] ?? 'json'
  const result = serializer === 'json' ? write.result : written(world, process, write, serializer)
  const task = world.log.task(id)
  const kept = world.log.isNumbered(task)
    ? isKept(world, process, state)
    : keep(world, process, backend, { ...write, result }, serializer)
  world.own(process, 'state-stored', task, {
    state,
    result,
    kept,
    ...(error === undefined ? {} : { error }),
    ...(traceback === undefined ? {} : { traceback }),
    ...(write.at === undefined ? {} : { at: write.at }),
    ...(typeof serializer === 'string' && serializer !== 'json' ? { serializer } : {}),
  })
  if (kept) notifyWaiters(world, id)
}

function keep(
  world: World,
  process: ProcessState,
  backend: Backend,
  write: Write,
  serializer: Json,
): boolean {
  const key = keyOf(world, process, backend, write)
  const { backend: held } = world.state
  if (!store(backend, held, key, metaOf(world, process, backend, write, serializer))) return false
  const expiry = expiryOf(world, process, backend)
  if (expiry !== null) held.expiries[key] = expiry
  return true
}

/** The SUCCESS of a task whose message is shared by a series. */
export function storeShared(world: World, process: ProcessState): void {
  if (!world.backendOf(process).enabled || process.execution === null) return
  const { task, template } = world.request(process.execution.request)
  const rows = template?.shared?.rows
  assert(rows !== undefined, 'its message is shared')
  const shape = isKept(world, process, 'SUCCESS') ? rows.stored : rows.refused
  world.ownRow(process, task, shape, 0)
}

/**
 * Nobody has a handle for what a load sends, so nobody reads its results, and none is kept: a run's memory
 * follows what is under way. All that counts is that a second write after a SUCCESS is refused (rule 6.10).
 */
function isKept(world: World, process: ProcessState, state: string): boolean {
  const copy = process.execution && world.request(process.execution.request).copy
  if (!(copy instanceof SharedCopy)) return true
  const kept = !(world.backendOf(process).keepsSuccess && copy.succeeded)
  copy.succeeded ||= state === 'SUCCESS'
  return kept
}

/** The stored document, keys in the order of rule 6.5. */
function metaOf(
  world: World,
  process: ProcessState,
  backend: Backend,
  write: Write,
  serializer: Json,
): ResultMeta {
  const { id, state, result, request } = write
  return {
    status: state,
    result,
    traceback: write.traceback ?? null,
    children: backend.keepsChildren ? (write.children ?? (state === 'SUCCESS' ? [] : null)) : null,
    date_done: DATED.has(state) ? toIso(world.now + skewOf(world, process)) : null,
    ...(request?.['group'] == null ? {} : { group_id: request['group'] }),
    ...(request?.['parent_id'] == null ? {} : { parent_id: request['parent_id'] }),
    ...(request !== undefined && process.app.settings['result_extended'] === true
      ? extended(request)
      : {}),
    task_id: id,
    ...(serializer === 'json' ? {} : { $serializer: serializer }),
  }
}

/** What is left of a value when another serializer has written it and read it again: YAML knows no tuple. */
function written(world: World, { name }: ProcessState, { result }: Write, serializer: Json): Json {
  if (world.codec === null || typeof serializer !== 'string') return result
  const payload = world.codec.encode({
    process: name,
    serializer,
    value: result,
    compression: null,
  })
  if ('error' in payload) return result
  const decoded = world.codec.decode({ process: name, payload })
  return 'error' in decoded ? result : decoded.value
}

function extended(request: RequestContext): { [key: string]: Json } {
  const info = request['delivery_info'] as { readonly [key: string]: Json } | undefined
  return {
    name: request.task,
    args: request.args,
    kwargs: request.kwargs,
    worker: request.hostname,
    retries: request.retries,
    queue: info?.['routing_key'] ?? null,
  }
}

/** An exception as the backend keeps it: described, or itself where results are pickled (rule 6.7). */
export function exceptionMeta({ type, module, args, repr, pickled }: ExceptionInfo): Json {
  const described = { exc_type: type, exc_message: args, exc_module: module }
  return pickled === undefined ? described : { $ref: pickled, type, repr, json: described }
}

/** Keeps the results of a group under its id, or forgets them (rule 5.61). */
export function saveGroup(world: World, id: string, tuple: Json): void {
  const { groups } = world.state.backend
  if (tuple === null) delete groups[id]
  else groups[id] = tuple
}

/** Removes what is stored for an id. */
export function forget(world: World, process: ProcessState, id: string): void {
  const { metas, expiries } = world.state.backend
  const key = keyOf(world, process, world.backendOf(process), { id })
  delete metas[key]
  delete expiries[key]
  world.own(process, 'result-forgotten', world.log.task(id), {})
}

/** `celery.backend_cleanup`: what was done longer ago than `result_expires` goes (rule 6.12). */
export function cleanUp(world: World, process: ProcessState): void {
  const backend = world.backendOf(process)
  const expires = expiresOf(process)
  if (backend.expires !== 'by cleanup' || expires === null) return
  for (const [id, { date_done: done }] of Object.entries(world.state.backend.metas)) {
    const at = done === null ? null : fromIso(done)
    if (at !== null && at < world.now - expires) forget(world, process, id)
  }
}
