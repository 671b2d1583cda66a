import type { Micros } from '../../simulator/index.ts'
import type { EffectRecord, OutageRecord, RunRecord, TaskRecord } from './run-record.ts'

/** One try to hand a mail to the mail server. */
export interface TryRecord {
  /** When its first call began. */
  readonly at: Micros
  /** The mail server turned it away for the moment, or was not there. */
  failed: boolean
}

/** One mail that the program wants sent, and what became of it. */
export interface MailRecord {
  /** The task that the program sent for it. */
  readonly task: TaskRecord
  readonly address: string
  readonly tries: readonly TryRecord[]
  /** When the mail server said that nobody has this address. */
  readonly unknown: readonly Micros[]
  /** When it took the mail over: from then on it is sent. */
  readonly accepted: readonly Micros[]
  /** Rows about its address in a table, where one was asked for. */
  readonly rows: readonly EffectRecord[]
}

interface Draft extends MailRecord {
  readonly tries: TryRecord[]
  readonly unknown: Micros[]
  readonly accepted: Micros[]
  readonly rows: EffectRecord[]
  /** Its last try has got as far as naming a sender. */
  named: boolean
}

const ADDRESS = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/u
const SMTP = new Set(['connect', 'mail', 'rcpt', 'data'])

/**
 * The mails of the tasks of a name that the program sent: whatever these tasks have sent in turn belongs to
 * their mail. A try begins with a connection, or with the next mail over one that is there.
 */
export function mailsOf(run: RunRecord, name: string, table = ''): readonly MailRecord[] {
  const drafts: Draft[] = run.tasks
    .filter((task) => task.name === name && task.root === task.id)
    .map((task) => ({
      task,
      address: ADDRESS.exec(task.called)?.[0] ?? task.called,
      tries: [],
      unknown: [],
      accepted: [],
      rows: [],
      named: false,
    }))
  const byRoot = new Map(drafts.map((draft) => [draft.task.id, draft]))
  const byAddress = new Map(drafts.map((draft) => [draft.address, draft]))
  readTries(run, byRoot)
  for (const effect of run.effects) readEffect(effect, byAddress, table)
  return drafts
}

function readTries(run: RunRecord, byRoot: ReadonlyMap<string, Draft>): void {
  for (const { task, call, from, outcome, code } of run.calls) {
    const draft = task === null || !SMTP.has(call) ? undefined : byRoot.get(task.root)
    if (draft === undefined) continue
    const begins = call === 'connect' || (call === 'mail' && (draft.named || !draft.tries.length))
    if (begins) draft.tries.push({ at: from, failed: false })
    draft.named = call === 'mail' || (call !== 'connect' && draft.named)
    const last = draft.tries.at(-1)
    if (last === undefined) continue
    if (outcome !== 'answered' || (code !== null && code >= 400 && code < 500)) last.failed = true
    if (code === 550) draft.unknown.push(from)
  }
}

function readEffect(
  effect: EffectRecord,
  byAddress: ReadonlyMap<string, Draft>,
  table: string,
): void {
  const { entry, time } = effect
  if (entry['mail'] === 'accepted') {
    for (const to of textsIn(entry['to'])) byAddress.get(to)?.accepted.push(time)
    return
  }
  const changes = Array.isArray(entry['changes']) ? entry['changes'] : []
  for (const change of changes as readonly Change[]) {
    if (change.table !== table || change.change !== 'inserted') continue
    const address = Object.values(change.row).find(
      (value) => typeof value === 'string' && byAddress.has(value),
    )
    if (typeof address === 'string') byAddress.get(address)?.rows.push(effect)
  }
}

interface Change {
  readonly table: string
  readonly change: string
  readonly row: { readonly [column: string]: unknown }
}

const textsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []

/** Nobody has its address, and the mail server has said so. */
export const isUnknown = ({ unknown }: MailRecord): boolean => unknown.length > 0

/** Times between one try and the next. */
export const gapsOf = ({ tries }: MailRecord): readonly Micros[] =>
  tries.slice(1).map(({ at }, before) => at - (tries[before]?.at ?? 0))

/** Mails whose tries show how the gaps grow: of three tries or more. */
const PATIENT = 3

/** How much longer the last gap is than the first, on average; null where no mail was tried often enough. */
export function growthOf(mails: readonly MailRecord[]): number | null {
  const gaps = mails.filter((mail) => mail.tries.length >= PATIENT && !isUnknown(mail)).map(gapsOf)
  const sum = (pick: (own: readonly Micros[]) => Micros | undefined): number =>
    gaps.reduce((all, own) => all + (pick(own) ?? 0), 0)
  return gaps.length === 0
    ? null
    : sum((own) => own.at(-1)) /
        Math.max(
          1,
          sum((own) => own[0]),
        )
}

/** Gaps that grow less than that do not grow. */
export const GROWS = 1.25

/** The most tries that reached the server in any span so long, before its first outage and after its last. */
export interface LoadRecord {
  readonly usual: number
  readonly after: number
  /** The end of the span after the outage. */
  readonly at: Micros
}

/** How busy the mail server was; null where it was never away. */
export function loadOf(run: RunRecord, span: Micros): LoadRecord | null {
  const [first] = run.outages
  const last = run.outages.at(-1)
  if (first === undefined || last === undefined) return null
  const reached = run.calls
    .filter(({ call, from }) => call === 'connect' && !isAway(run.outages, from))
    .map(({ from }) => from)
  const before = busiest(
    reached.filter((at) => at < first.from),
    span,
  )
  const after = busiest(
    reached.filter((at) => at >= last.to),
    span,
  )
  return { usual: before.count, after: after.count, at: after.at }
}

const isAway = (outages: readonly OutageRecord[], at: Micros): boolean =>
  outages.some(({ from, to }) => at >= from && at < to)

function busiest(times: readonly Micros[], span: Micros): { count: number; at: Micros } {
  let most = { count: 0, at: 0 }
  let begin = 0
  times.forEach((at, index) => {
    while ((times[begin] ?? at) <= at - span) begin += 1
    if (index - begin + 1 > most.count) most = { count: index - begin + 1, at }
  })
  return most
}
