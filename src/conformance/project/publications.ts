import type { Entry, TaskMessage } from '../../../simulator/index.ts'
import { isList, isObject } from '../trace/json.ts'
import type { Value } from '../trace/json.ts'
import { Names } from './names.ts'
import type { NamePrefix } from './names.ts'
import { roleOf } from './roles.ts'

/** One publish call of a task message. */
export interface Publication {
  readonly message: TaskMessage
  /** `client`, or the worker's short name. */
  readonly publisher: string
  /** Id of the task that the publishing process was running; null outside of one. */
  readonly inTask: string | null
  /** Seconds since the start of the run. */
  readonly at: number
}

/** All publish calls in the order of time. */
export function publications(entries: readonly Entry[]): readonly Publication[] {
  const running = new Map<string, string[]>()
  const found: Publication[] = []
  for (const entry of entries) {
    const actor = entry.actor.name
    if (entry.kind === 'task-started' && entry.task !== null) {
      running.set(actor, [...(running.get(actor) ?? []), entry.task])
    } else if (entry.kind === 'task-finished') {
      running.get(actor)?.pop()
    } else if (entry.kind === 'message-published') {
      // The recorder knows messages by the id in their headers, which protocol 1 has not (rule 1.17).
      const { protocol, plain } = entry.detail.message
      if (protocol === 1 || plain !== undefined) continue
      found.push({
        message: entry.detail.message,
        publisher: roleOf(entry.actor),
        inTask: running.get(actor)?.at(-1) ?? null,
        at: entry.time / 1e6,
      })
    }
  }
  return found
}

/** The publish calls in the order of the recordings, and the names that this order gives. */
export interface Named {
  readonly ordered: readonly Publication[]
  readonly names: Names
}

/**
 * Names ids by the rule of the recordings: what the client published comes first, in order; then what workers
 * published, by the task that published it. Ids that were never published follow in the order of their facts.
 */
export function nameIds(found: readonly Publication[], entries: readonly Entry[]): Named {
  const names = new Names()
  const ordered = found.filter(({ publisher }) => publisher === 'client')
  ordered.forEach((publication) => nameMessage(publication.message, names))
  const rest = found.filter(({ publisher }) => publisher !== 'client')
  while (rest.length > 0) {
    const at = nextOf(rest, names)
    const [next] = rest.splice(at, 1)
    if (next === undefined) break
    nameMessage(next.message, names)
    ordered.push(next)
  }
  for (const { kind, task } of entries) {
    if (NAMED_LATE.has(kind) && task !== null && /^[0-9a-f-]{36}$/.test(task)) names.give(task, 't')
  }
  return { ordered, names }
}

/** The facts that stand for what the recorder saw of a task: signals, stores, acknowledgements. */
const NAMED_LATE: ReadonlySet<string> = new Set([
  'call-unwritten',
  'task-received',
  'task-revoked',
  'task-unknown',
  'task-started',
  'eager-started',
  'task-finished',
  'task-failed',
  'state-stored',
  'message-acked',
  'message-rejected',
  'ack-void',
])

/** The publication whose publishing task has the lowest name; the first where no task has one yet. */
function nextOf(rest: readonly Publication[], names: Names): number {
  let best = 0
  let bestNumber = Infinity
  rest.forEach(({ inTask }, index) => {
    const name = names.of(inTask)
    if (name === null) return
    const number = Number(name.slice(1))
    if (number < bestNumber) [best, bestNumber] = [index, number]
  })
  return best
}

function nameMessage({ headers, body }: TaskMessage, names: Names): void {
  names.give(headers.id, 't')
  names.give(headers.root_id, 't')
  names.give(headers.parent_id, 't')
  names.give(headers.group, 'g')
  // A body in another serializer is no list.
  const parts = body as unknown as Value
  const embed = isList(parts) ? parts[2] : undefined
  for (const [prefix, id] of embeddedIds(embed)) names.give(id, prefix)
}

type Id = readonly [prefix: NamePrefix, id: Value | undefined]

/** The ids inside the embed part of a body: chain in the order of execution, callbacks, errbacks, chord. */
function embeddedIds(embed: Value | undefined): readonly Id[] {
  if (!isObject(embed)) return []
  return [
    ...listOf(embed['chain']).toReversed().flatMap(signatureIds),
    ...listOf(embed['callbacks']).flatMap(signatureIds),
    ...listOf(embed['errbacks']).flatMap(signatureIds),
    ...signatureIds(embed['chord'] ?? null),
  ]
}

function signatureIds(signature: Value): readonly Id[] {
  if (!isObject(signature)) return []
  const options = isObject(signature['options']) ? signature['options'] : {}
  return [
    ...ownAndParts(signature, options['task_id']),
    ['g', options['group_id']],
    ...listOf(options['link']).flatMap(signatureIds),
    ...listOf(options['link_error']).flatMap(signatureIds),
    ...signatureIds(options['chord'] ?? null),
  ]
}

/** A group's id comes before its parts, every other id after them. */
function ownAndParts(signature: Value, id: Value | undefined): readonly Id[] {
  if (!isObject(signature)) return []
  const kwargs = isObject(signature['kwargs']) ? signature['kwargs'] : {}
  const tasks = listOf(kwargs['tasks']).flatMap(signatureIds)
  switch (signature['subtask_type']) {
    case 'group':
      return [['g', id], ...tasks]
    case 'chain':
      return [...tasks, ['t', id]]
    case 'chord': {
      const header = kwargs['header']
      const parts = isList(header) ? header : header === undefined ? [] : [header]
      return [...parts.flatMap(signatureIds), ...signatureIds(kwargs['body'] ?? null), ['t', id]]
    }
    default:
      return [['t', id]]
  }
}

function listOf(value: Value | undefined): readonly Value[] {
  return isList(value) ? value : []
}
