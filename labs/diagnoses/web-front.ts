import { lengthText, type Micros } from '../../simulator/index.ts'
import { unwanted } from '../checks/answers-as-wanted.ts'
import { number, text } from '../checks/check.ts'
import type { RequestStart, RunRecord } from '../checks/run-record.ts'
import { FOR_EACH, servedOf } from '../checks/visitors.ts'
import type { DiagnosisWord } from './diagnosis.ts'

/** A visitor, and how long the thread that answered stood still for work of its own. */
interface Busy {
  readonly request: RequestStart
  length: Micros
}

/** How long threads have worked on each request themselves: what services and sleeps take, and no waiting for results. */
function busyOf({ waits }: RunRecord): readonly Busy[] {
  const found = new Map<number, Busy>()
  for (const { request, ids, from, to } of waits) {
    if (request === undefined || ids.length > 0) continue
    const known = found.get(request.number)
    if (known === undefined) found.set(request.number, { request, length: to - from })
    else known.length += to - from
  }
  return [...found.values()]
}

const LONGER = { longer: 'seconds' } as const
const longIn = (all: readonly Busy[], longer: number): readonly Busy[] =>
  all.filter(({ length }) => length >= longer * 1_000_000)

/** Threads of a web front do all the work themselves: no message is ever published. */
export const nothingPublished: DiagnosisWord = {
  parameters: LONGER,
  slots: ['number', 'path', 'length', 'count'],
  find(run, parameters) {
    const long = run.tasks.length > 0 ? [] : longIn(busyOf(run), number(parameters, 'longer'))
    const [first] = long
    if (first === undefined) return null
    const { number: nth, path } = first.request
    return { number: nth, path, length: lengthText(first.length), count: long.length }
  },
}

/** Some work has gone to tasks, and that of one path is still done by the thread that answers. */
export const busyInRequest: DiagnosisWord = {
  parameters: { path: 'path', ...LONGER },
  slots: ['number', 'length', 'count'],
  find(run, parameters) {
    if (run.tasks.length === 0) return null
    const path = text(parameters, 'path')
    const visits = busyOf(run).filter(({ request }) => request.path === path)
    const long = longIn(visits, number(parameters, 'longer'))
    const [first] = long
    // Of work that is done here it is most; one call that was slow by chance is no sign of it.
    if (first === undefined || 2 * long.length < visits.length) return null
    return { number: first.request.number, length: lengthText(first.length), count: long.length }
  },
}

/** Threads of a web front publish a task and wait for its result. */
export const waitsInRequest: DiagnosisWord = {
  parameters: {},
  slots: ['number', 'path', 'task', 'wait', 'count'],
  find(run) {
    const waits = run.waits.filter(({ request, ids }) => request !== undefined && ids.length > 0)
    const [longest] = waits.toSorted((a, b) => b.to - b.from - (a.to - a.from))
    if (longest?.request === undefined) return null
    const { number: nth, path } = longest.request
    const task = run.tasks.find(({ id }) => longest.ids.includes(id))?.name ?? ''
    const wait = lengthText(longest.to - longest.from)
    return { number: nth, path, task, wait, count: waits.length }
  },
}

/** Visitors have their answer before a service knows of them, which does in the end. */
export const answeredTooSoon: DiagnosisWord = {
  parameters: FOR_EACH,
  slots: ['number', 'name', 'late', 'count'],
  find(run, parameters) {
    const late = servedOf(run, parameters).flatMap(({ request, name, effects: [first] }) =>
      first === undefined || first.time < request.time
        ? []
        : [{ name, number: request.number, by: first.time - request.time }],
    )
    const [worst] = late.toSorted((a, b) => b.by - a.by)
    if (worst === undefined) return null
    const { name, number: nth, by } = worst
    return { number: nth, name, late: lengthText(by), count: late.length }
  },
}

/** Visitors of a path do not hear what they must know. */
export const answeredBlindly: DiagnosisWord = {
  parameters: {},
  slots: ['number', 'path', 'status', 'wanted', 'count'],
  find(run) {
    const wrong = unwanted(run)
    const [first] = wrong
    if (first === undefined) return null
    const { number: nth, path, status, wanted } = first
    return { number: nth, path, status, wanted: wanted ?? '', count: wrong.length }
  },
}

/** A service never did anything for some visitors with a good answer, and tasks were published that never began. */
export const neverBegun: DiagnosisWord = {
  parameters: FOR_EACH,
  slots: ['name', 'count', 'task'],
  find(run, parameters) {
    const missing = servedOf(run, parameters).filter(({ effects }) => effects.length === 0)
    const [first] = missing
    const task = run.tasks.find(({ firstStarted }) => firstStarted === null)
    if (first === undefined || task === undefined) return null
    return { name: first.name, count: missing.length, task: task.name }
  },
}
