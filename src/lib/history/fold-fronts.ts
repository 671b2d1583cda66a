/** What the visitors of web fronts add to a history. */
import type { FrontFacts, HistoryData } from './data.ts'
import { deepen, noDepth } from './deepen.ts'

/** The front of a thread: `shop.org` of `shop.org/3`. */
export const frontOf = (thread: string): string => thread.slice(0, thread.lastIndexOf('/'))

function front(history: HistoryData, name: string): FrontFacts {
  const known = history.fronts.get(name)
  if (known) return known
  const fresh = {
    name,
    threads: new Map(),
    waiting: noDepth(),
    inLine: new Set<number>(),
    sends: [],
  }
  history.fronts.set(name, fresh)
  return fresh
}

const actorAt = ({ log }: HistoryData, row: number): string => log.actors[log.actorAt(row)]!.name

/** A visitor waits for a thread. */
export function visitorCame(history: HistoryData, row: number): void {
  const { inLine, waiting } = front(history, actorAt(history, row))
  inLine.add(history.log.detail(row, 'request-arrived').number)
  deepen(waiting, history.log.timeAt(row), 1)
}

/** A thread begins with a visitor. */
export function visitBegan(history: HistoryData, row: number): void {
  const thread = actorAt(history, row)
  const { threads, waiting, inLine } = front(history, frontOf(thread))
  const { number, method, path } = history.log.detail(row, 'request-started')
  const start = history.log.timeAt(row)
  const served = threads.get(thread) ?? []
  threads.set(thread, served)
  served.push({ number, method, path, start, end: Infinity, status: -1 })
  if (inLine.delete(number)) deepen(waiting, start, -1)
}

/** A thread is done with a visitor. */
export function visitHandled(history: HistoryData, row: number): void {
  const thread = actorAt(history, row)
  const served = front(history, frontOf(thread)).threads.get(thread)?.at(-1)
  if (!served) return
  served.end = history.log.timeAt(row)
  served.status = history.log.detail(row, 'request-handled').status
}

/** A visitor has an answer, or has gone without one. */
export function visitorLeft(history: HistoryData, row: number): void {
  const { waiting, inLine } = front(history, actorAt(history, row))
  const { number } = history.log.detail(row, 'request-ended')
  if (inLine.delete(number)) deepen(waiting, history.log.timeAt(row), -1)
}

/** A handler has sent a message. */
export function visitSent(history: HistoryData, row: number): void {
  front(history, frontOf(actorAt(history, row))).sends.push(history.log.timeAt(row))
}
