import { fromIso, type Entry } from '../../../simulator/index.ts'
import { type Life, linksWereTouched, poolOf, type Ran } from '../ran.ts'

const of = (life: Life, kind: Entry['kind']): Entry | undefined =>
  life.facts.find((entry) => entry.kind === kind)

/** How far each worker's clock was ahead at a row, by its faults. */
function skews({ entries }: Ran): (worker: string, row: number) => number {
  const changes: { readonly row: number; readonly worker: string; readonly by: number }[] = []
  for (const { kind, row, detail } of entries) {
    if (kind !== 'fault-began' && kind !== 'fault-ended') continue
    if (detail.fault !== 'clock-skew') continue
    const by = kind === 'fault-began' ? detail.by : -detail.by
    changes.push({ row, worker: `${detail.worker}@sim`, by })
  }
  return (worker, row) =>
    changes.reduce((sum, change) => {
      const counts = change.worker === worker && change.row <= row
      return counts ? sum + change.by : sum
    }, 0)
}

/** No task is handed to the pool before its ETA, as its worker's clock had it when it came (rule 3.17). */
export function noTaskBeforeItsTime(ran: Ran): string[] {
  const skewOf = skews(ran)
  return ran.lives.flatMap((life) => {
    const eta = life.message?.headers.eta
    const reserved = of(life, 'task-reserved')
    if (eta == null || reserved === undefined) return []
    const received = of(life, 'task-received') ?? life.delivered
    const due = (fromIso(eta) ?? 0) - skewOf(life.worker, received.row)
    return reserved.time >= due
      ? []
      : [`row ${reserved.row}: ${life.task} is ${due - reserved.time} µs early`]
  })
}

/** From the last look at a task until it runs: a pipe, and the import of its module. */
const HANDING_OVER = 60_000

/** No task runs that had expired when it was handed over (rule 3.59). */
export function noTaskAfterItsExpiry(ran: Ran): string[] {
  const skewOf = skews(ran)
  return ran.lives.flatMap((life) => {
    const expires = life.message?.headers.expires
    const started = of(life, 'task-started')
    if (expires == null || started === undefined) return []
    // What waits in the queue of threads or for a greenlet was looked at before, and is not looked at again.
    if (poolOf(ran, life.worker) !== 'prefork') return []
    // A clock that was put right meanwhile may have shown less.
    const skew = Math.min(skewOf(life.worker, started.row), skewOf(life.worker, life.delivered.row))
    return started.time <= (fromIso(expires) ?? 0) - skew + HANDING_OVER
      ? []
      : [`row ${started.row}: ${life.task} had expired`]
  })
}

/** No worker starts a task that it was told to drop, as long as it runs (rule 3.57). */
export function noRevokedTaskRuns(ran: Ran): string[] {
  const { entries, lives } = ran
  const revoked = new Map<string, number>()
  const forgotten = new Map<string, number>()
  for (const entry of entries) {
    if (entry.kind === 'worker-stopped') forgotten.set(entry.actor.name, entry.time)
    if (entry.kind !== 'control-handled' || entry.detail.method !== 'revoke') continue
    const sent = sourceOf(entries, entry)
    const id = sent?.detail.arguments['task_id']
    if (typeof id === 'string') revoked.set(`${entry.actor.name} ${id}`, entry.time)
  }
  return lives.flatMap((life) => {
    const started = of(life, 'task-started')
    const since = revoked.get(`${life.worker} ${life.task}`)
    if (started === undefined || since === undefined) return []
    // As with what has expired.
    if (poolOf(ran, life.worker) !== 'prefork') return []
    if ((forgotten.get(life.worker) ?? -1) >= since) return []
    return started.time <= since + HANDING_OVER
      ? []
      : [`row ${started.row}: ${life.task} had been revoked`]
  })
}

/** The control message that a worker answers to. */
function sourceOf(
  entries: readonly Entry[],
  from: Entry,
): Extract<Entry, { kind: 'control-sent' }> | undefined {
  for (let at = entries[from.cause]; at !== undefined; at = entries[at.cause])
    if (at.kind === 'control-sent') return at
  return undefined
}

const SETTLED: ReadonlySet<string> = new Set([
  'message-acked',
  'message-rejected',
  'ack-lost',
  'ack-void',
])
const ENDS: ReadonlySet<string> = new Set([
  'task-skipped',
  'task-succeeded',
  'task-failed',
  'task-retried',
  'task-ignored',
  'task-rejected',
  'task-revoked',
])

/** How a task acknowledges: its own option, or the setting (rule 3.27). */
function acksLate({ one }: Ran, name: string): boolean {
  const modelled = one.cluster.tasks?.find((task) => task.name === name)
  const own = (modelled ?? one.plan?.tasks[name])?.options['acks_late']
  return (own ?? one.cluster.settings?.['task_acks_late']) === true
}

