import { CONNECT_POLICY, interval } from '../canvas/retry-policy.ts'
import { type Micros, seconds } from '../kernel/units.ts'
import type { LogLevel } from '../log/facts.ts'
import { toNumber } from '../messages/json.ts'
import { pyrepr } from '../messages/repr.ts'
import { connected, endConsuming, loseConnection, restore } from '../world/delivery.ts'
import { detachGhosts, leaveGhost } from '../world/ghosts.ts'
import { closeLink, loseLink, openLink, refusal, refuseLink } from '../world/links.ts'
import { speaksRedis, uriOf } from '../world/links.ts'
import { OPCODES } from '../world/opcodes.ts'
import { nextAsk, refused, timeToFail } from '../world/reconnect.ts'
import { stall } from '../world/stalls.ts'
import type { ProcessState } from '../world/state.ts'
import type { WorkerState } from '../world/worker-state.ts'
import { closeRequest } from '../world/sweep.ts'
import type { World } from '../world/world.ts'
import { cancelUnackable } from './cancel.ts'
import { brokersBeat } from './heartbeat-terms.ts'
import { beginMingling } from './mingle.ts'
import { reducePrefetch } from './reduced-prefetch.ts'
import { failWorker, stopWarm } from './shutdown/stop.ts'

/** How a worker's connection broke: for the learner, and as Celery logs it. */
export interface Loss {
  readonly reason: string
  readonly exception: string
}

const log = (world: World, main: ProcessState, level: LogLevel, text: string): void => {
  world.own(main, 'logged', -1, { level, text })
}

/**
 * A worker that has started connects. Its main process does nothing else until it is through: what the pool
 * reports waits (rules 3.8, 3.11).
 */
export function connectWorker(world: World, worker: WorkerState): void {
  const main = world.process(worker.main)
  main.blocked = true
  const found = refusal(world, main, 'broker')
  // What a connection takes is in the time that a worker takes to start.
  if (found === null) established(world, worker)
  else dialIn(world, worker, 0)
}

/** An attempt that begins so much later; its outcome is known when it has taken its time. */
function dialIn(world: World, worker: WorkerState, after: Micros): void {
  const main = world.process(worker.main)
  const begin = world.now + after
  const how = refusal(world, main, 'broker')?.how
  if (how === 'timed out') {
    worker.dial.until = begin + timeToFail(world, main, how)
    askOn(world, worker)
    return
  }
  const takes = how === undefined ? world.costs.connect : timeToFail(world, main, how)
  world.schedule(begin + takes, OPCODES.dial, worker.index, worker.dial.epoch)
}

/** Nobody answers: TCP asks again. */
function askOn(world: World, { index, dial }: WorkerState): void {
  world.schedule(nextAsk(world.now, dial.until), OPCODES.dial, index, dial.epoch)
}

/** The event of an attempt that is over. */
export function dialled(world: World, worker: WorkerState, epoch: number): void {
  if (worker.dial.epoch !== epoch) return
  const main = world.process(worker.main)
  const found = refusal(world, main, 'broker')
  if (found === null) established(world, worker)
  // redis-py has no limit of its own for that: it waits as long as TCP tries.
  else if (found.how === 'timed out' && speaksRedis(world, 'broker'))
    stall(world, main, 'broker', 'dial')
  else if (found.how === 'timed out' && world.now < worker.dial.until) askOn(world, worker)
  else failed(world, worker, found.text)
}

function failed(world: World, worker: WorkerState, error: string): void {
  const main = world.process(worker.main)
  const { dial } = worker
  const { settings } = main.app
  refuseLink(main, 'broker')
  // Without retries kombu itself still tries a second time, two seconds later.
  const most = retries(main, dial.first) ? maxRetries(main) : 1
  const gaveUp = most !== null && dial.nth >= most
  const wait = interval(CONNECT_POLICY, dial.nth)
  refused(world, main, 'broker', error, gaveUp ? null : seconds(wait))
  if (gaveUp) {
    if (retries(main, dial.first)) {
      const repr = `OperationalError(${pyrepr(error)})`
      log(world, main, 'CRITICAL', `Unrecoverable error: ${repr}`)
    } else log(world, main, 'CRITICAL', disabledText(main, dial.first))
    closeLink(main, 'broker')
    failWorker(world, worker)
    return
  }
  dial.nth += 1
  if (retries(main, dial.first)) {
    const max = toNumber(settings['broker_connection_max_retries'] ?? null) ?? MAX_RETRIES
    const next = `Trying again in ${wait.toFixed(2)} seconds... (${dial.nth}/${max})`
    const uri = uriOf(main)
    log(world, main, 'ERROR', `consumer: Cannot connect to ${uri}: ${error}.\n${next}\n`)
  }
  dialIn(world, worker, seconds(wait))
}

