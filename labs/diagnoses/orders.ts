import { lengthText } from '../../simulator/index.ts'
import { BOOKS, type Books, booksOf, type Item, type Order } from '../checks/books.ts'
import { number, type Parameters, text } from '../checks/check.ts'
import { byKey, type Happening, happenings } from '../checks/happening.ts'
import { named, type RunRecord, type TaskRecord } from '../checks/run-record.ts'
import type { DiagnosisWord } from './diagnosis.ts'

const LOST = 'WorkerLostError'

/** What has become of the orders of a shop, each of which a task called `task` was sent for. */
interface Day extends Books {
  readonly charges: ReadonlyMap<string, readonly Happening[]>
  readonly refunds: ReadonlyMap<string, readonly Happening[]>
  /** By address. */
  readonly mails: ReadonlyMap<string, readonly Happening[]>
  /** Of orders that a customer has sent more than once. */
  readonly clicks: ReadonlyMap<string, number>
  /** Tasks that failed by themselves, by the order that they come of. */
  readonly failures: ReadonlyMap<string, TaskRecord>
  readonly isLost: boolean
}

/** `rejected` is how an order ends that is not sold. */
const DAY = { ...BOOKS, rejected: 'sentence', task: 'task' } as const

function dayOf(run: RunRecord, parameters: Parameters): Day {
  const entries = (payment: string) =>
    byKey(happenings(run, { entry: { payment }, service: null, key: 'customer' }))
  const roots = named(run, text(parameters, 'task')).filter(({ id, root }) => id === root)
  const orderOf = new Map(roots.map(({ id, argument }) => [id, argument]))
  const failed = run.tasks.filter(({ state, error }) => state === 'FAILURE' && error !== LOST)
  return {
    ...booksOf(run, parameters),
    charges: entries('charged'),
    refunds: entries('refunded'),
    mails: byKey(happenings(run, { entry: { mail: 'accepted' }, service: null, key: 'to' })),
    clicks: new Map(
      roots.map(({ argument }) => [
        argument,
        roots.filter((one) => one.argument === argument).length,
      ]),
    ),
    failures: new Map(failed.map((task) => [orderOf.get(task.root) ?? '', task])),
    isLost: run.tasks.some(({ error }) => error === LOST),
  }
}

const isOpen = ({ status }: Order, parameters: Parameters): boolean =>
  status !== text(parameters, 'sold') && status !== text(parameters, 'rejected')

/** An order of which somebody has told its customer twice, because it came twice. */
const twiceDone = ({ orders, mails, clicks }: Day): Order | undefined =>
  orders.find(
    ({ id, address }) => (mails.get(address)?.length ?? 0) > 1 && (clicks.get(id) ?? 0) > 1,
  )

const isOversold = ({ sold, left, initial }: Item): boolean => sold + left > initial

/** Nothing has become of any order. */
export const nothingBegun: DiagnosisWord = {
  parameters: DAY,
  slots: ['count', 'status'],
  find(run, parameters) {
    const { orders } = dayOf(run, parameters)
    const [first] = orders
    if (first === undefined || orders.some(({ statuses }) => statuses.length > 1)) return null
    return { count: orders.length, status: first.status }
  },
}

/** Customers are charged more than once. */
export const chargedAgain: DiagnosisWord = {
  parameters: DAY,
  slots: ['order', 'times', 'count'],
  find(run, parameters) {
    const twice = [...dayOf(run, parameters).charges].filter(([, charges]) => charges.length > 1)
    const [first] = twice
    return first === undefined
      ? null
      : { order: first[0], times: first[1].length, count: twice.length }
  },
}

/** Customers are charged before anybody has set their goods aside, and then there are none. */
export const chargedTooSoon: DiagnosisWord = {
  parameters: DAY,
  slots: ['order', 'item', 'count'],
  find(run, parameters) {
    const day = dayOf(run, parameters)
    if (chargedAgain.find(run, parameters) !== null) return null
    const early = day.orders.filter(({ id, statuses, status }) => {
      const [charge] = day.charges.get(id) ?? []
      const isUntouched = statuses.every(
        ({ time }, index) => index === 0 || time > (charge?.time ?? 0),
      )
      const isSorry = status === text(parameters, 'rejected') || day.refunds.has(id)
      return charge !== undefined && isUntouched && isSorry
    })
    const [first] = early
    return first === undefined ? null : { order: first.id, item: first.item, count: early.length }
  },
}

