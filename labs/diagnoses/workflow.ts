import { type Json, lengthText, type Micros } from '../../simulator/index.ts'
import { number, type Parameters, text } from '../checks/check.ts'
import { type Happening, happenings, keyText } from '../checks/happening.ts'
import {
  clientWaits,
  named,
  type RunRecord,
  slotSleeps,
  slotWaits,
  type Span,
  type TaskRecord,
} from '../checks/run-record.ts'
import type { DiagnosisWord } from './diagnosis.ts'

/** Somebody waits for results: the program, or a task in its process. That is a mistake of its own. */
const someoneWaits = (run: RunRecord): boolean =>
  slotWaits(run).length > 0 ||
  slotSleeps(run).length > 0 ||
  clientWaits(run).some(({ ids }) => ids.length > 0)

const LOST = 'WorkerLostError'

const isLost = (run: RunRecord): boolean => run.tasks.some(({ error }) => error === LOST)

/** Rows that came into a table, by one of its columns. */
const rowsIn = (run: RunRecord, table: string, key: string): readonly Happening[] =>
  happenings(run, { table, change: 'inserted', row: {}, key })

/** Tasks wait in their processes for the results of others, for ever or for a good part of the time. */
export const slotsSpentWaiting: DiagnosisWord = {
  parameters: { longest: 'seconds' },
  slots: ['task', 'share', 'worker'],
  find(run, parameters) {
    const limit = number(parameters, 'longest') * 1_000_000
    const long = slotWaits(run).filter(({ from, to }) => to - from > limit)
    const [first] = long
    if (first === undefined) return null
    const waited = long.reduce((sum, { from, to }) => sum + to - from, 0)
    const busy = run.tasks
      .flatMap(({ runs }) => runs)
      .reduce((sum, { from, to }) => sum + to - from, 0)
    const share = Math.round(Math.min(1, waited / Math.max(1, busy)) * 100)
    return { task: first.task.name, share, worker: first.task.workers.at(-1) ?? '' }
  },
}

/** A process was killed, and its task is not delivered again. */
export const lostWithItsProcess: DiagnosisWord = {
  parameters: {},
  slots: ['task', 'call', 'count'],
  find(run) {
    const lost = run.tasks.filter(({ error }) => error === LOST)
    const [first] = lost
    return first === undefined ? null : { task: first.name, call: first.called, count: lost.length }
  },
}

/** Python's own words where a function gets more than it takes. */
const TOO_MANY = /takes (?:from )?\d.* positional arguments? but \d+ (?:was|were) given/u

/**
 * A task of a chain gets the result of the one before it in front of its own arguments, and does not want it: there
 * are too many of them, or a mail goes to somebody who is not in `table`.
 */
export const resultInFront: DiagnosisWord = {
  parameters: { table: 'table', column: 'column' },
  slots: ['task', 'what'],
  find(run, parameters) {
    const wrong = run.tasks.find(({ errorText = '' }) => TOO_MANY.test(errorText))
    if (wrong !== undefined) return { task: wrong.name, what: wrong.errorText ?? '' }
    const people = rowsIn(run, text(parameters, 'table'), text(parameters, 'column'))
    const known = new Set(people.map(({ key }) => key))
    const strange = run.effects.find(
      ({ entry, task }) =>
        (task ?? null) !== null &&
        entry['mail'] === 'accepted' &&
        listOf(entry['to']).every((to) => !known.has(to)),
    )
    const task = strange?.task ?? null
    return task === null || people.length === 0 ? null : { task: task.name, what: task.called }
  },
}

const listOf = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? (value as readonly Json[]).map(keyText) : []

/** How many of the tasks about a key had done their work by then: they have succeeded, or changed something outside. */
const doneBefore = (run: RunRecord, name: string, key: string, time: Micros): number => {
  const acted = new Set(run.effects.filter((one) => one.time <= time).map(({ task }) => task))
  return named(run, name).filter(
    (task) =>
      task.argument === key &&
      (acted.has(task) || task.successes.some((success) => success.time <= time)),
  ).length
}

const sentFor = (run: RunRecord, name: string, key: string): number =>
  named(run, name).filter(({ argument }) => argument === key).length

/** What a workflow publishes: rows of `table`, each after `count` tasks called `task` about its key. */
const PARTS = { task: 'task', table: 'table', column: 'column', count: 'count' } as const

interface Page {
  readonly key: string
  readonly row: Happening['row']
  readonly done: number
}

const pagesOf = (run: RunRecord, parameters: Parameters): readonly Page[] =>
  rowsIn(run, text(parameters, 'table'), text(parameters, 'column')).map(({ key, row, time }) => ({
    key,
    row,
    done: doneBefore(run, text(parameters, 'task'), key, time),
  }))

/** Python's own words where a function gets less than it needs. */
const TOO_FEW = /missing \d+ required positional argument/u

/** A task of a chain does not get the result of the one before it, and cannot do without. */
export const resultLeftOut: DiagnosisWord = {
  parameters: {},
  slots: ['task', 'what'],
  find(run) {
    const wrong = run.tasks.find(({ errorText = '' }) => TOO_FEW.test(errorText))
    return wrong === undefined ? null : { task: wrong.name, what: wrong.errorText ?? '' }
  },
}

/** A row comes before the tasks that it is made of are done. */
export const beforeItsParts: DiagnosisWord = {
  parameters: PARTS,
  slots: ['key', 'done', 'count', 'early'],
  find(run, parameters) {
    const count = number(parameters, 'count')
    const task = text(parameters, 'task')
    const early = pagesOf(run, parameters).filter(
      ({ key, done }) => done < count && sentFor(run, task, key) >= count,
    )
    const [first] = early
    return first === undefined
      ? null
      : { key: first.key, done: first.done, count, early: early.length }
  },
}

