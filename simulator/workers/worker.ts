import type { Consumer } from '../brokers/broker.ts'
import type { WorkerSpec } from '../cluster/spec.ts'
import { parseWorkerOptions } from '../cluster/worker-options.ts'
import { assert } from '../kernel/assert.ts'
import { isPythonError, orPythonError } from '../messages/python-error.ts'
import { pyrepr } from '../messages/repr.ts'
import { configuredQueues, queueNamed, type QueueSpec } from '../routing/queues.ts'
import { beginConsuming, connected, loseConnection, restore } from '../world/delivery.ts'
import { addPoolProcess } from './pools/size.ts'
import { addProcess, endProcess, spawn } from '../world/processes.ts'
import { moveRequest, stateOfRequest } from '../world/requests.ts'
import type { Execution, ProcessState, WorkerState } from '../world/state.ts'
import { declare } from '../world/topology.ts'
import { closeRequestsOf } from '../world/sweep.ts'
import type { World } from '../world/world.ts'
import { initial, isIn, move } from '../world/machines.ts'
import { resetBuckets } from './rate-limits.ts'
import { newTuning, tune, wholeSetting } from './tuning.ts'

/** `worker_concurrency` defaults to the number of processors; the simulated machine has two. */
const PROCESSORS = 2

/** Adds a worker that has not been started. */
export function addWorker(world: World, spec: WorkerSpec): WorkerState {
  const parsed = parseWorkerOptions(spec.options)
  assert(parsed.ok, `the options of ${spec.name} were checked`)
  const index = world.state.workers.length
  const hostname = `${spec.name}@sim`
  const main = addProcess(world, { name: hostname, kind: 'worker', worker: index, slot: 0 })
  const worker: WorkerState = {
    index,
    name: spec.name,
    hostname,
    options: parsed.options,
    actor: main.actor,
    main: main.index,
    pool: [],
    state: initial('worker'),
    stopping: null,
    restart: false,
    concurrency: 0,
    skew: 0,
    queues: [],
    prefetch: 0,
    unacked: [],
    deliveries: 0,
    jobs: 0,
    cpu: 0,
    totals: {},
    startedAt: 0,
    clock: 0,
    consumer: null,
    held: [],
    reserved: [],
    revoked: {},
    revokedStamps: {},
    tuning: newTuning(),
  }
  world.state.workers.push(worker)
  return worker
}

const moveWorker = (worker: WorkerState, event: string): void => {
  worker.state = move('worker', worker.state, event, worker.hostname)
}

export const isOff = (worker: WorkerState): boolean => isIn('worker', worker.state, 'off')
export const isReady = (worker: WorkerState): boolean => isIn('worker', worker.state, 'ready')

/**
 * Starts a worker that is off: its main process imports the app first. One that is still stopping starts
 * again once it has stopped.
 */
export function startWorker(world: World, worker: WorkerState, cause: number): void {
  worker.restart = worker.stopping !== null
  if (!isOff(worker)) return
  moveWorker(worker, 'START')
  worker.stopping = null
  const main = world.process(worker.main)
  spawn(world, main, cause)
  world.step(main, { do: 'load' })
}

/** The app is imported: the worker knows its queues and goes on to get ready. */
export function workerLoaded(world: World, worker: WorkerState): void {
  const main = world.process(worker.main)
  const { options } = worker
  const { settings } = main.app
  tune(world, worker)
  const { tuning } = worker
  const concurrency =
    options.concurrency ?? wholeSetting(settings['worker_concurrency'], PROCESSORS)
  worker.concurrency = tuning.autoscale?.min ?? concurrency
  tuning.limit = worker.concurrency
  // With autoscale it takes as much as the pool could run at its largest (rule 3.13).
  worker.prefetch =
    Math.max(tuning.autoscale?.max ?? worker.concurrency, 1) * worker.tuning.multiplier
  tuning.queues = [...consumedQueues(main, worker)]
  worker.queues = tuning.queues.map(({ name }) => name)
  world.own(main, 'worker-started', -1, {
    hostname: worker.hostname,
    queues: worker.queues,
    concurrency: worker.concurrency,
    pool: options.pool,
  })
  for (const typed of options.unsupported)
    world.note(
      main,
      `The option ${typed} of ${worker.hostname} is not simulated yet: it changes nothing.`,
    )
  if (readLimits(world, worker)) world.step(main, { do: 'ready' }, world.costs.workerStart)
  else failWorker(world, worker)
}

/** Its rate limits are read while it starts: one that cannot be read is the end of it (rule 3.25). */
function readLimits(world: World, worker: WorkerState): boolean {
  const read = orPythonError(() => {
    resetBuckets(world, worker)
    return {}
  })
  if (!isPythonError(read)) return true
  const { type, message } = read.error
  // The message of a KeyError is the key's repr already.
  const shown = type === 'builtins.KeyError' ? message : pyrepr(message)
  world.own(world.process(worker.main), 'logged', -1, {
    level: 'CRITICAL',
    text: `Unrecoverable error: ${type.replace('builtins.', '')}(${shown})`,
  })
  return false
}

