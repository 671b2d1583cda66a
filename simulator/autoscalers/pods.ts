import type { AutoscalerSpec, PodSpec } from '../cluster/autoscaler-spec.ts'
import { assert } from '../kernel/assert.ts'
import { type Micros, seconds } from '../kernel/units.ts'
import type { FactDetails } from '../log/facts.ts'
import { isOff, isReady, startWorker } from '../workers/life.ts'
import { killWorker, stopWorker } from '../workers/shutdown/stop.ts'
import { addWorker } from '../workers/worker.ts'
import { initial, isIn, move } from '../world/machines.ts'
import { OPCODES } from '../world/opcodes.ts'
import type { AutoscalerState, PodState } from '../world/scaling-state.ts'
import type { WorkerState } from '../world/worker-state.ts'
import type { World } from '../world/world.ts'

/** How often the kubelet looks whether a container that was told to stop has ended. */
const LOOK: Micros = seconds(1)
/**
 * A container that ended is started again after 10 s, then after twice as long each time, up to 300 s (from
 * documentation: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy).
 */
const BACK_OFF = { first: seconds(10), most: seconds(300) }

const is = (pod: PodState, name: string): boolean => isIn('pod', pod.state, name)

/** Counts as a pod of its deployment: it is there and may stay. */
export const isAlive = (pod: PodState): boolean => !is(pod, 'absent') && !is(pod, 'terminating')

const workerOf = (world: World, pod: PodState): WorkerState => world.worker(pod.worker)

type Changed = FactDetails['pod-changed']

/** A pod changes, which is a fact; its next event is due after a while. */
function change(
  world: World,
  pod: PodState,
  event: string,
  detail: Changed,
  cause: number,
  after: Micros | null,
): number {
  const worker = workerOf(world, pod)
  pod.state = move('pod', pod.state, event, worker.name)
  pod.generation += 1
  if (after !== null) again(world, pod, after)
  return world.fact('pod-changed', worker.actor, -1, cause, detail)
}

/** The pod is looked at again after a while, if nothing has happened to it. */
function again(world: World, pod: PodState, after: Micros): void {
  const place = world.state.autoscaler?.pods.indexOf(pod) ?? -1
  assert(place >= 0, 'a pod is one of the autoscaler')
  world.schedule(world.now + after, OPCODES.pod, place, pod.generation)
}

/** A new pod: its image is pulled, in the first place that is free. */
export function createPod(
  world: World,
  { pods: spec }: AutoscalerSpec,
  state: AutoscalerState,
): void {
  const pod = state.pods.find((one) => is(one, 'absent')) ?? addPlace(world, spec, state)
  pod.restarts = 0
  pod.booted = false
  change(world, pod, 'PULL', { phase: 'pulling' }, state.cause, pullTime(spec, world.now))
}

function addPlace(world: World, spec: PodSpec, { pods }: AutoscalerState): PodState {
  const name = `pod-${pods.length + 1}`
  const worker = addWorker(world, { name, options: spec.options, autostart: false })
  const pod: PodState = {
    worker: worker.index,
    state: initial('pod'),
    generation: 0,
    booted: false,
    readyAt: 0,
    deadline: 0,
    restarts: 0,
    seen: 0,
  }
  pods.push(pod)
  return pod
}

function pullTime({ pull, slowPulls }: PodSpec, now: Micros): Micros {
  const slow = slowPulls.find(({ from, until }) => now >= seconds(from) && now < seconds(until))
  return seconds(slow?.pull ?? pull)
}

/** The event of a pod: what it does next hangs on where it is. */
export function podDue(
  world: World,
  spec: AutoscalerSpec,
  place: number,
  generation: number,
): void {
  const state = world.state.autoscaler
  const pod = state?.pods[place]
  if (state === null || pod === undefined || pod.generation !== generation) return
  if (is(pod, 'pulling') || is(pod, 'waiting')) start(world, spec.pods, pod)
  else if (is(pod, 'starting') && !pod.booted) boot(world, spec.pods, pod)
  else if (is(pod, 'terminating')) endIfOver(world, pod)
  else probe(world, spec.pods, pod)
}