/** Goods were set aside, the customer was charged, and the order was rejected: nobody had heard the gateway's yes. */
export const noAnswerTakenForNo: DiagnosisWord = {
  parameters: DAY,
  slots: ['order', 'count'],
  find(run, parameters) {
    const day = dayOf(run, parameters)
    if (chargedAgain.find(run, parameters) !== null || twiceDone(day) !== undefined) return null
    const wrong = day.orders.filter(({ id, statuses, status }) => {
      const [charge] = day.charges.get(id) ?? []
      const isSetAside = statuses.some(
        ({ time }, index) => index > 0 && time <= (charge?.time ?? 0),
      )
      return isSetAside && status === text(parameters, 'rejected') && !day.refunds.has(id)
    })
    const [first] = wrong
    return first === undefined ? null : { order: first.id, count: wrong.length }
  },
}

/** An order that was sent twice is done twice. */
export const doneForEachClick: DiagnosisWord = {
  parameters: DAY,
  slots: ['order', 'clicks', 'mails'],
  find(run, parameters) {
    const day = dayOf(run, parameters)
    const found = twiceDone(day)
    if (found === undefined || chargedAgain.find(run, parameters) !== null) return null
    const { id, address } = found
    return {
      order: id,
      clicks: day.clicks.get(id) ?? 0,
      mails: day.mails.get(address)?.length ?? 0,
    }
  },
}

/** More is sold of an item than was taken from its stock: somebody else has looked at the same number. */
export const oversold: DiagnosisWord = {
  parameters: DAY,
  slots: ['item', 'sold', 'left', 'initial'],
  find(run, parameters) {
    const day = dayOf(run, parameters)
    const found = day.items.find(isOversold)
    if (found === undefined || twiceDone(day) !== undefined) return null
    const { id, sold, left, initial } = found
    return { item: id, sold, left, initial }
  },
}

/** All orders have ended, and goods that nobody has bought are gone. */
export const notPutBack: DiagnosisWord = {
  parameters: DAY,
  slots: ['item', 'sold', 'left', 'initial', 'gone'],
  find(run, parameters) {
    const day = dayOf(run, parameters)
    const found = day.items.find(({ sold, left, initial }) => sold + left < initial)
    const isOther = twiceDone(day) !== undefined || day.items.some(isOversold)
    if (found === undefined || isOther || day.orders.some((one) => isOpen(one, parameters)))
      return null
    const { id, sold, left, initial } = found
    return { item: id, sold, left, initial, gone: initial - sold - left }
  },
}

/** A task failed, and its order is neither sold nor rejected. */
export const leftHalfDone: DiagnosisWord = {
  parameters: DAY,
  slots: ['order', 'status', 'task', 'error', 'count'],
  find(run, parameters) {
    const { orders, failures, isLost } = dayOf(run, parameters)
    const open = orders.filter((one) => isOpen(one, parameters) && failures.has(one.id))
    const [first] = open
    const task = failures.get(first?.id ?? '')
    if (first === undefined || task === undefined || isLost) return null
    const { id, status } = first
    return { order: id, status, task: task.name, error: task.error ?? '', count: open.length }
  },
}

/** An order has ended, a task failed, and its customer was never told. */
export const mailGivenUp: DiagnosisWord = {
  parameters: DAY,
  slots: ['order', 'task', 'error', 'count'],
  find(run, parameters) {
    const { orders, failures, mails, isLost } = dayOf(run, parameters)
    const untold = orders.filter(
      (one) => !isOpen(one, parameters) && failures.has(one.id) && !mails.has(one.address),
    )
    const [first] = untold
    const task = failures.get(first?.id ?? '')
    if (first === undefined || task === undefined || isLost) return null
    return { order: first.id, task: task.name, error: task.error ?? '', count: untold.length }
  },
}

/** A task that asks a service by POST lets more than `longest` seconds go by between two tries. */
export const longPause: DiagnosisWord = {
  parameters: { longest: 'seconds' },
  slots: ['task', 'key', 'pause', 'count'],
  find(run, parameters) {
    const limit = number(parameters, 'longest') * 1_000_000
    const asking = new Set(run.calls.filter(({ call }) => call === 'POST').map(({ task }) => task))
    const pauseOf = ({ runs }: TaskRecord): number =>
      Math.max(0, ...runs.slice(1).map(({ from }, index) => from - (runs[index]?.to ?? from)))
    const slow = run.tasks.filter((task) => asking.has(task) && pauseOf(task) > limit)
    const [first] = slow
    if (first === undefined) return null
    const pause = lengthText(pauseOf(first))
    return { task: first.name, key: first.argument, pause, count: slow.length }
  },
}
