import { assert } from '../kernel/assert.ts'
import { toIso } from '../kernel/clock.ts'
import { type Micros, millis, seconds } from '../kernel/units.ts'
import { asText, isArray, isObject, type Json, toNumber } from '../messages/json.ts'
import { isPythonError, orPythonError } from '../messages/python-error.ts'
import { stringRepr } from '../messages/repr.ts'
import type { Answer } from '../program.ts'
import { isIn } from '../world/machines.ts'
import { endProcess, moveProcess, spawn } from '../world/processes.ts'
import type { BeatState, PlannedEntry, ProcessState } from '../world/state.ts'
import type { World } from '../world/world.ts'
import type { Due } from './due.ts'
import { type Entry, isEntryDue } from './entry.ts'
import { humanSeconds } from './interval.ts'
import { optionsOf, schedulerOf } from './settings.ts'
import { entryOf, setUp, write } from './schedule.ts'
import { messageError, send } from './send.ts'
import { UTC, type Zone, zoneNamed } from './zones.ts'

/** Beat wakes up so much before an entry is due (rule 7.5). */
const DRIFT: Micros = millis(10)
/** It writes its schedule file so often (rule 7.9). */
const SYNC_EVERY: Micros = seconds(180)

type Over = Exclude<Answer, { readonly kind: 'parked' }>

/** Starts a beat that is not there: it imports the app first. */
export function startBeat(world: World, beat: BeatState, cause: number): void {
  const process = world.process(beat.process)
  if (!isIn('process', process.state, 'absent')) return
  spawn(world, process, cause)
  world.step(process, { do: 'load' }, world.costs.workerStart)
}

/** A signal ends it: SIGTERM and SIGINT let it write its schedule file (celery/apps/beat.py). */
export function signalBeat(world: World, beat: BeatState, signal: string, cause: number): void {
  const process = world.process(beat.process)
  if (isIn('process', process.state, 'absent')) return
  process.cause = cause
  const handled = /^(SIG)?(TERM|INT)$/.test(signal)
  if (handled) sync(world, process, beat)
  endBeat(world, beat, handled ? 'shutdown' : 'killed')
}

/** It is gone. */
export function endBeat(
  world: World,
  beat: BeatState,
  how: 'shutdown' | 'killed' | 'crashed',
): void {
  beat.asked = null
  beat.planned = []
  endProcess(world, world.process(beat.process), how)
}

/** The app is imported, or could not be; or what beat has asked is answered. */
export function beatAnswered(world: World, process: ProcessState, answer: Over): void {
  const beat = stateOf(world, process)
  process.computing = null
  if (isIn('process', process.state, 'running')) moveProcess(process, 'FREE')
  if (process.loading) loaded(world, process, beat, answer)
  // Receivers of beat_init have heard it: what they raise is logged by Python.
  else if (process.aside !== null) process.aside = null
  else if (beat.asked !== null) guarded(world, process, () => heard(world, process, beat, answer))
  else loopOver(world, process, beat, answer)
}

function loaded(world: World, process: ProcessState, beat: BeatState, answer: Over): void {
  process.loading = false
  process.loaded = true
  if (answer.kind === 'raised') {
    const { type, repr, traceback } = answer.error
    crash(world, process, type, `${repr}\n${traceback}`)
    return
  }
  for (const typed of optionsOf(world, beat).unsupported)
    world.note(process, `The option ${typed} of beat is not simulated yet: it changes nothing.`)
  startPlanning(world, process)
}

/** A scheduler of the program's own has come to an end. */
function loopOver(world: World, process: ProcessState, beat: BeatState, answer: Over): void {
  if (answer.kind !== 'raised') endBeat(world, beat, 'shutdown')
  else crash(world, process, answer.error.type, `${answer.error.repr}\n${answer.error.traceback}`)
}

/** A beat whose app is there already begins to plan. */
export function startPlanning(world: World, process: ProcessState): void {
  const beat = stateOf(world, process)
  process.loaded = true
  const { own } = schedulerOf(world, process, beat)
  if (own !== null && world.program !== null) {
    moveProcess(process, 'RUN')
    world.ask(process, { kind: 'beat-loop', process: process.name, scheduler: own })
    return
  }
  say(world, process, 'INFO', 'beat: Starting...')
  guarded(world, process, () => {
    beat.synced = { at: null, sent: 0 }
    beat.slept = false
    beat.reached = false
    setUp(world, process, beat, schedulerOf(world, process, beat))
    sayPlan(world, process, beat)
    const signals = ['beat_init', ...(beat.embeddedIn === null ? [] : ['beat_embedded_init'])]
    for (const signal of signals) callReceivers(world, process, signal)
    return world.now
  })
}

