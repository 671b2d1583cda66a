import { pyrepr } from '../messages/repr.ts'
import { endConsuming, loseConnection } from '../world/delivery.ts'
import type { WorkerState } from '../world/worker-state.ts'
import type { Refusal } from '../world/topology.ts'
import type { World } from '../world/world.ts'
import { isReady } from './life.ts'
import { stopWarm } from './shutdown/stop.ts'

/** Celery's last word on a refusal of RabbitMQ's. */
export function unrecoverable(world: World, worker: WorkerState, refusal: Refusal): void {
  const { code, text, method, name } = refusal
  const type = code === 404 ? 'NotFound' : 'PreconditionFailed'
  const shown = `${type}(${String(code)}, ${pyrepr(text)}, (${method.join(', ')}), ${pyrepr(name)})`
  lastWord(world, worker, shown)
}

function lastWord(world: World, worker: WorkerState, error: string): void {
  worker.shutdown.exitCode = EX_FAILURE
  const text = `Unrecoverable error: ${error}`
  world.own(world.process(worker.main), 'logged', -1, { level: 'CRITICAL', text })
}

/** A worker ends by an error of the broker, when what runs in it is done. */
export function endsOf(world: World, worker: WorkerState, error: string): void {
  if (!isReady(worker) || worker.stopping !== null) return
  lastWord(world, worker, error)
  stopWarm(world, worker)
}

const EX_FAILURE = 1

/**
 * The broker closed the channel of a worker with an error that no new connection mends: what it held goes
 * back at once, and the worker ends when what runs in it is done (rule 2.32, seen with RabbitMQ 3.10).
 */
export function channelClosed(world: World, worker: WorkerState, code: number, text: string): void {
  if (!isReady(worker) || worker.stopping !== null) return
  unrecoverable(world, worker, { code, text, method: [0, 0], name: '' })
  endConsuming(world, worker, 'all')
  loseConnection(world, worker)
  world.note(
    world.process(worker.main),
    `${worker.hostname} ends: RabbitMQ closed its channel because a message was not acknowledged in time. Documented otherwise: one would expect the worker to connect again.`,
    '2.32',
  )
  stopWarm(world, worker)
}
