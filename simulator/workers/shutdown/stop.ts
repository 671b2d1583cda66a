import { endEmbeddedBeat } from '../../beat/embedded.ts'
import type { Execution, ProcessState } from '../../world/state.ts'
import type { WorkerState } from '../../world/worker-state.ts'
import { endConsuming, loseConnection, restore } from '../../world/delivery.ts'
import { loseSent } from '../../world/lost-sendings.ts'
import { detachGhosts, goesUnheard, leaveGhost } from '../../world/ghosts.ts'
import { isIn } from '../../world/machines.ts'
import { endProcess } from '../../world/processes.ts'
import { moveRequest, stateOfRequest } from '../../world/requests.ts'
import { closeRequestsOf } from '../../world/sweep.ts'
import type { World } from '../../world/world.ts'
import { stopConnecting } from '../dial.ts'
import { beMissed } from '../gossip.ts'
import { sayOffline } from '../heart.ts'
import { brokersBeat } from '../heartbeat-terms.ts'
import { isOff, isReady, moveWorker, startWorker } from '../life.ts'
import { poolOf } from '../pools/index.ts'
import { bringDown, callReceivers, FROM_WORKER, hasReceivers } from '../receivers.ts'
import { say } from './say.ts'

/** Asks a worker to stop once its running tasks are done; one that is not ready yet ends (rule 3.46). */
export function stopWorker(world: World, worker: WorkerState, cause: number): void {
  if (isOff(worker) || worker.stopping !== null) return
  world.process(worker.main).cause = cause
  if (isReady(worker)) stopWarm(world, worker)
  else killWorker(world, worker, cause)
}

/** It takes no more messages, and ends when its pool is done. */
export function stopWarm(world: World, worker: WorkerState): void {
  if (worker.stopping !== null) return
  beginStop(world, worker, 'warm')
  finishIfIdle(world, worker)
}

/** It takes no more messages. */
export function beginStop(world: World, worker: WorkerState, how: 'warm' | 'cold' | 'soft'): void {
  stopConnecting(world, worker)
  moveWorker(worker, 'STOP')
  worker.stopping = how === 'warm' ? 'warm' : 'cold'
  endConsuming(world, worker, 'all')
  sayOffline(world, worker)
  world.own(world.process(worker.main), 'worker-stopping', -1, { how })
}

/** A stopping worker whose last task is done gives back what it holds and ends. */
export function finishIfIdle(world: World, worker: WorkerState): void {
  if (worker.stopping === null || worker.shutdown.softUntil !== null) return
  const busy = worker.pool.some((index) => world.process(index).execution !== null)
  // What lies in a pool's own queue runs yet (rule 3.46).
  const queued = poolOf(worker).waiting !== 'outside' && worker.reserved.length > 0
  if (busy || queued) return
  world.step(world.process(worker.main), { do: 'stopped' }, world.costs.workerStop)
}

/** Its pool is done: processes with receivers hear of the end first (rule 3.51). */
export function workerStopped(world: World, worker: WorkerState): void {
  const { shutdown } = worker
  if (shutdown.leaving) return
  shutdown.leaving = true
  if (hasReceivers(world.process(worker.main), 'worker_process_shutdown'))
    for (const process of livingPool(world, worker))
      if (process.loaded) bringDown(world, process, 'shutdown', 0)
  finishIfGone(world, worker)
}

/** Once no process has anything more to say. */
export function finishIfGone(world: World, worker: WorkerState): void {
  const { shutdown } = worker
  if (!shutdown.leaving) return
  if (livingPool(world, worker).some(({ aside }) => aside?.kind === 'signal')) return
  giveBack(world, worker)
  const main = world.process(worker.main)
  if (!hasReceivers(main, 'worker_shutdown')) {
    workerGone(world, worker)
    return
  }
  callReceivers(world, main, 'worker_shutdown', FROM_WORKER)
  world.step(main, { do: 'gone' })
}

