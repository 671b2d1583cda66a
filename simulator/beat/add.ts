import { addProcess } from '../world/processes.ts'
import type { AppState, BeatState } from '../world/state.ts'
import type { World } from '../world/world.ts'
import { beatsOf } from './beats.ts'
import { parseBeatOptions } from './options.ts'

/** Adds the processes of `celery beat` that the cluster has. */
export function addBeats(world: World): void {
  for (const { name, options } of beatsOf(world.cluster)) {
    const { loglevel } = parseBeatOptions(options)
    addBeatState(world, { name, loglevel, embeddedIn: null })
  }
}

/** Adds a beat that is not there yet. */
export function addBeatState(
  world: World,
  made: Pick<BeatState, 'loglevel' | 'embeddedIn'> & {
    readonly name: string
    readonly app?: AppState
  },
): void {
  const { beats } = world.state
  const { name, app, loglevel, embeddedIn } = made
  const process = addProcess(world, {
    name,
    kind: 'beat',
    worker: -1,
    slot: beats.length,
    ...(app === undefined ? {} : { app }),
  })
  beats.push({
    process: process.index,
    embeddedIn,
    loglevel,
    schedule: {},
    planned: [],
    synced: { at: null, sent: 0 },
    slept: false,
    reached: false,
    asked: null,
    files: {},
  })
}
