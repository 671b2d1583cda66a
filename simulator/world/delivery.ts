import { destinations, waiting, type QueueState } from '../brokers/broker.ts'
import { assert } from '../kernel/assert.ts'
import { OPCODES } from './opcodes.ts'
import type { Arrival, CopyState, WorkerState } from './state.ts'
import type { World } from './world.ts'
import { initial, isIn, move } from './machines.ts'

/** Moves a message's task through its machine. */
export function moveTask(world: World, copy: CopyState, event: string): void {
  copy.taskState = move('task', copy.taskState, event, world.log.tasks[copy.task] ?? 'task')
}

/** A message reaches the broker: one copy for each queue that its exchange leads to. */
export function arrive(world: World, arrival: Arrival): void {
  const { message, task, taskState, cause } = arrival
  const { exchange, routingKey } = message
  const queues = destinations(world.broker, world.state.broker, exchange, routingKey)
  if (queues.length === 0) {
    world.fact('message-unroutable', world.actor.broker, task, cause, { exchange, routingKey })
    move('task', taskState, 'DROP', message.headers.id)
    return
  }
  for (const queue of queues) {
    const copy: CopyState = {
      tag: world.state.copies.length,
      message,
      task,
      queue,
      priority: message.properties.priority ?? 0,
      state: initial('delivery'),
      taskState,
      redelivered: false,
      worker: -1,
      deliveredAs: 0,
      cause,
    }
    world.state.copies.push(copy)
    enqueue(world, copy, 'published')
  }
  dispatch(world)
}

/** Puts a copy into its queue. */
function enqueue(
  world: World,
  copy: CopyState,
  reason: 'published' | 'requeued' | 'restored',
): void {
  const queue = queueOf(world, copy.queue)
  const level = queue.levels[world.broker.level(queue, copy.priority)]
  assert(level !== undefined, `queue ${queue.name} has a level for each priority`)
  if (reason === 'published') level.push(copy.tag)
  else world.broker.putBack(level, copy.tag, reason)
  queue.state = move('queue', queue.state, 'ENQUEUE', `queue ${queue.name}`)
  const actor = world.log.actor({ kind: 'queue', name: queue.name })
  const { tag, priority, task, cause } = copy
  const before = nextInLine(queue, level, tag)
  copy.cause = world.fact('message-enqueued', actor, task, cause, {
    tag,
    reason,
    priority,
    ...(before === undefined ? {} : { before }),
  })
}

/** The message that is served right after this one; undefined when it is the last. */
function nextInLine(queue: QueueState, level: readonly number[], tag: number): number | undefined {
  const behind = level[level.lastIndexOf(tag) + 1]
  if (behind !== undefined) return behind
  const later = queue.levels.slice(queue.levels.indexOf(level as number[]) + 1)
  return later.find((tags) => tags.length > 0)?.[0]
}

function queueOf(world: World, name: string) {
  const queue = world.state.broker.queues[name]
  assert(queue !== undefined, `queue ${name} is declared`)
  return queue
}

/** Gives waiting messages to workers with room, as long as there are both. */
export function dispatch(world: World): void {
  const consumers = world.state.workers.flatMap(({ consumer }) => consumer ?? [])
  for (;;) {
    for (const consumer of consumers) consumer.credit = credit(world, world.worker(consumer.worker))
    const pick = world.broker.next(world.state.broker, consumers)
    if (pick === null) return
    const { queue, consumer, tag } = pick
    const worker = world.worker(consumer.worker)
    const copy = world.copy(tag)
    copy.state = move('delivery', copy.state, 'DELIVER', `message ${tag}`)
    copy.worker = consumer.worker
    copy.deliveredAs = worker.deliveries++
    worker.unacked.push(tag)
    queue.unacked += 1
    if (waiting(queue) === 0)
      queue.state = move('queue', queue.state, 'DRAIN', `queue ${queue.name}`)
    consumer.turn = -1
    world.schedule(world.now + world.costs.deliver, OPCODES.deliver, consumer.worker, tag)
  }
}

/**
 * How many more messages a worker takes: prefetch counts the unacknowledged ones (rule 3.14). With
 * `worker_disable_prefetch` it takes none while its pool has as much as it can run (rule 3.20).
 */
function credit(world: World, worker: WorkerState): number {
  if (worker.tuning.disablePrefetch && reservedCount(world, worker) >= worker.concurrency) return 0
  return worker.prefetch === 0 ? Number.POSITIVE_INFINITY : worker.prefetch - worker.unacked.length
}

/** Requests that the pool runs or will run next (rule 3.16). */
export const reservedCount = (world: World, { pool, reserved }: WorkerState): number =>
  reserved.length + pool.filter((index) => world.process(index).execution !== null).length

/** A Redis consumer asks again, now that it has handled a message. */
export function askAgain(world: World, worker: WorkerState): void {
  if (worker.consumer !== null) worker.consumer.turn = world.state.nextTurn++
}

/** A worker acknowledges: the broker forgets the message. */
export function acknowledge(world: World, worker: WorkerState, tag: number, cause: number): number {
  const copy = release(world, worker, tag, 'ACK')
  copy.cause = world.fact('message-acked', worker.actor, copy.task, cause, {
    tag,
    queue: copy.queue,
  })
  dispatch(world)
  return copy.cause
}

/** A worker rejects: the message is gone, or back in its queue (rules 2.29, 3.27). */
export function reject(
  world: World,
  worker: WorkerState,
  tag: number,
  requeue: boolean,
  cause: number,
): number {
  const copy = release(world, worker, tag, requeue ? 'REQUEUE' : 'REJECT')
  copy.cause = world.fact('message-rejected', worker.actor, copy.task, cause, {
    tag,
    queue: copy.queue,
    requeue,
  })
  if (requeue) {
    copy.redelivered = true
    enqueue(world, copy, 'requeued')
  }
  dispatch(world)
  return copy.cause
}

/** Gives a worker's unacknowledged messages back to their queues, in the order they were delivered. */
export function restore(world: World, worker: WorkerState, tags: readonly number[]): void {
  const copies = tags.map((tag) => world.copy(tag)).sort((a, b) => a.deliveredAs - b.deliveredAs)
  for (const { tag } of copies) {
    const copy = release(world, worker, tag, 'RESTORE')
    copy.redelivered = true
    // Still on its way to the worker: the task is where it was.
    if (!isIn('task', copy.taskState, 'sent')) moveTask(world, copy, 'RESTORE')
    enqueue(world, copy, 'restored')
  }
  dispatch(world)
}

function release(
  world: World,
  worker: WorkerState,
  tag: number,
  event: 'ACK' | 'REJECT' | 'REQUEUE' | 'RESTORE',
): CopyState {
  const copy = world.copy(tag)
  copy.state = move('delivery', copy.state, event, `message ${tag}`)
  copy.worker = -1
  worker.unacked = worker.unacked.filter((one) => one !== tag)
  queueOf(world, copy.queue).unacked -= 1
  return copy
}
