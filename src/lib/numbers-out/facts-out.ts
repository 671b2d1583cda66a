/** The log as text that other tools read: one JSON a line, or a table. */
import { type Log, nameOf, sentence } from '../../../simulator/index.ts'

/** A fact as it leaves the page; times are microseconds of simulated time. */
interface FactOut {
  readonly row: number
  readonly time: number
  readonly kind: string
  readonly task: string | null
  readonly name: string | null
  readonly actor: string
  readonly actorKind: string
  /** The row that led to it; null where none did. */
  readonly cause: number | null
  readonly sentence: string
  readonly detail: unknown
}

function factOut(log: Log, row: number): FactOut {
  const { time, kind, task, actor, cause, detail } = log.entry(row)
  return {
    row,
    time,
    kind,
    task,
    name: task === null ? null : (nameOf(log, log.taskAt(row)) ?? null),
    actor: actor.name,
    actorKind: actor.kind,
    cause: cause < 0 ? null : cause,
    sentence: sentence(log, row),
    detail,
  }
}

/** The first `rows` facts as NDJSON (https://github.com/ndjson/ndjson-spec): one object a line. */
export function asNdjson(log: Log, rows: number): string {
  let text = ''
  for (let row = log.first; row < rows; row++) text += `${JSON.stringify(factOut(log, row))}\n`
  return text
}

const COLUMNS = [
  'row',
  'time',
  'kind',
  'task',
  'name',
  'actor',
  'actorKind',
  'cause',
  'sentence',
  'detail',
] as const satisfies readonly (keyof FactOut)[]

/** The first `rows` facts as CSV (RFC 4180) with a line of names; details are JSON. */
export function asCsv(log: Log, rows: number): string {
  let text = `${COLUMNS.join(',')}\r\n`
  for (let row = log.first; row < rows; row++) {
    const fact = factOut(log, row)
    const cells = COLUMNS.map((column) =>
      column === 'detail' ? JSON.stringify(fact.detail) : String(fact[column] ?? ''),
    )
    text += `${cells.map(cell).join(',')}\r\n`
  }
  return text
}

const cell = (text: string): string =>
  /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text
