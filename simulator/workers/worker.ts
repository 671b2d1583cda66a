import type { WorkerSpec } from '../cluster/spec.ts'
import { poolNamed } from '../cluster/worker-options.ts'
import type { Json } from '../messages/json.ts'
import { isPythonError, orPythonError } from '../messages/python-error.ts'
import { pyrepr } from '../messages/repr.ts'
import { configuredQueues, queueFromJson, queueNamed, type QueueSpec } from '../routing/queues.ts'
import { addProcess } from '../world/processes.ts'
import type { ProcessState } from '../world/state.ts'
import type { WorkerState } from '../world/worker-state.ts'
import type { World } from '../world/world.ts'
import { initial } from '../world/machines.ts'
import { detectsQuorum } from './native-delay.ts'
import { optionsOf } from './options.ts'
import { poolOf } from './pools/index.ts'
import { failWorker } from './shutdown/stop.ts'
import { resetBuckets } from './rate-limits.ts'
import { newTuning, tune, wholeSetting } from './tuning.ts'

/** `worker_concurrency` defaults to the number of processors; the simulated machine has two. */
const PROCESSORS = 2

/** Adds a worker that has not been started. */
export function addWorker(world: World, spec: WorkerSpec): WorkerState {
  const options = optionsOf(spec)
  const index = world.state.workers.length
  const hostname = `${spec.name}@sim`
  const main = addProcess(world, { name: hostname, kind: 'worker', worker: index, slot: 0 })
  const worker: WorkerState = {
    index,
    name: spec.name,
    hostname,
    options,
    actor: main.actor,
    main: main.index,
    pool: [],
    state: initial('worker'),
    stopping: null,
    shutdown: {
      interrupted: false,
      cold: 0,
      said: true,
      softUntil: null,
      exitCode: 0,
      leaving: false,
    },
    backlog: [],
    dial: {
      nth: 0,
      first: true,
      since: 0,
      until: 0,
      firstDelivery: 0,
      before: 0,
      epoch: 0,
      warned: false,
      hello: null,
    },
    reduced: false,
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
    heard: [],
    reserved: [],
    revoked: {},
    saved: {},
    revokedStamps: {},
    tuning: newTuning(),
  }
  world.state.workers.push(worker)
  return worker
}

/** The app is imported: the worker knows its queues and goes on to get ready. */
export function workerLoaded(world: World, worker: WorkerState): void {
  const main = world.process(worker.main)
  const { settings } = main.app
  usePoolOfSettings(worker, settings['worker_pool'] ?? null)
  const { options } = worker
  if (options.missingPool !== null) {
    refusePool(world, worker, options.missingPool)
    return
  }
  if (options.beat && poolOf(worker).unit === 'greenlet') {
    unrecoverable(world, worker, NO_BEAT)
    return
  }
  // The command line has taken these from the program before it came to what stands behind the options, which
  // else wins over the program's own (trace config_worker_extras; documented otherwise).
  const multiplier = settings['worker_prefetch_multiplier'] ?? null
  const given = settings['worker_concurrency'] ?? options.settings['worker_concurrency']
  main.app.settings = { ...settings, ...options.settings }
  tune(world, worker, multiplier)
  const { tuning } = worker
  const concurrency =
    tuning.autoscale?.min ?? options.concurrency ?? wholeSetting(given, PROCESSORS)
  worker.concurrency = poolOf(worker).slots(concurrency)
  tuning.limit = worker.concurrency
  // With autoscale it takes as much as the pool could run at its largest (rule 3.13).
  worker.prefetch = Math.max(tuning.autoscale?.max ?? concurrency, 1) * worker.tuning.multiplier
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
  if (worker.queues.length === 0)
    world.note(
      main,
      `${worker.hostname} takes from no queue: -X leaves none of them. Name queues with -Q, or leave out fewer.`,
    )
  const { workerStart, delayedQueues } = world.costs
  const quorum = detectsQuorum(world, worker)
  if (quorum) tuning.staticPrefetch = worker.prefetch
  const cost = quorum ? workerStart + delayedQueues : workerStart
  if (readLimits(world, worker)) world.step(main, { do: 'ready' }, cost)
  else failWorker(world, worker)
}

/** Rule 3.72. */
const NO_BEAT =
  'ImproperlyConfigured("-B option doesn\'t work with eventlet/gevent pools: use standalone beat instead.")'

function unrecoverable(world: World, worker: WorkerState, repr: string): void {
  const text = `Unrecoverable error: ${repr}`
  world.own(world.process(worker.main), 'logged', -1, { level: 'CRITICAL', text })
  failWorker(world, worker)
}

/** `worker_pool` holds where the command line asks for prefork, which is its default (celery/bin/worker.py). */
function usePoolOfSettings(worker: WorkerState, setting: Json): void {
  if (worker.options.pool !== 'prefork' || typeof setting !== 'string' || setting === '') return
  worker.options = { ...worker.options, ...poolNamed(setting) }
}

/** A pool whose module cannot be imported (seen with Celery 5.6.3). */
function refusePool(world: World, worker: WorkerState, module: string): void {
  world.note(
    world.process(worker.main),
    `-P custom takes the pool that CELERY_CUSTOM_WORKER_POOL names: write CELERY_CUSTOM_WORKER_POOL=celery.concurrency.thread:TaskPool in front of the options, say. There is no module ${module} here.`,
  )
  unrecoverable(world, worker, `ModuleNotFoundError(${pyrepr(`No module named '${module}'`)})`)
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

/** What `-Q` and `-X` say, and with `worker_direct` a queue of the worker's own (trace route_worker_direct). */
function consumedQueues(main: ProcessState, worker: WorkerState): readonly QueueSpec[] {
  const chosen = chosenQueues(main, worker)
  const { settings } = main.app
  if (settings['worker_direct'] !== true) return chosen
  const { hostname } = worker
  const exchange = { name: 'C.dq2', type: 'direct' }
  const own = { name: `${hostname}.dq2`, exchange, routing_key: hostname }
  return [...chosen, queueFromJson(own, settings)]
}

/** Rule 2.11: `-Q` is exactly those, `-X` all configured but those, otherwise all configured. */
function chosenQueues(main: ProcessState, { options }: WorkerState): readonly QueueSpec[] {
  const { settings } = main.app
  if (options.queues.length > 0)
    return options.queues.flatMap((name) => queueNamed(settings, name) ?? [])
  return configuredQueues(settings).filter(({ name }) => !options.excludeQueues.includes(name))
}
