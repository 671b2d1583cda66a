import { assert } from '../kernel/assert.ts'
import { type Micros, millis, seconds } from '../kernel/units.ts'
import { toNumber } from '../messages/json.ts'
import { isPythonError, orPythonError } from '../messages/python-error.ts'
import { stringRepr } from '../messages/repr.ts'
import type { Answer } from '../program.ts'
import { addProcess, endProcess, spawn, moveProcess } from '../world/processes.ts'
import { applySignature } from '../world/publishing.ts'
import type { BeatState, PlannedEntry, ProcessState } from '../world/state.ts'
import type { World } from '../world/world.ts'
import { type Entry, entryNamed, entryNames, isEntryDue } from './entry.ts'
import type { Due } from './due.ts'
import { parseBeatOptions } from './options.ts'
import { UTC, type Zone, zoneNamed } from './zones.ts'

/** `beat_max_loop_interval` where it is 0 (rule 7.26). */
const MAX_INTERVAL: Micros = seconds(300)
/** Beat wakes up so much before an entry is due (rule 7.5). */
const DRIFT: Micros = millis(10)

/** Adds the process of `celery beat`, where the cluster has one. */
export function addBeat(world: World): void {
  if ((world.cluster.beat ?? null) === null) return
  const process = addProcess(world, { name: 'beat', kind: 'beat', worker: -1, slot: 0 })
  world.state.beat = { process: process.index, planned: [], embeddedIn: null }
}

/** Starts beat: it imports the app first. */
export function startBeat(world: World): void {
  const { beat } = world.state
  if (beat === null || beat.embeddedIn !== null) return
  const process = world.process(beat.process)
  spawn(world, process, -1)
  world.step(process, { do: 'load' }, world.costs.workerStart)
}

/** The app is imported, or could not be. */
export function beatLoaded(
  world: World,
  process: ProcessState,
  answer: Exclude<Answer, { readonly kind: 'parked' }>,
): void {
  process.loading = false
  process.loaded = true
  moveProcess(process, 'FREE')
  if (answer.kind === 'raised') {
    const { type, repr, traceback } = answer.error
    crash(world, process, type, `${repr}\n${traceback}`)
    return
  }
  world.own(process, 'logged', -1, { level: 'INFO', text: 'beat: Starting...' })
  const { unsupported } = parseBeatOptions(world.cluster.beat?.options ?? '')
  for (const typed of unsupported)
    world.note(process, `The option ${typed} of beat is not simulated yet: it changes nothing.`)
  plans(world, process)
}

/** A beat whose app is there already begins to plan. */
export function startPlanning(world: World, process: ProcessState): void {
  process.loaded = true
  world.own(process, 'logged', -1, { level: 'INFO', text: 'beat: Starting...' })
  plans(world, process)
}

function plans(world: World, process: ProcessState): void {
  guarded(world, process, () => {
    plan(world, process)
    return world.now
  })
}

/** One round of beat's loop: at most one entry is sent (rule 7.5). */
export function tick(world: World, process: ProcessState): void {
  guarded(world, process, () => round(world, process))
}

/** Goes round the loop again when `work` says; an exception of Celery's is the end of beat. */
function guarded(world: World, process: ProcessState, work: () => Micros): void {
  const next = orPythonError(() => ({ at: work() }))
  if (isPythonError(next)) {
    const { type, message } = next.error
    const name = type.replace(/^builtins\./, '')
    crash(world, process, name, `${name.split('.').at(-1)}(${stringRepr(message)})`)
  } else world.step(process, { do: 'main' }, world.costs.print, next.at)
}

function crash(world: World, process: ProcessState, type: string, repr: string): void {
  const text = `beat raised exception <class '${type}'>: ${repr}`
  world.own(process, 'logged', -1, { level: 'CRITICAL', text })
  endProcess(world, process, 'crashed')
}

function stateOf(world: World): BeatState {
  const { beat } = world.state
  assert(beat !== null, 'the cluster has beat')
  return beat
}