/** A task acknowledges before it runs or after it has ended, as it is told (rules 3.26, 3.27). */
export const everyTaskAcknowledgesInTime = (ran: Ran): string[] =>
  ran.lives.flatMap((life) => {
    const started = of(life, 'task-started')
    const name = life.message?.headers.task
    if (started === undefined || name === undefined) return []
    // An acknowledgement that comes to nothing is that of an earlier delivery's run (rule 3.12).
    const late = acksLate(ran, name)
    const settled = life.facts.find(
      ({ kind }) => SETTLED.has(kind) && !(late && kind === 'ack-void'),
    )
    const early = settled !== undefined && settled.row < started.row
    if (late !== early) return []
    // A solo worker sends it after the body, as its main loop does nothing meanwhile.
    if (!early && poolOf(ran, life.worker) === 'solo') return []
    // An early one may be on its way for long.
    if (!early && linksWereTouched(ran)) return []
    return [`row ${started.row}: ${name} acknowledged ${early ? 'before' : 'after'} it ran`]
  })

/**
 * When nothing is left to happen, every task that has ended has settled its message, unless its worker is
 * gone or was cut off meanwhile.
 */
export function everyEndIsSettled(ran: Ran): string[] {
  if (!ran.over) return []
  const gone = lastTimes(ran, ['worker-stopped', 'connection-lost'])
  return ran.lives.flatMap((life) => {
    const end = life.facts.findLast(({ kind }) => ENDS.has(kind))
    if (end === undefined || life.facts.some(({ kind }) => SETTLED.has(kind))) return []
    if ((gone.get(life.worker) ?? -1) >= life.delivered.time) return []
    return [`row ${end.row}: ${life.task} has ended, its message is with ${life.worker} for ever`]
  })
}

/** Nothing came of the message: it was rejected, or is no task. */
const isNoTask = (fact: Entry): boolean =>
  fact.kind === 'message-rejected' ||
  fact.kind === 'message-invalid' ||
  // What it wanted to put back was settled by an earlier run of the same message.
  (fact.kind === 'ack-void' && fact.detail.refused)

/**
 * When nothing is left to happen, every task that a worker took has come to an end, unless the worker is
 * gone, its message went elsewhere, or it takes nothing more because its pool is empty.
 */
export function everyTaskComesToAnEnd(ran: Ran): string[] {
  if (!ran.over) return []
  const gone = lastTimes(ran, ['worker-stopped', 'connection-lost'])
  return ran.lives.flatMap((life) => {
    const { facts } = life
    if (facts.some((fact) => ENDS.has(fact.kind) || isNoTask(fact))) return []
    if ((gone.get(life.worker) ?? -1) >= life.delivered.time) return []
    if (livingProcesses(ran, life.worker) === 0) return []
    return [`row ${life.delivered.row}: ${life.task} never ends on ${life.worker}`]
  })
}

function livingProcesses({ entries }: Ran, worker: string): number {
  let living = 0
  for (const { kind, actor } of entries) {
    if (!actor.name.startsWith(`${worker}/`)) continue
    if (kind === 'process-started') living += 1
    if (kind === 'process-ended') living -= 1
  }
  return living
}

function lastTimes({ entries }: Ran, kinds: readonly string[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>()
  for (const { kind, actor, time } of entries) if (kinds.includes(kind)) times.set(actor.name, time)
  return times
}

/** A task that is to be tried again has sent its next try (rule 4.7). */
export const everyRetryIsSent = ({ entries, lives }: Ran): string[] => {
  const sent = new Map<string, number>()
  for (const { kind, detail } of entries) {
    if (kind !== 'message-published') continue
    const { id, retries } = detail.message.headers
    sent.set(`${id} ${retries}`, (sent.get(`${id} ${retries}`) ?? 0) + 1)
  }
  return lives.flatMap(({ task, facts }) => {
    const retried = facts.find((entry) => entry.kind === 'task-retried')
    if (retried === undefined) return []
    return (sent.get(`${task} ${retried.detail.retries}`) ?? 0) > 0
      ? []
      : [`row ${retried.row}: try ${retried.detail.retries} of ${task} was never sent`]
  })
}

/** What a task returned is stored before it ends, unless nobody wants it (rules 4.4, 4.12). */
export const everySuccessIsStored = ({ one, lives }: Ran): string[] =>
  one.cluster.backend === 'none'
    ? []
    : lives.flatMap(({ task, facts, message }) => {
        const end = facts.find(({ kind }) => kind === 'task-succeeded')
        if (end === undefined || message === null) return []
        if (message.headers.ignore_result) return []
        const stored = facts.some(
          (entry) =>
            entry.kind === 'state-stored' &&
            entry.detail.state === 'SUCCESS' &&
            entry.row < end.row,
        )
        return stored ? [] : [`row ${end.row}: the result of ${task} was not stored`]
      })
