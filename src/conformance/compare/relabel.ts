import { canonical, isList, isObject, textOf } from '../trace/json.ts'
import type { Value, ValueObject } from '../trace/json.ts'
import type { Recorded } from '../trace/trace.ts'

const ID = /\b[tgru]\d+\b/g
const ONLY_ID = /^[tgru]\d+$/

/**
 * Names the ids of a run anew by where they stand in it alone. Two runs that differ only in the names of their
 * ids are equal afterwards: ids are compared by isomorphism.
 */
export function relabel<R extends Recorded>(run: R): R {
  const names = new Renaming()
  const ordered = orderMessages(run.messages, names)
  nameByOrder(run.order, names)
  nameUnpublished(run.tasks, names)
  nameRest(run.tasks, names)
  nameOthers([run.main, ordered, run.broker_end, run.topology], names)
  const renamed = names.apply({ ...run, messages: ordered } as unknown as Value) as unknown as R
  return { ...renamed, tasks: renamed.tasks.toSorted(byId) }
}

class Renaming {
  private readonly names = new Map<string, string>()
  private readonly counts = new Map<string, number>()

  give(id: Value | undefined): void {
    if (typeof id !== 'string' || !ONLY_ID.test(id) || this.names.has(id)) return
    const prefix = id.charAt(0)
    const count = (this.counts.get(prefix) ?? 0) + 1
    this.counts.set(prefix, count)
    this.names.set(id, `${prefix}${count}`)
  }

  of(id: Value | undefined): string | undefined {
    return typeof id === 'string' ? this.names.get(id) : undefined
  }

  /** Every named id in every text of a value replaced; `unknown` stands for one without a name. */
  apply(value: Value, unknown?: string): Value {
    if (typeof value === 'string')
      return value.replace(ID, (id) => this.names.get(id) ?? unknown ?? id)
    if (isList(value)) return value.map((part) => this.apply(part, unknown))
    if (!isObject(value)) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [
        textOf(this.apply(key, unknown)),
        this.apply(part, unknown),
      ]),
    )
  }
}

/** The client's messages in their order, then the workers' by publishing task; names ids on the way. */
function orderMessages(messages: readonly ValueObject[], names: Renaming): ValueObject[] {
  const ordered = messages.filter(({ publisher }) => publisher === 'client')
  ordered.forEach((message) => giveAll(message, names))
  const rest = messages.filter(({ publisher }) => publisher !== 'client')
  while (rest.length > 0) {
    const [next] = rest.splice(earliest(rest, names), 1)
    if (next === undefined) break
    giveAll(next, names)
    ordered.push(next)
  }
  return ordered
}

function earliest(rest: readonly ValueObject[], names: Renaming): number {
  const numbers = rest.map(({ in_task }) => Number(names.of(in_task)?.slice(1) ?? Infinity))
  return numbers.indexOf(Math.min(...numbers))
}

/** Ids of a message where they stand: its own, its relatives', its group's, then those in its body. */
function giveAll({ id, headers, properties, body }: ValueObject, names: Renaming): void {
  names.give(id)
  if (isObject(headers))
    [headers['root_id'], headers['parent_id'], headers['group']].forEach((one) => names.give(one))
  if (isObject(properties)) names.give(properties['reply_to'])
  const embed = isList(body) ? body[2] : undefined
  if (!isObject(embed)) return
  const chain = isList(embed['chain']) ? embed['chain'].toReversed() : null
  for (const part of [chain, embed['callbacks'], embed['errbacks'], embed['chord']])
    giveInside(part ?? null, names)
}

/** Ids of embedded signatures: only options hold them, a learner's arguments do not. */
function giveInside(value: Value, names: Renaming): void {
  if (isList(value)) value.forEach((part) => giveInside(part, names))
  if (!isObject(value)) return
  const { options, kwargs, subtask_type: type } = value
  const own = isObject(options) ? options : {}
  const parts = isObject(kwargs) ? kwargs : {}
  if (type === 'group') names.give(own['task_id'])
  if (type === 'group' || type === 'chain') giveInside(parts['tasks'] ?? null, names)
  if (type === 'chord')
    [parts['header'], parts['body']].forEach((part) => giveInside(part ?? null, names))
  for (const key of ['task_id', 'group_id', 'reply_to']) names.give(own[key])
  for (const key of ['link', 'link_error', 'chord']) giveInside(own[key] ?? null, names)
}

/** Tasks that no message names, in the order in which they began. */
function nameByOrder(order: Value, names: Renaming): void {
  const started = isObject(order) ? order['started'] : undefined
  if (isList(started)) started.forEach((id) => names.give(id))
}

/** Tasks that no message names, by what is known of them. */
function nameUnpublished(tasks: readonly ValueObject[], names: Renaming): void {
  const left = tasks.filter(({ id }) => names.of(id) === undefined)
  const looks = left.map((task) => ({ task, look: canonical(names.apply(task, '?')) }))
  looks
    .sort((a, b) => (a.look < b.look ? -1 : a.look > b.look ? 1 : byId(a.task, b.task)))
    .forEach(({ task }) => names.give(task['id']))
}

/** Ids that stand nowhere but in relations of tasks. */
function nameRest(tasks: readonly ValueObject[], names: Renaming): void {
  for (const { parent, root, group, chord } of tasks)
    [parent, root, group, chord].forEach((id) => names.give(id))
}

/** Ids of anything else, such as those in the names of queues, in the order in which they are met. */
function nameOthers(parts: Value, names: Renaming): void {
  for (const [id] of JSON.stringify(parts).matchAll(/\bu\d+\b/g)) names.give(id)
}

function byId(a: ValueObject, b: ValueObject): number {
  return Number(textOf(a['id']).slice(1)) - Number(textOf(b['id']).slice(1))
}