function start(world: World, spec: PodSpec, pod: PodState): void {
  pod.booted = false
  change(world, pod, 'START', { phase: 'starting' }, -1, seconds(spec.start))
}

/** The container has come as far as `celery worker`. */
function boot(world: World, spec: PodSpec, pod: PodState): void {
  pod.booted = true
  startWorker(world, workerOf(world, pod), -1)
  again(world, pod, seconds(spec.probe))
}

/** Readiness and liveness: a worker that is there answers, one that has ended is started again. */
function probe(world: World, spec: PodSpec, pod: PodState): void {
  const worker = workerOf(world, pod)
  if (isOff(worker)) {
    const wait = backOff(pod.restarts)
    pod.restarts += 1
    change(world, pod, 'CRASH', { phase: 'waiting' }, -1, wait)
    return
  }
  if (is(pod, 'starting') && isReady(worker)) {
    change(world, pod, 'READY', { phase: 'ready' }, world.process(worker.main).cause, null)
    pod.readyAt = world.now
  }
  again(world, pod, seconds(spec.probe))
}

function backOff(restarts: number): Micros {
  let wait = BACK_OFF.first
  for (let n = 0; n < restarts && wait < BACK_OFF.most; n++) wait *= 2
  return Math.min(wait, BACK_OFF.most)
}

/** A pod is to go: its worker gets SIGTERM, which is a warm shutdown, and after the grace SIGKILL. */
export function terminatePod(
  world: World,
  spec: AutoscalerSpec,
  pod: PodState,
  cause: number,
): void {
  pod.deadline = world.now + seconds(spec.pods.grace)
  const row = change(world, pod, 'TERMINATE', { phase: 'terminating' }, cause, LOOK)
  if (pod.booted) stopWorker(world, workerOf(world, pod), row)
}

function endIfOver(world: World, pod: PodState): void {
  const worker = workerOf(world, pod)
  if (!isOff(worker) && world.now < pod.deadline) again(world, pod, LOOK)
  else end(world, pod)
}

/** The pod's last moment: what its worker still runs dies with it. */
function end(world: World, pod: PodState, lost = false): void {
  const worker = workerOf(world, pod)
  const killed = worker.pool.filter((index) => world.process(index).execution !== null).length
  const { cause } = world.process(worker.main)
  const detail = {
    phase: 'gone',
    ...(killed === 0 ? {} : { killed }),
    ...(lost ? { lost } : {}),
  } as const
  const row = change(world, pod, 'GONE', detail, cause, null)
  if (!isOff(worker)) killWorker(world, worker, row)
}

/** The machine under a pod dies. */
export function losePod(world: World, pod: PodState, cause: number): void {
  pod.state = move('pod', pod.state, 'TERMINATE', 'a pod on a dead machine')
  world.process(workerOf(world, pod).main).cause = cause
  end(world, pod, true)
}

/**
 * Which pod goes first: one that is not ready, then the one that has been ready for the shortest time (from
 * documentation: https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#scaling-a-replicaset).
 */
export function firstToGo(pods: readonly PodState[]): PodState | undefined {
  const rank = (pod: PodState): number =>
    is(pod, 'ready') ? pod.readyAt : Number.POSITIVE_INFINITY
  let first: PodState | undefined
  for (const pod of pods)
    if (isAlive(pod) && (first === undefined || rank(pod) >= rank(first))) first = pod
  return first
}

/** The pod that has been ready longest. */
export const oldestReady = (pods: readonly PodState[]): PodState | undefined =>
  pods.filter((pod) => is(pod, 'ready')).toSorted((a, b) => a.readyAt - b.readyAt)[0]
