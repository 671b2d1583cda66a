import { type Entry, type Table, tables } from '../../../simulator/index.ts'
import type { Ran } from '../ran.ts'

/** A chart without the names of its own states and events. */
type AnyTable = Pick<Table, 'id' | 'initial' | 'states' | 'events' | 'next'>

const asAny = (table: object): AnyTable => table as AnyTable

/** Which arrow of a chart a fact is; null: of none. */
type Arrow = (entry: Entry) => string | null

/** Folds a chart over facts, one entity after the other; an arrow that it does not have is a problem. */
function fold(
  table: AnyTable,
  from: number,
  entries: readonly Entry[],
  arrow: Arrow,
  what: string,
): string[] {
  let state = from
  for (const entry of entries) {
    const event = arrow(entry)
    if (event === null) continue
    for (const one of isLoss(entry, table.states[state]) ? ['LOSE', event] : [event]) {
      const next = table.next(state, table.events.indexOf(one))
      if (!(next >= 0))
        return [`row ${entry.row}: ${what} is ${table.states[state] ?? '?'} and cannot ${one}`]
      state = next
    }
  }
  return []
}

/** A process that died with a task it had accepted and not begun: only its end is told (rule 3.28). */
const isLoss = ({ kind, detail }: Entry, state: string | undefined): boolean =>
  kind === 'task-failed' && detail.error.type === 'WorkerLostError' && state === 'reserved'

/** Groups facts by who they are about. */
function groups(entries: readonly Entry[], key: (entry: Entry) => string | null) {
  const found = new Map<string, Entry[]>()
  for (const entry of entries) {
    const name = key(entry)
    if (name === null) continue
    const list = found.get(name)
    if (list === undefined) found.set(name, [entry])
    else list.push(entry)
  }
  return found
}

const WORKER_ARROWS: { readonly [kind: string]: string } = {
  'worker-started': 'START',
  'worker-ready': 'READY',
  'worker-stopping': 'STOP',
}

function workerArrow({ kind, detail }: Entry): string | null {
  if (kind !== 'worker-stopped') return WORKER_ARROWS[kind] ?? null
  return detail.reason === 'warm' || detail.reason === 'cold' ? 'STOPPED' : 'KILL'
}

/** A worker that ends before its app is imported never says that it has started: its end is left out. */
function saysThatItLived(): (entry: Entry) => boolean {
  let lives = false
  return ({ kind }) => {
    const says = kind !== 'worker-stopped' || lives
    if (kind === 'worker-started') lives = true
    if (kind === 'worker-stopped') lives = false
    return says
  }
}

/** Every fact of a worker is an arrow of its chart. */
export const workersFollowTheirChart = ({ entries }: Ran): string[] =>
  [
    ...groups(entries, (entry) => (entry.actor.kind === 'worker' ? entry.actor.name : null)),
  ].flatMap(([name, own]) => {
    const table = asAny(tables.worker)
    return fold(table, table.initial, own.filter(saysThatItLived()), workerArrow, name)
  })

const PROCESS_ARROWS: { readonly [kind: string]: string } = {
  'process-started': 'SPAWN',
  'process-ended': 'EXIT',
  'task-started': 'RUN',
  'task-finished': 'FREE',
  'body-parked': 'PARK',
  'body-resumed': 'RESUME',
}

/** Every fact of a pool process is an arrow of its chart; so it runs one task at a time, and none when it is gone. */
export const processesFollowTheirChart = ({ entries }: Ran): string[] =>
  [
    ...groups(entries, (entry) => (entry.actor.kind === 'process' ? entry.actor.name : null)),
  ].flatMap(([name, own]) => {
    const table = asAny(tables.process)
    return fold(table, table.initial, own, ({ kind }) => PROCESS_ARROWS[kind] ?? null, name)
  })

const TASK_ARROWS: { readonly [kind: string]: string } = {
  'task-received': 'RECEIVE',
  'task-held': 'HOLD',
  'task-reserved': 'RESERVE',
  'task-started': 'START',
  'task-skipped': 'SKIP',
  'task-succeeded': 'SUCCEED',
  'task-failed': 'FAIL',
  'task-retried': 'RETRY',
  'task-ignored': 'IGNORE',
  'task-rejected': 'REJECT',
  'task-revoked': 'REVOKE',
}

/** Every delivery of a message leads a life that the chart of a task allows. */
export const livesFollowTheirChart = ({ lives }: Ran): string[] => {
  const table = asAny(tables.task)
  const sent = table.states.indexOf('sent')
  return lives.flatMap((life) =>
    fold(table, sent, life.facts, ({ kind }) => TASK_ARROWS[kind] ?? null, life.task),
  )
}
