import type { Embed, Log, Signature, TaskMessage } from '../../../simulator/index.ts'
import type { HistoryData } from '../../lib/history/data.ts'

/** A task of a workflow, many alike as one, or a step that has not been sent yet. */
export interface WorkNode {
  readonly key: string
  readonly kind: 'task' | 'group' | 'planned'
  /** The registered name. */
  readonly name: string
  /** Ids of its tasks; one but for a group. */
  readonly tasks: readonly string[]
  /** Id of the group that a chord counts. */
  readonly group: string | null
}

/** `then`: the next step; `counts`: a part of a chord; `error`: an error callback. */
export interface WorkEdge {
  readonly from: string
  readonly to: string
  readonly kind: 'then' | 'counts' | 'error'
}

/** A workflow as a graph, without the states of its tasks. */
export interface Workflow {
  readonly nodes: readonly WorkNode[]
  readonly edges: readonly WorkEdge[]
}

/** More than so many alike are drawn as one. */
const APART = 5
/** A workflow is followed so far. */
const MOST = 4000

/** The first message of each task, and the members of each group, as far as the log was read. */
class Publishes {
  readonly messages = new Map<string, TaskMessage>()
  readonly groups = new Map<string, string[]>()
  readonly #log: Log
  #read: number

  constructor(log: Log) {
    this.#log = log
    this.#read = log.first
  }

  update(): this {
    const log = this.#log
    for (; this.#read < log.length; this.#read++) {
      const task = log.taskAt(this.#read)
      if (task < 0 || log.kindAt(this.#read) !== 'message-published') continue
      const { message } = log.detail(this.#read, 'message-published')
      const id = log.taskId(task)
      if (message.shared !== undefined || this.messages.has(id)) continue
      this.messages.set(id, message)
      const { group, group_index } = message.headers
      // The body of a chord wears its group's id too, but has no place in it.
      if (group === null || group_index === null) continue
      const members = this.groups.get(group)
      if (members) members.push(id)
      else this.groups.set(group, [id])
    }
    return this
  }
}

const read = new WeakMap<Log, Publishes>()

function publishesOf(log: Log): Publishes {
  const known = read.get(log) ?? new Publishes(log)
  read.set(log, known)
  return known.update()
}

/** The workflow that a task belongs to: all that it leads to and all that led to it. */
export function workflowOf(log: Log, history: HistoryData, task: string): Workflow {
  const walk = new Walk(publishesOf(log), history)
  walk.from(task)
  return walk.workflow()
}

class Walk {
  readonly #publishes: Publishes
  readonly #history: HistoryData
  readonly #seen = new Set<string>()
  readonly #planned = new Map<string, string>()
  readonly #edges = new Map<string, WorkEdge>()
  /** The chord whose body a task is. */
  readonly #bodies = new Set<string>()
  #open: string[] = []

  constructor(publishes: Publishes, history: HistoryData) {
    this.#publishes = publishes
    this.#history = history
  }

  from(task: string): void {
    this.#open = [task]
    for (let id = this.#open.pop(); id !== undefined; id = this.#open.pop()) {
      if (this.#seen.has(id) || this.#seen.size >= MOST) continue
      this.#seen.add(id)
      this.#visit(id)
    }
  }

  #visit(id: string): void {
    const message = this.#publishes.messages.get(id)
    const told = this.#history.byId(id)
    if (told) {
      if (told.parent !== null) this.#join(told.parent, id, 'then')
      for (const child of told.children) {
        const next = this.#history.tasks[child]
        if (next) this.#join(id, next.id, 'then')
      }
    }
    if (message === undefined || message.plain) return
    const { group, group_index } = message.headers
    if (group !== null && group_index !== null)
      this.#open.push(...(this.#publishes.groups.get(group) ?? []))
    this.#embedded(id, message.body[2])
  }

  #embedded(id: string, { chain, chord, callbacks, errbacks }: Embed): void {
    let before = id
    // The last step comes first (rule 5.13).
    for (const step of [...(chain ?? [])].reverse()) {
      const next = this.#plan(step)
      if (next === null) break
      this.#join(before, next, 'then')
      before = next
    }
    const body = chord === null ? null : this.#plan(chord)
    if (body !== null) {
      this.#bodies.add(body)
      this.#join(before, body, 'counts')
    }
    for (const link of callbacks ?? []) {
      const next = this.#plan(link)
      if (next !== null) this.#join(before === id ? id : before, next, 'then')
    }
    for (const link of errbacks ?? []) {
      const next = this.#plan(link)
      if (next !== null) this.#join(id, next, 'error')
    }
  }

  /** The id of a step that is to be sent; null where it has none yet. */
  #plan({ task, options }: Signature): string | null {
    const id = options['task_id']
    if (typeof id !== 'string') return null
    if (!this.#publishes.messages.has(id)) this.#planned.set(id, task)
    return id
  }

  #join(from: string, to: string, kind: WorkEdge['kind']): void {
    const key = `${from} ${to}`
    const known = this.#edges.get(key)
    if (known === undefined || known.kind === 'then') this.#edges.set(key, { from, to, kind })
    for (const end of [from, to]) if (!this.#planned.has(end)) this.#open.push(end)
  }

  workflow(): Workflow {
    const nodes = this.#nodes()
    const keyOf = new Map(nodes.flatMap((node) => node.tasks.map((task) => [task, node.key])))
    const edges = new Map<string, WorkEdge>()
    for (const { from, to, kind } of this.#edges.values()) {
      // Whoever was counted last sends the body, and yet it follows from all of them.
      if (kind === 'then' && this.#bodies.has(to)) continue
      const [start, end] = [keyOf.get(from), keyOf.get(to)]
      if (start === undefined || end === undefined || start === end) continue
      edges.set(`${start} ${end}`, { from: start, to: end, kind })
    }
    return { nodes, edges: [...edges.values()] }
  }

  /** Tasks that are alike (one name, one group or one parent) become one node where they are many. */
  #nodes(): readonly WorkNode[] {
    const alike = new Map<string, string[]>()
    for (const id of this.#inOrder()) {
      const kind = this.#kindOf(id)
      const known = alike.get(kind)
      if (known) known.push(id)
      else alike.set(kind, [id])
    }
    return [...alike].flatMap(([key, tasks]): readonly WorkNode[] => {
      const group = this.#groupOf(tasks[0]!)
      const name = this.#nameOf(tasks[0]!)
      if (tasks.length > APART) return [{ key, kind: 'group', name, tasks, group }]
      return tasks.map((id) => ({
        key: id,
        kind: this.#planned.has(id) && !this.#seen.has(id) ? 'planned' : 'task',
        name: this.#nameOf(id),
        tasks: [id],
        group,
      }))
    })
  }

  #inOrder(): readonly string[] {
    const sent = (id: string): number => this.#history.byId(id)?.task ?? Infinity
    const all = new Set([...this.#seen, ...this.#planned.keys()])
    return [...all].sort((a, b) => sent(a) - sent(b) || 0)
  }

  #groupOf(id: string): string | null {
    const headers = this.#publishes.messages.get(id)?.headers
    return headers?.group_index == null ? null : headers.group
  }

  #nameOf(id: string): string {
    return this.#planned.get(id) ?? this.#history.byId(id)?.label.name ?? id.slice(0, 8)
  }

  #kindOf(id: string): string {
    const parent = this.#history.byId(id)?.parent ?? null
    if (this.#bodies.has(id)) return id
    return `${this.#groupOf(id) ?? ''} ${parent ?? ''} ${parent === null && this.#groupOf(id) === null ? id : this.#nameOf(id)}`
  }
}
