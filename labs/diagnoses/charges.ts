import type { Json, Micros } from '../../simulator/index.ts'
import { type Parameters, text } from '../checks/check.ts'
import { keyText } from '../checks/happening.ts'
import { named, type RunRecord, type TaskRecord } from '../checks/run-record.ts'
import type { DiagnosisWord } from './diagnosis.ts'

/** A charge that the payment gateway has made. */
interface Charge {
  readonly time: Micros
  /** The idempotency key that it came with. */
  readonly key: string | null
}

/** One order, and what became of it. */
interface Order {
  readonly id: string
  readonly charges: readonly Charge[]
  readonly refunded: number
  /** The tasks that were sent to charge it. */
  readonly tasks: readonly TaskRecord[]
  /** Tasks about it that succeeded and never asked the gateway: none of theirs did. */
  readonly silent: readonly TaskRecord[]
  /** The gateway has neither charged nor refused it. */
  readonly open: boolean
}

const DECLINED = 402

function ordersOf(run: RunRecord, parameters: Parameters): readonly Order[] {
  const tasks = named(run, text(parameters, 'task')).filter(({ id, root }) => id === root)
  const asked = run.calls.filter(({ call, task }) => call === 'POST' && task !== null)
  const askers = new Set(asked.map(({ task }) => task?.root))
  const declined = new Set(asked.filter(({ code }) => code === DECLINED).map(rootOf))
  return [...new Set(tasks.map(({ argument }) => argument))].map((id) => {
    const own = tasks.filter(({ argument }) => argument === id)
    const entries = run.effects.filter(({ entry }) => keyText(entry['customer']) === id)
    const charges = entries
      .filter(({ entry }) => entry['payment'] === 'charged')
      .map(({ time, entry }) => ({ time, key: keyOf(entry['key']) }))
    const refunded = entries.filter(({ entry }) => entry['payment'] === 'refunded').length
    const silent = own.filter(({ root, state }) => state === 'SUCCESS' && !askers.has(root))
    const open = charges.length === 0 && !own.some(({ root }) => declined.has(root))
    return { id, charges, refunded, tasks: own, silent, open }
  })
}

const rootOf = ({ task }: RunRecord['calls'][number]): string | undefined => task?.root

const keyOf = (value: Json | undefined): string | null =>
  value === undefined || value === null ? null : keyText(value)

const isDouble = ({ charges }: Order): boolean => charges.length > 1

/** The first order that was charged twice, where no money was given back: that is a mistake of its own. */
function doubleOf(orders: readonly Order[]): (Order & { readonly times: number }) | null {
  if (orders.some(({ refunded }) => refunded > 0)) return null
  const found = orders.find(isDouble)
  return found === undefined ? null : { ...found, times: found.charges.length }
}

const isPlain = ({ charges }: Order): boolean => charges.some(({ key }) => key === null)

const looksFirst = (orders: readonly Order[]): boolean =>
  orders.some(({ charges, silent }) => charges.length > 0 && silent.length > 0)

/** Orders are charged twice, by calls that say nothing of each other; nobody looks before. */
export const chargesWithoutKey: DiagnosisWord = {
  parameters: { task: 'task' },
  slots: ['order', 'times'],
  find(run, parameters) {
    const orders = ordersOf(run, parameters)
    const found = doubleOf(orders)
    if (found === null || !isPlain(found) || looksFirst(orders)) return null
    return { order: found.id, times: found.times }
  },
}

/** The same, although tasks look whether the order is paid before they ask. */
export const looksThenCharges: DiagnosisWord = {
  parameters: { task: 'task' },
  slots: ['order', 'times', 'apart'],
  find(run, parameters) {
    const orders = ordersOf(run, parameters)
    const found = doubleOf(orders)
    if (found === null || !isPlain(found) || !looksFirst(orders)) return null
    const [first, second] = found.charges
    const apart = Math.round(((second?.time ?? 0) - (first?.time ?? 0)) / 1_000)
    return { order: found.id, times: found.times, apart }
  },
}

const isTaskId = (run: RunRecord, { charges }: Order): boolean =>
  charges.every(({ key }) => run.tasks.some(({ id }) => key?.includes(id) === true))

/** Each task has a key of its own, and two tasks may be about the same order. */
export const keyOfTheTask: DiagnosisWord = {
  parameters: { task: 'task' },
  slots: ['order', 'times', 'tasks'],
  find(run, parameters) {
    const found = doubleOf(ordersOf(run, parameters))
    if (found === null || isPlain(found) || !isTaskId(run, found)) return null
    return { order: found.id, times: found.times, tasks: found.tasks.length }
  },
}