/** When each entry is to be looked at: none has run yet, so an interval passes first (rule 7.6). */
function plan(world: World, process: ProcessState): void {
  const setting = process.app.settings['beat_schedule']
  const { planned } = stateOf(world)
  planned.length = 0
  for (const name of entryNames(setting)) {
    const entry = entryNamed(setting, name)
    if (entry === null) {
      world.note(
        process,
        `The schedule of the entry ${name} is not simulated yet: beat leaves it out.`,
      )
      continue
    }
    const { isDue, next } = dueOf(world, process, entry, world.now)
    planned.push({ name, lastRun: world.now, at: world.now + (isDue ? 0 : next - DRIFT) })
  }
}

function dueOf(world: World, process: ProcessState, entry: Entry, lastRun: Micros): Due {
  const deadline = toNumber(process.app.settings['beat_cron_starting_deadline'] ?? null)
  const limit = deadline === null ? null : seconds(deadline)
  const zone = zoneOf(world, process)
  return isEntryDue(entry.schedule, { at: lastRun, zone }, { at: world.now, zone }, zone, limit)
}

/** Slots are those of the setting `timezone` (rule 7.21). */
function zoneOf(world: World, process: ProcessState): Zone {
  const name = process.app.settings['timezone']
  if (typeof name !== 'string') return UTC
  const zone = zoneNamed(name)
  if (zone === null)
    world.note(process, `There is no time zone called ${name}: beat goes by UTC.`, '7.21')
  return zone ?? UTC
}

/** Looks at the entry that comes first and sends it if it is due; answers when to look again. */
function round(world: World, process: ProcessState): Micros {
  const first = earliest(stateOf(world).planned)
  const longest = maxInterval(world, process)
  if (first === null) return world.now + longest
  const entry = entryNamed(process.app.settings['beat_schedule'], first.name)
  assert(entry !== null, `${first.name} is an entry`)
  const { isDue, next } = dueOf(world, process, entry, first.lastRun)
  // The last moments Celery spends going round and round.
  if (!isDue) return world.now + Math.min(next > DRIFT ? next - DRIFT : next, longest)
  first.lastRun = world.now
  first.at = world.now + next - (next > 0 ? DRIFT : 0)
  send(world, process, entry)
  return world.now
}

/** The entry to look at first; of several at one moment the first of the schedule. */
function earliest(planned: readonly PlannedEntry[]): PlannedEntry | null {
  let first: PlannedEntry | null = null
  for (const entry of planned) if (first === null || entry.at < first.at) first = entry
  return first
}

function maxInterval(world: World, process: ProcessState): Micros {
  const typed = parseBeatOptions(world.cluster.beat?.options ?? '').maxInterval
  const setting = toNumber(process.app.settings['beat_max_loop_interval'] ?? null) ?? 0
  return typed ?? (setting > 0 ? seconds(setting) : MAX_INTERVAL)
}

/** Publishes an entry's task as a client would (rules 7.11, 7.12). */
function send(world: World, process: ProcessState, entry: Entry): void {
  const { name, task, args, kwargs, options, argsrepr, kwargsrepr } = entry
  const text = `Scheduler: Sending due task ${name} (${task})`
  world.own(process, 'logged', -1, { level: 'INFO', text })
  const call = {
    signature: { task, args: [], kwargs: {}, options: {}, subtask_type: null, immutable: false },
    args,
    kwargs,
    options,
    ...(argsrepr === undefined ? {} : { argsrepr }),
    ...(kwargsrepr === undefined ? {} : { kwargsrepr }),
    byName: process.app.tasks[task] === undefined,
  }
  const applied = applySignature(world, process, call, world.now)
  if (!isPythonError(applied)) return
  const problem = `Message Error: Couldn't apply scheduled task ${name}: ${applied.error.message}`
  world.own(process, 'logged', -1, { level: 'ERROR', text: problem })
}
