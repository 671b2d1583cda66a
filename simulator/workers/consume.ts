import { startEmbeddedBeat } from '../beat/embedded.ts'
import { beginConsuming } from '../world/delivery.ts'
import { isIn, move } from '../world/machines.ts'
import { purge } from '../world/purge.ts'
import type { WorkerState } from '../world/worker-state.ts'
import { declare, declareRefusal, homeRefusal } from '../world/topology.ts'
import { onReady } from '../world/triggers.ts'
import type { World } from '../world/world.ts'
import { sayOnline } from './heart.ts'
import { setUpNativeDelay } from './native-delay.ts'
import { bringUp, callInMain, FROM_CONSUMER } from './receivers.ts'
import { unrecoverable } from './refused.ts'
import { say } from './shutdown/say.ts'
import { failWorker } from './shutdown/stop.ts'
import { feedPool } from './pools/feed.ts'
import { addPoolProcess } from './pools/size.ts'

/** A worker that is connected declares its queues and consumes; the first time it is ready by that (rule 3.8). */
export function consume(world: World, worker: WorkerState): void {
  const main = world.process(worker.main)
  for (const queue of worker.tuning.queues) {
    const refusal = homeRefusal(world, queue) ?? declareRefusal(world, queue)
    if (refusal !== null) {
      unrecoverable(world, worker, refusal)
      failWorker(world, worker)
      return
    }
    main.cause = declare(world, worker.actor, main.cause, queue)
  }
  if (worker.tuning.staticPrefetch !== null) {
    worker.tuning.staticPrefetch = worker.prefetch
    const text = 'Global QoS is disabled. Prefetch count in now static.'
    world.own(main, 'logged', -1, { level: 'INFO', text })
    setUpNativeDelay(world, worker)
  }
  const starting = isIn('worker', worker.state, 'starting')
  if (starting) {
    if (worker.options.purge) purgeFirst(world, worker)
    spawnPool(world, worker)
    worker.state = move('worker', worker.state, 'READY', worker.hostname)
  }
  world.own(main, 'prefetch-set', -1, { count: worker.prefetch })
  if (starting) {
    world.own(main, 'worker-ready', -1, {})
    world.own(main, 'logged', -1, { level: 'INFO', text: `${worker.hostname} ready.` })
    callInMain(world, worker, 'worker_ready', FROM_CONSUMER)
    startEmbeddedBeat(world, worker)
  }
  beginConsuming(world, worker, {
    worker: worker.index,
    queues: [...worker.queues],
    credit: 0,
    rooms: worker.tuning.staticPrefetch === null ? null : {},
    turn: world.state.nextTurn++,
  })
  sayOnline(world, worker)
  main.blocked = false
  world.scheduleStep(main)
  if (starting) onReady(world, worker.name)
  feedPool(world, worker)
}

/** `--purge`: what waits in the queues is thrown away (rule 3.3). */
function purgeFirst(world: World, worker: WorkerState): void {
  const count = purge(world, world.process(worker.main))
  const messages = count === 1 ? 'message' : 'messages'
  if (count > 0) say(world, worker, `purge: Erased ${count} ${messages} from the queue.\n`)
}

function spawnPool(world: World, worker: WorkerState): void {
  const main = world.process(worker.main)
  while (worker.pool.length < worker.concurrency) addPoolProcess(world, worker)
  for (const index of worker.pool.slice(0, worker.concurrency))
    bringUp(world, world.process(index), main.cause)
}