/** Each try has a key of its own. */
export const keyOfTheTry: DiagnosisWord = {
  parameters: { task: 'task' },
  slots: ['order', 'times', 'one', 'two'],
  find(run, parameters) {
    const found = doubleOf(ordersOf(run, parameters))
    if (found === null || isPlain(found) || isTaskId(run, found)) return null
    const [one, two] = found.charges
    return { order: found.id, times: found.times, one: one?.key ?? '', two: two?.key ?? '' }
  },
}

/** Who was charged twice gets the second charge back. */
export const chargesAndRefunds: DiagnosisWord = {
  parameters: { task: 'task' },
  slots: ['order', 'times', 'refunds'],
  find(run, parameters) {
    const orders = ordersOf(run, parameters)
    const found = orders.find(isDouble)
    const refunds = orders.reduce((sum, { refunded }) => sum + refunded, 0)
    if (found === undefined || refunds === 0) return null
    return { order: found.id, times: found.charges.length, refunds }
  },
}

/** Orders that nobody asks the gateway about any more, where none was charged twice. */
function leftOpen(run: RunRecord, parameters: Parameters): readonly Order[] {
  const orders = ordersOf(run, parameters)
  return orders.some(isDouble) ? [] : orders.filter(({ open }) => open)
}

const LOST = 'WorkerLostError'

/** Failed by itself, and not because its process died. */
const gaveUp = ({ tasks }: Order): TaskRecord | undefined =>
  tasks.find(({ state, error }) => state === 'FAILURE' && error !== LOST)

const died = ({ tasks }: Order): TaskRecord | undefined => tasks.find(({ error }) => error === LOST)

/** A task was acknowledged, its process was killed, and its order is forgotten. */
export const lostAfterAck: DiagnosisWord = {
  parameters: { task: 'task' },
  slots: ['order', 'open'],
  find(run, parameters) {
    const open = leftOpen(run, parameters)
    const found = open.find((order) => died(order) !== undefined)
    if (found === undefined || open.some((order) => gaveUp(order) !== undefined)) return null
    return { order: found.id, open: open.length }
  },
}

/** The gateway gave no answer, and nobody asked it again. */
export const neverAskedAgain: DiagnosisWord = {
  parameters: { task: 'task' },
  slots: ['order', 'open', 'error'],
  find(run, parameters) {
    const open = leftOpen(run, parameters)
    const found = open.find((order) => gaveUp(order) !== undefined)
    if (found === undefined) return null
    return { order: found.id, open: open.length, error: gaveUp(found)?.error ?? '' }
  },
}

/** Did the last run of a task ask the gateway? */
const askedLast = (run: RunRecord, task: TaskRecord): boolean => {
  const last = task.runs.at(-1)
  return (
    last !== undefined &&
    run.calls.some(
      (one) =>
        one.call === 'POST' &&
        one.task?.root === task.root &&
        one.from >= last.from &&
        one.from <= last.to,
    )
  )
}

/** Has a task, or what goes on for it, written something down? */
const hasWritten = (run: RunRecord, { root }: TaskRecord): boolean =>
  run.effects.some(
    ({ entry, task }) => task?.root === root && (entry['changes'] as unknown) !== undefined,
  )

/** The first order that nobody asks about any more although a task about it ended well, by what its last run did. */
function leftAlone(run: RunRecord, parameters: Parameters, asked: boolean) {
  const open = leftOpen(run, parameters)
  const dead = open.some((order) => died(order) !== undefined || gaveUp(order) !== undefined)
  const found = open.find(
    ({ tasks }) =>
      !tasks.some((task) => hasWritten(run, task)) &&
      tasks.some((task) => task.state === 'SUCCESS' && askedLast(run, task) === asked),
  )
  return found === undefined || dead ? null : { order: found.id, open: open.length }
}

/** The gateway gave no answer, and the task ended as if it had. */
export const noAnswerDropped: DiagnosisWord = {
  parameters: { task: 'task' },
  slots: ['order', 'open'],
  find: (run, parameters) => leftAlone(run, parameters, true),
}

/** Somebody has said that he is at it, died, and everybody else leaves the order alone. */
export const claimedForEver: DiagnosisWord = {
  parameters: { task: 'task' },
  slots: ['order', 'open'],
  find: (run, parameters) => leftAlone(run, parameters, false),
}
