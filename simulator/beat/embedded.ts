import { isIn } from '../world/machines.ts'
import { spawn } from '../world/processes.ts'
import type { BeatState } from '../world/state.ts'
import type { WorkerState } from '../world/worker-state.ts'
import type { World } from '../world/world.ts'
import { addBeatState } from './add.ts'
import { endBeat, startPlanning } from './beat.ts'
import { schedulerOf } from './settings.ts'
import { entryNamed, entryNames } from './entry.ts'

/**
 * `celery worker -B`: a worker forks a beat of its own when it is ready, and takes it down with itself
 * (celery/beat.py, EmbeddedService). It is a fork, so nothing is imported again. Several workers with it have
 * several beats, and each sends everything (rule 7.2).
 */
export function addEmbeddedBeats(world: World): void {
  for (const worker of world.state.workers) {
    const { beat, loglevel } = worker.options
    if (!beat) continue
    const { app } = world.process(worker.main)
    addBeatState(world, {
      name: `${worker.hostname}/beat`,
      loglevel,
      embeddedIn: worker.index,
      app,
    })
  }
}

/** Its worker is ready. */
export function startEmbeddedBeat(world: World, worker: WorkerState): void {
  for (const beat of world.state.beats) {
    if (beat.embeddedIn !== worker.index) continue
    const process = world.process(beat.process)
    if (!isIn('process', process.state, 'absent')) continue
    spawn(world, process, world.process(worker.main).cause)
    if (asksPython(world, worker, beat)) world.step(process, { do: 'load' })
    else startPlanning(world, process)
  }
}

/** Does the program have a say in what it does? Then its memory is needed in Python too. */
function asksPython(world: World, worker: WorkerState, beat: BeatState): boolean {
  const main = world.process(worker.main)
  const { settings, signals } = main.app
  const setting = settings['beat_schedule']
  const entries = entryNames(setting).map((name) => entryNamed(setting, name))
  return (
    signals.some((name) => name.startsWith('beat_')) ||
    schedulerOf(world, main, beat).own !== null ||
    entries.some((entry) => entry?.lazy === true || entry?.schedule.kind === 'own')
  )
}

/** Its worker ends. */
export function endEmbeddedBeat(
  world: World,
  worker: WorkerState,
  how: 'shutdown' | 'killed' | 'crashed',
): void {
  for (const beat of world.state.beats) {
    if (beat.embeddedIn !== worker.index) continue
    const process = world.process(beat.process)
    if (!isIn('process', process.state, 'absent')) endBeat(world, beat, how)
  }
}
