import { asText } from '../messages/json.ts'
import type { BeatState, ProcessState } from '../world/state.ts'
import type { World } from '../world/world.ts'
import { beatsOf } from './beats.ts'
import { type BeatOptions, parseBeatOptions } from './options.ts'
import type { Keeping } from './schedule.ts'

/** The options of a beat: its own, or those of the worker that it is a part of (`-B`, `-s`, `--scheduler`). */
export function optionsOf(world: World, beat: BeatState): BeatOptions {
  if (beat.embeddedIn !== null) {
    const { schedule, scheduler, loglevel } = world.worker(beat.embeddedIn).options
    return { maxInterval: null, schedule, scheduler, loglevel, unsupported: [] }
  }
  const { slot } = world.process(beat.process)
  return parseBeatOptions(beatsOf(world.cluster)[slot]?.options ?? '')
}

const PERSISTENT = 'celery.beat.PersistentScheduler'
const DEFAULT_FILE = 'celerybeat-schedule'

/** Which scheduler it has, of the two that Celery brings along: one keeps a file (rule 7.9), the other nothing. */
export function schedulerOf(world: World, process: ProcessState, beat: BeatState): Keeping {
  const { schedule, scheduler } = optionsOf(world, beat)
  const { settings } = process.app
  const named = asText(scheduler ?? settings['beat_scheduler'] ?? PERSISTENT).replace(':', '.')
  if (named === 'celery.beat.Scheduler') return { file: null, own: null }
  if (named !== PERSISTENT) return { file: null, own: named }
  return { file: schedule ?? asText(settings['beat_schedule_filename'] ?? DEFAULT_FILE), own: null }
}