/** `broker_connection_max_retries`. */
const MAX_RETRIES = 100

/** 0 and None mean for ever (rule 3.11). */
function maxRetries(main: ProcessState): number | null {
  const own = main.app.settings['broker_connection_max_retries']
  if (own === null) return null
  const count = toNumber(own ?? null) ?? MAX_RETRIES
  return count === 0 ? null : count
}

/** Which setting decides whether it tries again; the one for the start only where it is set (rule 3.11). */
function retrySetting(main: ProcessState, first: boolean): string {
  const own = main.app.settings['broker_connection_retry_on_startup'] ?? null
  return first && own !== null ? 'broker_connection_retry_on_startup' : 'broker_connection_retry'
}

const retries = (main: ProcessState, first: boolean): boolean =>
  main.app.settings[retrySetting(main, first)] !== false

const disabledText = (main: ProcessState, first: boolean): string =>
  `Retrying to ${first ? 'establish' : 're-establish'} a connection to the message broker after a connection loss has been disabled (app.conf.${retrySetting(main, first)}=False). Shutting down...`

function established(world: World, worker: WorkerState): void {
  const main = world.process(worker.main)
  const { dial } = worker
  const again = !dial.first || dial.nth > 0
  detachGhosts(world, worker)
  if (!main.connected.broker) openLink(main, 'broker')
  if (again) world.own(main, 'connection-opened', -1, { to: 'broker' })
  log(world, main, 'INFO', `Connected to ${uriOf(main)}`)
  const { deliveries } = worker
  const { firstDelivery: before } = dial
  Object.assign(dial, { nth: 0, first: false, since: world.now, before })
  dial.firstDelivery = deliveries
  connected(world, worker)
  beginMingling(world, worker)
}

/**
 * A worker's connection to the broker breaks and it connects anew. What it has not begun to run it forgets, for
 * that comes again; what runs goes on, though its message comes again too (rule 3.12).
 */
export function workerLosesBroker(
  world: World,
  worker: WorkerState,
  loss: Loss,
  broker: 'hears' | 'is deaf' = 'hears',
): void {
  const main = world.process(worker.main)
  if (!main.connected.broker) return
  loseLink(main, 'broker')
  world.own(main, 'connection-lost', -1, { to: 'broker', reason: loss.reason })
  if (broker === 'is deaf') leaveGhost(world, worker, brokersBeat(world, worker))
  worker.dial.epoch += 1
  if (broker === 'hears') endConsuming(world, worker, 'all')
  if (worker.stopping !== null) {
    detachGhosts(world, worker)
    loseConnection(world, worker)
    return
  }
  if (!retries(main, false)) {
    log(world, main, 'CRITICAL', disabledText(main, false))
    if (broker === 'hears') giveBack(world, worker)
    forget(world, worker)
    // What runs may come to its end, as after SIGTERM.
    worker.shutdown.exitCode = 1
    stopWarm(world, worker)
    return
  }
  const text = `consumer: Connection to broker lost. Trying to re-establish the connection...\nTraceback (most recent call last):\n${loss.exception}`
  log(world, main, 'WARNING', text)
  forget(world, worker)
  if (broker === 'hears') giveBack(world, worker)
  cancelUnackable(world, worker)
  reducePrefetch(world, worker)
  main.blocked = true
  dialIn(world, worker, 0)
}

/** The timers, the buckets and the pool's queue are emptied: none of it could be acknowledged any more. */
function forget(world: World, worker: WorkerState): void {
  const main = world.process(worker.main)
  const { buckets } = worker.tuning
  const forgotten = [...worker.held, ...worker.reserved, ...buckets.flatMap((one) => one.waiting)]
  for (const index of forgotten) closeRequest(world, world.request(index))
  worker.held = []
  worker.reserved = []
  worker.backlog = []
  for (const bucket of buckets) bucket.waiting = []
  const kept = main.steps.filter(
    ({ what }, index) => what !== 'receive' || (index === 0 && main.scheduled),
  )
  main.steps.splice(0, main.steps.length, ...kept)
}

/** RabbitMQ takes back what it had given out; on Redis the worker puts it back itself, if it can (rule 2.30). */
function giveBack(world: World, worker: WorkerState): void {
  const main = world.process(worker.main)
  const restores = speaksRedis(world, 'broker')
  const { length } = worker.unacked
  // It says so whether it comes off or not.
  if (restores && length > 0)
    log(world, main, 'WARNING', `Restoring ${length} unacknowledged message(s)`)
  if (restores && refusal(world, main, 'broker') === null) restore(world, worker)
  else loseConnection(world, worker)
}
