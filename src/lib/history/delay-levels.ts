import type { HistoryData } from './data.ts'

/** Names of the queues and exchanges of RabbitMQ's native delayed delivery: a level for each bit (rule 2.39). */
const LEVEL = /^celery_delayed_\d+$/
const OUTLET = 'celery_delayed_delivery'

/** Queues that a learner wants to see: of the 28 delay levels those in which something ever waited. */
export function shownQueues(history: HistoryData): readonly string[] {
  return [...history.depths.keys()].filter((name) => !LEVEL.test(name) || isUsed(history, name))
}

/** Is it a part of native delayed delivery that nothing ever passed? */
export function isIdleDelay(history: HistoryData, name: string): boolean {
  if (LEVEL.test(name)) return !isUsed(history, name)
  if (name !== OUTLET) return false
  return ![...history.depths].some(([queue, { most }]) => LEVEL.test(queue) && most > 0)
}

const isUsed = (history: HistoryData, queue: string): boolean =>
  (history.depths.get(queue)?.most ?? 0) > 0
