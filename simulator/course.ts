import { signalBeat, startBeat } from './beat/beat.ts'
import type { Action, WorkerSpec } from './cluster/spec.ts'
import { toSeconds } from './kernel/units.ts'
import type { Json } from './messages/json.ts'
import { isOff, isReady, startWorker } from './workers/life.ts'
import { signalWorker } from './workers/shutdown/signals.ts'
import { killWorker, stopWorker } from './workers/shutdown/stop.ts'
import { addWorker } from './workers/worker.ts'
import { isIn } from './world/machines.ts'
import type { BeatState } from './world/state.ts'
import type { WorkerState } from './world/worker-state.ts'
import { addTriggers, setTriggers } from './world/triggers.ts'
import { isRestart, type World } from './world/world.ts'

/** What is to be different from a moment on. What is left out stays as it is. */
export interface Change {
  /**
   * In place of all that was planned and has not begun. Moments count from the beginning of the run; a fault
   * that has begun goes on and ends as it would have.
   */
  readonly actions?: readonly Action[]
  /** Beside all that was planned, as when somebody acts now. */
  readonly also?: readonly Action[]
  /** In place of the cluster's: whoever starts from now on reads them, as after a deployment. */
  readonly settings?: { readonly [key: string]: Json }
  /** In place of the cluster's: who is new starts, who is gone stops, and whoever starts has these options. */
  readonly workers?: readonly WorkerSpec[]
  /**
   * Something new has been put in place, code or the cluster: the log says so, and each worker that runs is
   * restarted, and so is each beat, since neither reads anything twice. The client goes on with what it has.
   */
  readonly deploy?: 'code' | 'cluster'
  /** Other chance from now on. */
  readonly seed?: number
}

/** A run that has paused goes on by another course. */
export function changeCourse(world: World, change: Change): void {
  if (world.question !== null || world.drops.length > 0)
    throw new Error('A run changes its course where it has paused: answer its question first.')
  const { actions, also = [], settings, workers, deploy, seed } = change
  const { course } = world.state
  for (const [index, action] of [...(actions ?? []), ...also].entries()) check(world, action, index)
  if (seed !== undefined) reseed(world, seed)
  world.state.course = {
    firstAction: actions === undefined ? course.firstAction : world.actions.length,
    luck: seed ?? course.luck,
    settings: settings ?? course.settings,
    workers: workers ?? course.workers,
  }
  if (actions !== undefined) {
    world.actions = [...world.actions, ...actions]
    setTriggers(world)
  }
  if (deploy !== undefined) put(world, deploy)
  if (also.length === 0) return
  const first = world.actions.length
  world.actions = [...world.actions, ...also]
  addTriggers(world, first)
}

/** Ids go on as they were: two tasks must never have the same one. */
const OF_IDS = ['ids', 'poison']

function reseed(world: World, seed: number): void {
  const { states } = world.streams.snapshot()
  const kept = Object.entries(states).filter(([name]) => OF_IDS.includes(name))
  world.streams.restore({ seed, states: Object.fromEntries(kept) })
  world.fact('action-taken', world.actor.lab, -1, -1, { verb: 'reseed', target: String(seed) })
}

/** A deployment: who runs is restarted with what is new, as by SIGHUP (rule 3.44). */
function put(world: World, what: 'code' | 'cluster'): void {
  const verb = what === 'code' ? 'deploy' : 'reconfigure'
  const cause = world.fact('action-taken', world.actor.lab, -1, -1, { verb, target: '' })
  const { workers } = world.state.course
  for (const worker of [...world.state.workers]) {
    // The number of pods is the autoscaler's business, and its pods run no code.
    if (isPod(world, worker)) continue
    const wanted = workers === null || workers.some(({ name }) => name === worker.name)
    if (wanted) restart(world, worker, cause)
    else stopWorker(world, worker, cause)
  }
  for (const spec of workers ?? []) {
    if (world.state.workers.some(({ name }) => name === spec.name)) continue
    const worker = addWorker(world, spec)
    if (spec.autostart) startWorker(world, worker, cause)
  }
  // A beat within a worker goes and comes with it.
  for (const beat of world.state.beats)
    if (beat.embeddedIn === null) restartBeat(world, beat, cause)
}

const isPod = (world: World, { index }: WorkerState): boolean =>
  world.state.autoscaler?.pods.some(({ worker }) => worker === index) === true

function restart(world: World, worker: WorkerState, cause: number): void {
  if (isOff(worker) || worker.stopping !== null) return
  if (isReady(worker)) signalWorker(world, worker, 'SIGHUP', cause)
  else {
    // SIGHUP ends one that is still starting (rule 3.46): it is started anew by hand.
    killWorker(world, worker, cause)
    startWorker(world, worker, cause)
  }
}

/** Beat knows no SIGHUP: whoever deploys ends it, which writes its schedule file (rule 7.9), and starts it. */
function restartBeat(world: World, beat: BeatState, cause: number): void {
  if (isIn('process', world.process(beat.process).state, 'absent')) return
  signalBeat(world, beat, 'SIGTERM', cause)
  startBeat(world, beat, cause)
}

function check(world: World, action: Action, index: number): void {
  const { on, after } = action
  if (on.kind === 'time' && after < world.now)
    throw new Error(
      `actions[${index}] is to happen at ${toSeconds(after)} s, and the run is at ${toSeconds(world.now)} s already: give it a later moment.`,
    )
  if (isRestart(action) && !world.keeps)
    throw new Error(
      `actions[${index}] restarts the broker, and this run has not written down what its broker keeps: make it again from its seed with this action in it.`,
    )
}