const livingPool = (world: World, { pool }: WorkerState): readonly ProcessState[] =>
  pool.map((index) => world.process(index)).filter(({ state }) => !isIn('process', state, 'absent'))

/** The end of a stop: messages go back, Celery's own lines say so. */
function giveBack(world: World, worker: WorkerState): void {
  const cold = worker.stopping === 'cold'
  if (cold && worker.shutdown.said) say(world, worker, COLD)
  // AMQP's broker takes them back by itself when the connection closes (rule 2.32).
  if (worker.unacked.length > 0 && world.broker.name !== 'rabbitmq')
    world.own(world.process(worker.main), 'logged', -1, {
      level: 'WARNING',
      text: `Restoring ${worker.unacked.length} unacknowledged message(s)`,
    })
  if (goesUnheard(world, worker)) vanish(world, worker)
  else restore(world, worker)
}

/** The end without any more words. */
export function endAtOnce(world: World, worker: WorkerState): void {
  giveBack(world, worker)
  workerGone(world, worker)
}

/** The very end: its processes end with it. */
export function workerGone(world: World, worker: WorkerState): void {
  end(world, worker, 'shutdown', worker.stopping === 'cold' ? 'cold' : 'warm')
  if (worker.restart) startWorker(world, worker, world.process(worker.main).cause)
}

/** What a worker says of a cold shutdown (rule 3.45). */
export const COLD = 'worker: Cold shutdown (MainProcess)'

/** A worker's machine dies: nothing it does takes effect any more (rules 2.30, 2.32). */
export function killWorker(world: World, worker: WorkerState, cause: number): void {
  if (isOff(worker)) return
  world.process(worker.main).cause = cause
  if (isReady(worker)) beMissed(world, worker)
  if (goesUnheard(world, worker)) vanish(world, worker)
  end(world, worker, 'killed', 'killed')
  loseConnection(world, worker)
}

/** It is gone, and RabbitMQ does not hear of it: what it held stays with its dead connection. */
function vanish(world: World, worker: WorkerState): void {
  if (world.process(worker.main).connected.broker)
    leaveGhost(world, worker, brokersBeat(world, worker))
  detachGhosts(world, worker)
}

/** A worker whose app cannot be imported never gets ready. */
export function failWorker(world: World, worker: WorkerState): void {
  end(world, worker, 'crashed', 'failed')
}

function end(
  world: World,
  worker: WorkerState,
  reason: 'shutdown' | 'killed' | 'crashed',
  how: 'warm' | 'cold' | 'killed' | 'failed',
): void {
  const main = world.process(worker.main)
  endConsuming(world, worker, 'all')
  worker.dial.epoch += 1
  worker.held = []
  worker.reserved = []
  worker.backlog = []
  worker.tuning.buckets = []
  worker.tuning.bucketOf = {}
  for (const index of worker.pool) {
    const process = world.process(index)
    if (isIn('process', process.state, 'absent')) continue
    process.cause = main.cause
    if (process.execution !== null) loseTask(world, process.execution)
    endProcess(world, process, reason)
    loseSent(world, process)
  }
  closeRequestsOf(world, worker.index)
  endEmbeddedBeat(world, worker, reason)
  const stopped = how === 'warm' || how === 'cold'
  // Who is killed saves nothing.
  if (stopped) worker.saved = { ...worker.revoked }
  moveWorker(worker, stopped ? 'STOPPED' : 'KILL')
  const { exitCode } = worker.shutdown
  world.own(main, 'worker-stopped', -1, stopped ? { reason: how, exitCode } : { reason: how })
  endProcess(world, main, reason)
  loseSent(world, main)
  worker.stopping = null
}

/** The task that a process was running is lost with it; its message may come back (rule 3.28). */
function loseTask(world: World, execution: Execution): void {
  const request = world.request(execution.request)
  if (isIn('task', stateOfRequest(world, request), 'started')) moveRequest(world, request, 'LOSE')
}
