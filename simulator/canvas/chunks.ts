import { sequenceItems, toNumber } from '../messages/json.ts'
import type { Json } from '../messages/json.ts'
import { CeleryError } from '../messages/python-error.ts'
import { Draft, TaskList } from './draft.ts'
import { newGroup } from './shapes.ts'

/** `chunks`: a group of starmaps with `n` items each (rule 5.50). */
export function chunksGroup(chunks: Draft): Draft {
  const task = chunks.kwargs['task'] as Json
  const size = toNumber(chunks.kwargs['n'] as Json) ?? 0
  if (size < 1)
    throw new CeleryError(
      'builtins.ValueError',
      'Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.',
    )
  const items = sequenceItems((chunks.kwargs['it'] ?? []) as Json) ?? []
  const parts: Draft[] = []
  for (let start = 0; start < items.length; start += size) {
    const part = new Draft(
      'celery.starmap',
      { task, it: items.slice(start, start + size) },
      {},
      null,
    )
    part.immutable = true
    parts.push(part)
  }
  return newGroup(new TaskList('list', parts))
}
