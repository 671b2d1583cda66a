import type {
  Entry,
  FactKind,
  FaultName,
  Log,
  Snapshot,
  TaskMessage,
} from '../../simulator/index.ts'
import type { FuzzCase } from './case.ts'

/** An entry of one kind. */
export type EntryOf<K extends FactKind> = Extract<Entry, { readonly kind: K }>

/** What one worker does with one delivery of a message. */
export interface Life {
  readonly delivered: EntryOf<'message-delivered'>
  readonly worker: string
  readonly task: string
  readonly tag: number
  readonly message: TaskMessage | null
  /** Facts of this task that it led to, in order. */
  readonly facts: Entry[]
}

/** Facts that a worker tells of a task though a kill has caused them. */
const ENDS: ReadonlySet<string> = new Set([
  'task-failed',
  'task-revoked',
  'task-finished',
  'task-retried',
])

/** Ends that a body comes to by itself, or that leave nothing to say. */
const OWN_ENDS: ReadonlySet<string> = new Set([
  'task-skipped',
  'task-succeeded',
  'task-retried',
  'task-ignored',
  'task-rejected',
  'task-revoked',
  'message-rejected',
])

/** Facts that name the delivery they are about, whatever has caused them. */
const SETTLING: ReadonlySet<string> = new Set([
  'message-acked',
  'message-rejected',
  'ack-lost',
  'ack-void',
])

/** A run that is over, as invariants look at it. */
export interface Ran {
  readonly one: FuzzCase
  readonly log: Log
  readonly entries: readonly Entry[]
  readonly lives: readonly Life[]
  /** The life that a row belongs to; undefined where it belongs to none. */
  readonly lifeAt: (row: number) => Life | undefined
  /** Message of each tag. */
  readonly messages: ReadonlyMap<number, TaskMessage>
  /** How the run stood when it ended. */
  readonly final: Snapshot
  /** Nothing was left to happen. */
  readonly over: boolean
}

/** Faults that keep messages and acknowledgements on their way. */
const ON_LINKS: ReadonlySet<string> = new Set([
  'partition',
  'slow-link',
  'lossy-link',
  'reordering',
] satisfies readonly FaultName[])

/** Has a fault touched a link in this run? What is on its way may be there long then. */
export const linksWereTouched = ({ one }: Ran): boolean =>
  one.actions.some((action) => 'fault' in action && ON_LINKS.has(action.fault))

/** Which pool a worker runs: what follows from a pool holds for it alone (table 3E). */
export function poolOf({ entries }: Ran, worker: string): string {
  for (const entry of entries)
    if (entry.kind === 'worker-started' && entry.actor.name === worker) return entry.detail.pool
  return 'prefork'
}

/** Reads a log once for all invariants. */
export function readRun(one: FuzzCase, log: Log, final: Snapshot, over: boolean): Ran {
  const entries = Array.from({ length: log.length }, (_, row) => log.entry(row))
  const messages = messagesOf(entries)
  const lives: Life[] = []
  /** The latest life of a task on a worker: where a kill is the cause, the chain of causes leaves it. */
  const latest = new Map<string, Life>()
  const stopped = new Map<string, number>()
  /** What each process runs, by its name. */
  const running = new Map<string, Life>()
  const byRow: (Life | undefined)[] = []
  for (const entry of entries) {
    let life = entry.cause < 0 ? undefined : byRow[entry.cause]
    const worker = workerOf(entry)
    // What a fault does is nothing that the body did which set it off.
    if (entry.kind === 'fault-began') life = undefined
    if (entry.kind === 'worker-stopped') stopped.set(entry.actor.name, entry.row)
    if (entry.kind === 'message-delivered') {
      life = begun(entry, messages)
      lives.push(life)
      latest.set(`${life.worker} ${life.task}`, life)
    } else if (SETTLING.has(entry.kind)) {
      const { tag } = entry.detail as { readonly tag: number }
      // Its cause tells which delivery, where a worker had the message more than once.
      const before = entries[entry.row - 1]
      if (before?.kind === 'ack-void' && before.detail.tag === tag && !before.detail.refused)
        life = byRow[before.row]
      if (life?.tag !== tag || life.worker !== worker)
        life = lives.findLast((one) => one.tag === tag && one.worker === worker)
    } else if (running.has(entry.actor.name)) life = running.get(entry.actor.name)
    else if (ENDS.has(entry.kind) && entry.task !== null) {
      const key = `${worker} ${entry.task}`
      life =
        terminatedBy(entry, running, worker) ??
        lives.find((one) => isCutOff(one, worker, entry) && !isOfBefore(stopped, one)) ??
        life ??
        latest.get(key)
      if (life?.task !== entry.task || life.worker !== worker) life = latest.get(key) ?? life
    }
    if (entry.kind === 'task-started' && life !== undefined) running.set(entry.actor.name, life)
    if (entry.kind === 'task-finished' || entry.kind === 'process-ended')
      running.delete(entry.actor.name)
    byRow.push(life)
    if (life !== undefined && entry.task === life.task && worker === life.worker)
      life.facts.push(entry)
  }
  return { one, log, entries, lives, lifeAt: (row) => byRow[row], messages, final, over }
}

/** The run that a signal ends: of several tries of one id it is the one that a process is at. */
function terminatedBy(
  { kind, task, detail }: Entry,
  running: ReadonlyMap<string, Life>,
  worker: string | null,
): Life | undefined {
  if (kind !== 'task-revoked' || detail.reason !== 'terminated') return undefined
  return [...running.values()].find((one) => one.task === task && one.worker === worker)
}

/** Was this in an earlier life of its worker? */
const isOfBefore = (stopped: ReadonlyMap<string, number>, { worker, delivered }: Life): boolean =>
  (stopped.get(worker) ?? -1) > delivered.row

/** Has its process been taken from it, and nobody said yet what `entry` says? */
const isCutOff = ({ worker, task, facts }: Life, by: string | null, entry: Entry): boolean =>
  worker === by &&
  task === entry.task &&
  entry.kind !== 'task-revoked' &&
  facts.some(({ kind }) => kind === 'task-started') &&
  !facts.some(({ kind }) => kind === entry.kind || OWN_ENDS.has(kind))

const begun = (
  entry: EntryOf<'message-delivered'>,
  messages: ReadonlyMap<number, TaskMessage>,
): Life => ({
  delivered: entry,
  worker: entry.actor.name,
  task: entry.task ?? '',
  tag: entry.detail.tag,
  message: messages.get(entry.detail.tag) ?? null,
  facts: [],
})

/** The worker whose fact this is, or one of whose processes'. */
function workerOf({ actor }: Entry): string | null {
  if (actor.kind !== 'worker' && actor.kind !== 'process') return null
  return actor.name.split('/', 1)[0] ?? null
}

function messagesOf(entries: readonly Entry[]): Map<number, TaskMessage> {
  const messages = new Map<number, TaskMessage>()
  const published = new Map<string, TaskMessage[]>()
  for (const entry of entries) {
    if (entry.kind === 'message-published' && entry.task !== null)
      published.set(entry.task, [...(published.get(entry.task) ?? []), entry.detail.message])
    if (entry.kind !== 'message-enqueued' || messages.has(entry.detail.tag)) continue
    const cause = entries[entry.cause]
    const sent = published.get(entry.task ?? '') ?? []
    // Which of several tries a duplicate is of, the log does not say.
    const only = sent.length === 1 ? sent[0] : undefined
    const message = cause?.kind === 'message-published' ? cause.detail.message : only
    if (message !== undefined) messages.set(entry.detail.tag, message)
  }
  return messages
}