/** What it writes on DEBUG when it begins (trace beat_debug). */
function sayPlan(world: World, process: ProcessState, beat: BeatState): void {
  if (schedulerOf(world, process, beat).file !== null) {
    const lines = beat.planned.map(
      (one) => `<ScheduleEntry: ${one.name} ${entryOf(beat, one)?.described ?? ''}`,
    )
    say(world, process, 'DEBUG', ['Current schedule:', ...lines].join('\n'))
  }
  const longest = humanSeconds(maxInterval(world, process, beat))
  say(world, process, 'DEBUG', `beat: Ticking with max interval->${longest}`)
}

function callReceivers(world: World, process: ProcessState, signal: string): void {
  if (!process.app.signals.includes(signal)) return
  const call = { signal, sender: { kind: 'beat' }, named: {} } as const
  world.step(process, { do: 'signal', call, then: 'nothing' })
}

/** One round of beat's loop: at most one entry is sent (rule 7.5). */
export function tick(world: World, process: ProcessState): void {
  const beat = stateOf(world, process)
  guarded(world, process, () => {
    if (beat.slept && shouldSync(world, process, beat)) doSync(world, process, beat)
    beat.slept = false
    return round(world, process, beat)
  })
}

/** Goes round the loop again when `work` says; null: once what it asks is answered. An exception is the end of beat. */
function guarded(world: World, process: ProcessState, work: () => Micros | null): void {
  const next = orPythonError(() => ({ at: work() }))
  if (isPythonError(next)) {
    const { type, message } = next.error
    const name = type.replace(/^builtins\./, '')
    crash(world, process, name, `${name.split('.').at(-1)}(${stringRepr(message)})`)
  } else if (next.at !== null) world.step(process, { do: 'main' }, world.costs.print, next.at)
}

function crash(world: World, process: ProcessState, type: string, repr: string): void {
  const text = `beat raised exception <class '${type}'>: ${repr}`
  say(world, process, 'CRITICAL', text)
  endBeat(world, stateOf(world, process), 'crashed')
}

function stateOf(world: World, process: ProcessState): BeatState {
  const beat = world.state.beats[process.slot]
  assert(process.kind === 'beat' && beat !== undefined, `${process.name} is a beat`)
  return beat
}

const say = (
  world: World,
  process: ProcessState,
  level: 'DEBUG' | 'INFO' | 'CRITICAL',
  text: string,
): void => void world.own(process, 'logged', -1, { level, text })

/**
 * Looks at each entry that it has not looked at yet, then at the one that comes first, and sends it if it is due.
 * Answers when to go on; null: once the program has answered.
 */
function round(world: World, process: ProcessState, beat: BeatState): Micros | null {
  for (const one of beat.planned) {
    if (one.at !== null) continue
    const due = dueOf(world, process, beat, one)
    if (due === null) return null
    one.at = firstLook(world, due)
  }
  const first = earliest(beat.planned)
  if (first === null) return sleep(world, process, beat, maxInterval(world, process, beat))
  const due = dueOf(world, process, beat, first)
  return due === null ? null : decided(world, process, beat, first, due)
}

const firstLook = (world: World, { isDue, next }: Due): Micros =>
  world.now + (isDue ? 0 : adjusted(next))

/** `Scheduler.adjust` (rule 7.5). */
const adjusted = (next: Micros): Micros => (next > 0 ? next - DRIFT : next)

function decided(
  world: World,
  process: ProcessState,
  beat: BeatState,
  first: PlannedEntry,
  { isDue, next }: Due,
): Micros | null {
  if (!isDue) {
    const longest = maxInterval(world, process, beat)
    // The last moments Celery spends going round and round.
    const rest = next > DRIFT ? next - DRIFT : next
    return rest < longest && next <= DRIFT
      ? world.now + rest
      : sleep(world, process, beat, Math.min(rest, longest))
  }
  const entry = entryOf(beat, first)
  assert(entry !== null, `${first.name} is an entry`)
  first.lastRun = world.now
  first.runs += 1
  say(world, process, 'INFO', `Scheduler: Sending due task ${first.name} (${entry.task})`)
  if (entry.lazy) {
    beat.asked = { what: 'arguments', entry: first.name, next }
    ask(world, process, { what: 'arguments', entry: first.name })
    return null
  }
  return sent(world, process, beat, entry, next)
}

/** Sends what is due, and plans its next run. */
function sent(
  world: World,
  process: ProcessState,
  beat: BeatState,
  entry: Entry,
  next: Micros,
): Micros {
  const one = beat.planned.find(({ name }) => name === entry.name)
  assert(one !== undefined, `${entry.name} is planned`)
  send(world, process, entry)
  return advanced(world, process, beat, one, next)
}

function advanced(
  world: World,
  process: ProcessState,
  beat: BeatState,
  one: PlannedEntry,
  next: Micros,
): Micros {
  beat.synced = { ...beat.synced, sent: beat.synced.sent + 1 }
  if (shouldSync(world, process, beat)) doSync(world, process, beat)
  one.at = world.now + adjusted(next)
  return world.now
}

