import type { Micros } from '../kernel/units.ts'
import { keySetOrder } from '../kernel/set-order.ts'
import type { Json, JsonObject } from '../messages/json.ts'
import { stringRepr } from '../messages/repr.ts'
import type { BeatState, PlannedEntry, ProcessState, ScheduleFile } from '../world/state.ts'
import type { World } from '../world/world.ts'
import { type Entry, entryNamed, entryNames } from './entry.ts'

/** What beat plans to send, and what of it outlives it (`PersistentScheduler`, rule 7.9). */

/** Where a schedule is kept and by whom. */
export interface Keeping {
  /** Name of the schedule file; null: nothing is kept (`celery.beat:Scheduler`). */
  readonly file: string | null
  /** A scheduler of the program's own, which runs in Python; null: one of Celery's. */
  readonly own: string | null
}

const CLEANUP = 'celery.backend_cleanup'

/** The entry that beat adds by itself (rule 7.15). */
const CLEANUP_ENTRY: Json = {
  task: CLEANUP,
  schedule: { crontab: { minute: '0', hour: '4', day_of_week: '*' } },
  args: [],
  kwargs: {},
  options: { expires: 12 * 3600 },
  described: `${CLEANUP}() <crontab: 0 4 * * * (m/h/dM/MY/d)>`,
}

/**
 * Makes beat's plan out of the setting and what its file has kept: entries that were there keep when they ran last,
 * what is gone from the setting is dropped, and what is new has an interval to wait (rules 7.6, 7.9).
 */
export function setUp(
  world: World,
  process: ProcessState,
  beat: BeatState,
  { file }: Pick<Keeping, 'file'>,
): void {
  const kept = file === null ? [] : read(world, process, beat, file)
  const setting = (process.app.settings['beat_schedule'] ?? {}) as JsonObject
  const names = entryNames(setting)
  const old = kept.filter(({ name }) => names.includes(name))
  // Celery goes through a set of the names: what is new comes in its order (trace beat_debug).
  const added = keySetOrder(names).filter((name) => old.every((one) => one.name !== name))
  const cleans = file !== null && needsCleanup(world, process) && !names.includes(CLEANUP)
  beat.schedule = cleans ? { ...setting, [CLEANUP]: CLEANUP_ENTRY } : setting
  const fresh = [...added, ...(cleans ? [CLEANUP] : [])]
  beat.planned = [
    ...old.map(({ name, lastRun, runs }) => planned(name, lastRun, runs)),
    ...fresh.map((name) => planned(name, world.now, 0)),
  ].filter(({ name }) => isKnown(world, process, beat.schedule, name))
  if (file !== null) write(beat, process, file)
}

const planned = (name: string, lastRun: Micros, runs: number): PlannedEntry => ({
  name,
  lastRun,
  runs,
  at: null,
})

function isKnown(world: World, process: ProcessState, schedule: Json, name: string): boolean {
  if (entryNamed(schedule, name) !== null) return true
  world.note(process, `The schedule of the entry ${name} is not simulated yet: beat leaves it out.`)
  return false
}

/** Results must be cleaned up where they have a time to live and the backend does not end it by itself. */
function needsCleanup(world: World, process: ProcessState): boolean {
  const { settings } = process.app
  // One day, where the program does not say (celery/app/defaults.py).
  const expires = 'result_expires' in settings ? settings['result_expires'] : true
  return Boolean(expires) && world.backendOf(process).expires === 'by cleanup'
}

/** Writes the schedule file as the plan is now. */
export function write(beat: BeatState, process: ProcessState, file: string): void {
  beat.files[file] = {
    ...clockOf(process),
    entries: beat.planned.map(({ name, lastRun, runs }) => ({ name, lastRun, runs })),
  }
}

function clockOf({ app }: ProcessState): Pick<ScheduleFile, 'timezone' | 'utc'> {
  const { timezone, enable_utc: utc } = app.settings
  return { timezone: typeof timezone === 'string' ? timezone : null, utc: utc !== false }
}

/** What the file has kept: nothing where the clocks that it goes by have changed (rule 7.9). */
function read(
  world: World,
  process: ProcessState,
  beat: BeatState,
  file: string,
): ScheduleFile['entries'] {
  const found = beat.files[file]
  if (found === undefined) return []
  const { timezone, utc } = clockOf(process)
  const shown = (zone: string | null): string => (zone === null ? 'None' : stringRepr(zone))
  const warn = (text: string): void =>
    void world.own(process, 'logged', -1, { level: 'WARNING', text: `Reset: ${text}` })
  if (found.timezone !== null && found.timezone !== timezone) {
    warn(`Timezone changed from ${shown(found.timezone)} to ${shown(timezone)}`)
    return []
  }
  const word = (on: boolean): string => (on ? 'enabled' : 'disabled')
  if (found.utc === utc) return found.entries
  warn(`UTC changed from ${word(found.utc)} to ${word(utc)}`)
  return []
}

/** An entry of the plan, as the program has described it. */
export function entryOf(beat: BeatState, { name }: Pick<PlannedEntry, 'name'>): Entry | null {
  return entryNamed(beat.schedule, name)
}