/** Rule 2.11: `-Q` is exactly those, `-X` all configured but those, otherwise all configured. */
function consumedQueues(main: ProcessState, { options }: WorkerState): readonly QueueSpec[] {
  const { settings } = main.app
  if (options.queues.length > 0)
    return options.queues.flatMap((name) => queueNamed(settings, name) ?? [])
  return configuredQueues(settings).filter(({ name }) => !options.excludeQueues.includes(name))
}

/** The worker is ready: it has its queues, its pool, and consumes. */
export function workerReady(world: World, worker: WorkerState): void {
  const main = world.process(worker.main)
  connected(world, worker)
  for (const queue of worker.tuning.queues)
    main.cause = declare(world, worker.actor, main.cause, queue)
  spawnPool(world, worker)
  moveWorker(worker, 'READY')
  world.own(main, 'prefetch-set', -1, { count: worker.prefetch })
  world.own(main, 'worker-ready', -1, {})
  world.own(main, 'logged', -1, { level: 'INFO', text: `${worker.hostname} ready.` })
  const consumer: Consumer = {
    worker: worker.index,
    queues: [...worker.queues],
    credit: 0,
    turn: world.state.nextTurn++,
  }
  beginConsuming(world, worker, consumer)
}

function spawnPool(world: World, worker: WorkerState): void {
  const main = world.process(worker.main)
  while (worker.pool.length < worker.concurrency) addPoolProcess(world, worker)
  for (const index of worker.pool.slice(0, worker.concurrency))
    spawn(world, world.process(index), main.cause)
}

/** Asks a worker to stop once its running tasks are done (rule 3.46). */
export function stopWorker(world: World, worker: WorkerState, cause: number): void {
  if (isOff(worker) || worker.stopping !== null) return
  const main = world.process(worker.main)
  main.cause = cause
  if (!isReady(worker)) {
    killWorker(world, worker, cause)
    return
  }
  moveWorker(worker, 'STOP')
  worker.stopping = 'warm'
  worker.consumer = null
  world.own(main, 'worker-stopping', -1, { how: 'warm' })
  finishIfIdle(world, worker)
}

/** A stopping worker whose last task is done gives back what it holds and ends. */
export function finishIfIdle(world: World, worker: WorkerState): void {
  if (worker.stopping !== 'warm') return
  const busy = worker.pool.some((index) => world.process(index).execution !== null)
  if (busy) return
  const main = world.process(worker.main)
  world.step(main, { do: 'stopped' }, world.costs.workerStop)
}

/** The end of a stop: messages go back, processes end, Celery's own line says so. */
export function workerStopped(world: World, worker: WorkerState): void {
  if (worker.unacked.length > 0) {
    const text = `Restoring ${worker.unacked.length} unacknowledged message(s)`
    world.own(world.process(worker.main), 'logged', -1, { level: 'WARNING', text })
  }
  restore(world, worker)
  end(world, worker, 'shutdown', 'STOPPED', 'warm')
  const { cause } = world.process(worker.main)
  if (worker.restart) startWorker(world, worker, cause)
}

/** A worker's machine dies: nothing it does takes effect any more (rules 2.30, 2.32). */
export function killWorker(world: World, worker: WorkerState, cause: number): void {
  if (isOff(worker)) return
  world.process(worker.main).cause = cause
  end(world, worker, 'killed', 'KILL', 'killed')
  loseConnection(world, worker)
}

/** A worker whose app cannot be imported never gets ready. */
export function failWorker(world: World, worker: WorkerState): void {
  end(world, worker, 'crashed', 'KILL', 'failed')
}

function end(
  world: World,
  worker: WorkerState,
  reason: 'shutdown' | 'killed' | 'crashed',
  event: 'STOPPED' | 'KILL',
  how: 'warm' | 'killed' | 'failed',
): void {
  const main = world.process(worker.main)
  worker.consumer = null
  worker.held = []
  worker.reserved = []
  worker.tuning.buckets = []
  worker.tuning.bucketOf = {}
  for (const index of worker.pool) {
    const process = world.process(index)
    if (isIn('process', process.state, 'absent')) continue
    process.cause = main.cause
    if (process.execution !== null) loseTask(world, process.execution)
    endProcess(world, process, reason)
  }
  closeRequestsOf(world, worker.index)
  moveWorker(worker, event)
  world.own(main, 'worker-stopped', -1, { reason: how })
  endProcess(world, main, reason)
  worker.stopping = null
}

/** The task that a process was running is lost with it; its message may come back (rule 3.28). */
function loseTask(world: World, execution: Execution): void {
  const request = world.request(execution.request)
  if (isIn('task', stateOfRequest(world, request), 'started')) moveRequest(world, request, 'LOSE')
}