function sleep(world: World, process: ProcessState, beat: BeatState, length: Micros): Micros {
  say(world, process, 'DEBUG', `beat: Waking up ${humanSeconds(length, 'in ')}.`)
  beat.slept = true
  return world.now + length
}

/** Whether an entry is due now; null: the program is asked. */
function dueOf(
  world: World,
  process: ProcessState,
  beat: BeatState,
  one: PlannedEntry,
): Due | null {
  const entry = entryOf(beat, one)
  assert(entry !== null, `${one.name} is an entry`)
  const { schedule } = entry
  if (schedule.kind === 'own') {
    beat.asked = { what: 'due', entry: one.name }
    ask(world, process, { what: 'due', entry: one.name, lastRun: toIso(one.lastRun) })
    return null
  }
  const deadline = toNumber(process.app.settings['beat_cron_starting_deadline'] ?? null)
  const limit = deadline === null ? null : seconds(deadline)
  const zone = zoneOf(world, process)
  return isEntryDue(schedule, { at: one.lastRun, zone }, { at: world.now, zone }, zone, limit)
}

type Asked =
  | { readonly what: 'due'; readonly entry: string; readonly lastRun: string }
  | { readonly what: 'arguments'; readonly entry: string }

function ask(world: World, process: ProcessState, asked: Asked): void {
  moveProcess(process, 'RUN')
  world.ask(process, { kind: 'beat', process: process.name, ...asked })
}

/** The program has answered what beat wanted to know of an entry. */
function heard(world: World, process: ProcessState, beat: BeatState, answer: Over): Micros | null {
  const { asked } = beat
  assert(asked !== null, 'beat has asked')
  beat.asked = null
  const one = beat.planned.find(({ name }) => name === asked.entry)
  const entry = one === undefined ? null : entryOf(beat, one)
  assert(one !== undefined && entry !== null, `${asked.entry} is planned`)
  const value = answer.kind === 'returned' && 'json' in answer.value ? answer.value.json : null
  if (asked.what === 'arguments') {
    if (answer.kind !== 'raised')
      return sent(world, process, beat, { ...entry, ...argumentsIn(value) }, asked.next)
    messageError(world, process, entry.name, answer.error.message)
    return advanced(world, process, beat, one, asked.next)
  }
  if (answer.kind === 'raised') {
    const { type, repr, traceback } = answer.error
    crash(world, process, type, `${repr}\n${traceback}`)
    return null
  }
  const due = dueIn(value)
  if (one.at !== null) return decided(world, process, beat, one, due)
  one.at = firstLook(world, due)
  return round(world, process, beat)
}

function dueIn(value: Json): Due {
  const [isDue, next] = isArray(value) ? value : []
  return { isDue: isDue === true, next: Math.round(seconds(toNumber(next ?? null) ?? 0)) }
}

function argumentsIn(value: Json): Pick<Entry, 'args' | 'kwargs' | 'argsrepr' | 'kwargsrepr'> {
  const { args, kwargs, argsrepr, kwargsrepr } = isObject(value) ? value : {}
  return {
    args: isArray(args) ? args : [],
    kwargs: isObject(kwargs) ? kwargs : {},
    argsrepr: asText(argsrepr ?? '()'),
    kwargsrepr: asText(kwargsrepr ?? '{}'),
  }
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

/** The entry to look at first; of several at one moment the first of the schedule. */
function earliest(planned: readonly PlannedEntry[]): PlannedEntry | null {
  let first: PlannedEntry | null = null
  for (const entry of planned)
    if (first === null || (entry.at ?? 0) < (first.at ?? 0)) first = entry
  return first
}

/** `beat_max_loop_interval` where it is 0 (rule 7.26). */
const MAX_INTERVAL: Micros = seconds(300)

function maxInterval(world: World, process: ProcessState, beat: BeatState): Micros {
  const typed = optionsOf(world, beat).maxInterval
  const setting = toNumber(process.app.settings['beat_max_loop_interval'] ?? null) ?? 0
  return typed ?? (setting > 0 ? seconds(setting) : MAX_INTERVAL)
}

/** Is it time to write the schedule file (rule 7.9)? The first time is after the first sleep or task. */
function shouldSync(world: World, process: ProcessState, { synced }: BeatState): boolean {
  if (synced.at === null || world.now - synced.at > SYNC_EVERY) return true
  const every = toNumber(process.app.settings['beat_sync_every'] ?? null) ?? 0
  return every > 0 && synced.sent >= every
}

function doSync(world: World, process: ProcessState, beat: BeatState): void {
  say(world, process, 'DEBUG', 'beat: Synchronizing schedule...')
  sync(world, process, beat)
  beat.synced = { at: world.now, sent: 0 }
}

/** Writes the schedule file, once there is a plan. */
function sync(world: World, process: ProcessState, beat: BeatState): void {
  const { file } = schedulerOf(world, process, beat)
  if (file !== null && beat.planned.length > 0) write(beat, process, file)
}
