/** Why a task begins only now, and what a body waits for: what was busy meanwhile, and who came free. */
import type { Picture, WorkerPicture } from '../../../simulator/index.ts'
import type { Inquiry } from './inquiry.ts'
import { settingOf, workerLine } from './where-set.ts'
import { length, titleOf } from './words.ts'

/** A wait that is shorter needs no reason. */
const WORTH = 100_000

/** What a task waited for between its queue and its process. */
export function explainStart(inquiry: Inquiry, row: number): void {
  const { log } = inquiry
  const enqueued = inquiry.causeOf(row, 'message-enqueued')
  if (enqueued < 0 || log.timeAt(row) - log.timeAt(enqueued) < WORTH) return
  const delivered =
    log.kindAt(row) === 'message-delivered' ? row : inquiry.causeOf(row, 'message-delivered')
  const until = delivered < 0 ? row : delivered
  if (log.timeAt(until) - log.timeAt(enqueued) >= WORTH) explainQueue(inquiry, enqueued, until)
  if (log.kindAt(row) === 'task-started') explainRoom(inquiry, row)
}

/** Who took from the queue while it waited there, and what was in front of it. */
function explainQueue(inquiry: Inquiry, enqueued: number, until: number): void {
  const { log, sources } = inquiry
  const queue = inquiry.actor(enqueued)
  const wait = length(log.timeAt(until) - log.timeAt(enqueued))
  const picture = inquiry.picture(enqueued + 1)
  const workers = picture.workers.filter(
    (worker) => worker.state === 'ready' && worker.queues.includes(queue),
  )
  const count = sum(workers, (worker) => alive(worker).length)
  const busy = sum(workers, (worker) => alive(worker).filter(({ task }) => task !== null).length)
  const at = workers[0] === undefined ? null : workerLine(sources, workers[0].name)
  const hold = { row: enqueued, at, rule: 'concurrency' } as const
  if (count === 0) inquiry.add('slots/none', { wait, queue }, hold)
  else if (busy === count && count === 1) inquiry.add('slots/one', { wait, queue }, hold)
  else if (busy === count) inquiry.add('slots/all', { wait, queue, count: String(count) }, hold)
  const ahead = placeIn(picture, queue, log.taskId(log.taskAt(enqueued)))
  if (ahead > 1) inquiry.add('ahead', { count: String(ahead), queue }, { row: enqueued })
}

const alive = (worker: WorkerPicture) => worker.processes.filter(({ state }) => state !== 'gone')

const sum = <T>(all: readonly T[], value: (one: T) => number): number =>
  all.reduce((total, one) => total + value(one), 0)

/** How many wait in front of a task. */
const placeIn = (picture: Picture, queue: string, task: string): number =>
  picture.queues.find(({ name }) => name === queue)?.waiting.indexOf(task) ?? -1

/** It lay in its worker's waiting room, until a process was done with another task. */
function explainRoom(inquiry: Inquiry, row: number): void {
  const { log, sources } = inquiry
  const delivered = inquiry.causeOf(row, 'message-delivered')
  const process = inquiry.actor(row)
  const held = inquiry.causeOf(row, 'task-held')
  // Held for its time, it waited for no process.
  const free =
    held > delivered ? log.detail(held, 'task-held').until : log.timeAt(Math.max(0, delivered))
  if (
    log.timeAt(row) - Math.max(free, log.timeAt(Math.max(0, delivered))) < WORTH &&
    held > delivered
  )
    return
  if (delivered >= 0 && log.timeAt(row) - free >= WORTH) {
    const worker = inquiry.actor(delivered)
    const wait = length(log.timeAt(row) - free)
    const at = settingOf(sources, ['worker_prefetch_multiplier']) ?? workerLine(sources, worker)
    inquiry.add('reserved', { worker, wait }, { row: delivered, at, rule: 'prefetch' })
  }
  const finished = inquiry.before(
    row,
    (at) => log.kindAt(at) === 'task-finished' && inquiry.actor(at) === process,
  )
  if (finished < 0 || log.timeAt(row) - log.timeAt(finished) > WORTH) return
  const task = titleOf(log, log.taskAt(finished))
  inquiry.add('freed', { process, task }, { row: finished })
}

/** What a body needs before it goes on. */
export function explainWait(inquiry: Inquiry, row: number): void {
  const { on } = inquiry.log.detail(row, 'body-parked')
  if (on.kind !== 'result') return
  const { tasks } = inquiry.picture(row)
  const [only, ...others] = on.ids
  if (only === undefined) return
  if (others.length > 0) {
    const open = on.ids.filter((id) => tasks.get(id)?.stored == null).length
    const slots = { count: String(on.ids.length), open: String(open) }
    inquiry.add('awaits/many', slots, { rule: 'results' })
    return
  }
  const index = inquiry.log.findTask(only)
  if (index < 0) return
  const latest = inquiry.before(row, (at) => inquiry.log.taskAt(at) === index)
  const state = tasks.get(only)?.state ?? 'pending'
  const task = titleOf(inquiry.log, index)
  inquiry.add('awaits', { task, state }, { rule: 'results' })
  if (latest >= 0) inquiry.fact(latest, null, 1)
}