/** All tasks that a row is made of were done, and yet its `parts` name fewer: they were not handed on. */
export const withoutItsParts: DiagnosisWord = {
  parameters: { ...PARTS, parts: 'column' },
  slots: ['key', 'found', 'count', 'poor'],
  find(run, parameters) {
    const count = number(parameters, 'count')
    const found = ({ row }: Page): number =>
      keyText(row[text(parameters, 'parts')])
        .split(',')
        .filter((part) => part.trim() !== '').length
    const poor = pagesOf(run, parameters).filter(
      (page) => page.done >= count && found(page) < count,
    )
    const [first] = poor
    return first === undefined
      ? null
      : { key: first.key, found: found(first), count, poor: poor.length }
  },
}

/** A task was to fail, says that it is done, and what must not go on goes on. */
export const failureSwallowed: DiagnosisWord = {
  parameters: { ...PARTS, good: 'table' },
  slots: ['key', 'task'],
  find(run, parameters) {
    const good = rowsIn(run, text(parameters, 'good'), text(parameters, 'column'))
    const keys = new Set(good.map(({ key }) => key))
    const wrong = pagesOf(run, parameters).find(
      ({ key, done }) => !keys.has(key) && done >= number(parameters, 'count'),
    )
    if (wrong === undefined || keys.size === 0) return null
    return { key: wrong.key, task: text(parameters, 'task') }
  },
}

/** What has become of the keys that could not be done. */
interface Failed {
  readonly key: string
  /** The task that failed. */
  readonly task: string
  /** `row` of the lab's table says so. */
  readonly isTold: boolean
}

/** In which table it is told that something has failed. */
const TOLD = { table: 'table', column: 'column', status: 'sentence' } as const

function failedOf(run: RunRecord, parameters: Parameters): readonly Failed[] {
  if (isLost(run) || someoneWaits(run)) return []
  const row = { status: text(parameters, 'status') }
  const table = { table: text(parameters, 'table'), key: text(parameters, 'column') }
  const told = happenings(run, { ...table, change: 'updated', row }).map(({ key }) => key)
  const failed = run.tasks.filter(
    ({ state, error }) => state === 'FAILURE' && error !== 'TypeError',
  )
  return [...new Map(failed.map((task) => [task.argument, task.name]))].map(([key, task]) => ({
    key,
    task,
    isTold: told.includes(key),
  }))
}

/** Somebody hears of some failures and not of others: an errback belongs to the task that has it. */
export const errbackOfSome: DiagnosisWord = {
  parameters: TOLD,
  slots: ['key', 'task', 'other'],
  find(run, parameters) {
    const failed = failedOf(run, parameters)
    const untold = failed.find(({ isTold }) => !isTold)
    const told = failed.find(({ isTold }) => isTold)
    if (untold === undefined || told === undefined) return null
    return { key: untold.key, task: untold.task, other: told.task }
  },
}

/** Nobody hears of any failure. */
export const noErrback: DiagnosisWord = {
  parameters: TOLD,
  slots: ['key', 'task', 'count'],
  find(run, parameters) {
    const failed = failedOf(run, parameters)
    const [first] = failed
    if (first === undefined || failed.some(({ isTold }) => isTold)) return null
    return { key: first.key, task: first.task, count: failed.length }
  },
}

/** Somebody hears of the same failure more than once, and of nothing else. */
export const errbackOfEach: DiagnosisWord = {
  parameters: {},
  slots: ['address', 'times'],
  find(run) {
    const mails = happenings(run, { entry: { mail: 'accepted' }, service: null, key: 'to' })
    const again = mails.find(({ key, row }) => {
      const own = mails.filter((mail) => mail.key === key)
      return own.length > 1 && own.every((mail) => mail.row['subject'] === row['subject'])
    })
    if (again === undefined || isLost(run) || resultLeftOut.find(run, {}) !== null) return null
    const times = mails.filter(({ key }) => key === again.key).length
    return { address: again.key, times }
  },
}

/** What could be done side by side for a key comes one after the other, in several tasks or in one. */
export const oneByOne: DiagnosisWord = {
  parameters: { task: 'task' },
  slots: ['key', 'task', 'length'],
  find(run, parameters) {
    if (someoneWaits(run)) return null
    const task = text(parameters, 'task')
    const all = [...new Set(named(run, task).map(({ argument }) => argument))]
      .map((key) => ({ key, own: named(run, task).filter(({ argument }) => argument === key) }))
      .filter(({ own }) => own.length > 1 || own.some((one) => actsOf(run, one) > 1))
      .map(({ key, own }) => ({ key, spans: own.flatMap(({ runs }) => runs) }))
    const apart = all.filter(({ spans }) => !spans.some((span) => meets(span, spans)))
    const [first] = apart
    if (first === undefined || apart.length * 2 <= all.length) return null
    const begun = Math.min(...first.spans.map(({ from }) => from))
    const length = Math.max(...first.spans.map(({ to }) => to)) - begun
    return { key: first.key, task, length: lengthText(length) }
  },
}

/** How many things a task has changed outside; the same thing again does not count. */
const actsOf = (run: RunRecord, task: TaskRecord): number =>
  new Set(run.effects.filter((one) => one.task === task).map(({ subject }) => subject)).size

/** Another one is under way when this one begins. */
const meets = (span: Span, spans: readonly Span[]): boolean =>
  spans.some((one) => one !== span && one.from <= span.from && one.to > span.from)
