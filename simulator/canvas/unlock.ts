import type { Json, JsonObject } from '../messages/json.ts'
import { route } from '../routing/router.ts'
import type { CanvasContext } from './context.ts'
import { plainValues, textOption, toSignature } from './draft.ts'
import type { Draft } from './draft.ts'
import type { ResultNode } from './results.ts'

/** The task that waits for a chord's header where the backend counts nothing. */
export const UNLOCK = 'celery.chord_unlock'

/** What it is called with. */
interface UnlockCall {
  readonly args: readonly Json[]
  readonly kwargs: JsonObject
  readonly options: JsonObject
}

/**
 * The message that is sent before a chord's header where the backend cannot count: a task that looks for the
 * results until all are there, in the queue of the body (rule 5.40; trace chords_database_queue).
 */
export function unlockCall(
  group: string,
  results: readonly ResultNode[],
  body: Draft,
  context: CanvasContext,
): UnlockCall {
  const task = context.task(body.task)
  const { priority = task === undefined ? 0 : (task.options['priority'] ?? null) } = plainValues(
    body.options,
  )
  return {
    args: [group, asPython(body)],
    kwargs: { interval: null, max_retries: null, result: results.map(asTuple) },
    options: { countdown: 1, queue: queueOf(body, context), priority },
  }
}

/** Its own queue, its task's, or where its name is routed to. */
function queueOf(body: Draft, context: CanvasContext): Json {
  const named = textOption(body.options, 'queue') ?? context.task(body.task)?.options['queue']
  return named ?? route(context.settings, {}, body.task).queue?.name ?? null
}

/** Arguments of a signature that lives in Python are a tuple, which shows in `argsrepr`. */
const asPython = (body: Draft): Json => ({
  ...toSignature(body),
  args: body.argsAsList ? body.args : { $tuple: body.args },
})

/** `AsyncResult.as_tuple()` (rule 5.59). */
function asTuple({ id, parent, results }: ResultNode): Json {
  const own = { $tuple: [id, parent === null ? null : asTuple(parent)] }
  return { $tuple: [own, results === null ? null : results.map(asTuple)] }
}
