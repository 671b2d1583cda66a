import { FAILED_STATES, READY_STATES } from '../backends/backend.ts'
import { isHeldBack } from './alarm.ts'
import { askBroker } from './ask-broker.ts'
import { isCut, refusal } from './links.ts'
import { assert } from '../kernel/assert.ts'
import { type Micros, seconds, toSeconds } from '../kernel/units.ts'
import type { ParkedOn, Server, SourceLine } from '../log/facts.ts'
import type { ResultMeta, ResumeValue, StoredMessage, Wait } from '../program.ts'
import { OPCODES } from './opcodes.ts'
import { interrupt, isQuiet, moveProcess, resume, resumeQuietly, wakeIn } from './processes.ts'
import { settle } from './dispatch.ts'
import { waitForMessage } from './program-channels.ts'
import { purge } from './purge.ts'
import { call, giveUpCall, nameOf } from './services.ts'
import { askRedis } from './redis.ts'
import { stall } from './stalls.ts'
import { stored } from './stored.ts'
import type { ProcessState, WaitState } from './state.ts'
import { extraHop, extraRoundTrip } from './lateness.ts'
import type { World } from './world.ts'

/** Parks a body on what it waits for. */
export function park(
  world: World,
  process: ProcessState,
  wait: Wait,
  at: SourceLine | undefined,
): void {
  moveProcess(process, 'PARK')
  process.waits += 1
  process.wait = {
    kind: wait.kind,
    ids: wait.kind === 'results' ? wait.ids : wait.kind === 'meta' ? [wait.id] : [],
    watch: wait.kind === 'results' ? wait.watch : [],
    wait: isNoResult(wait) ? wait : null,
    until: null,
    listens: wait.kind === 'results' && wait.listen === true,
    caught: {},
    pauses: wait.kind === 'results' && wait.pause === true,
    since: world.now,
    every: wait.kind === 'results' ? pollOf(world, process, wait.every) : null,
    woken: false,
    timedOut: false,
  }
  if (wait.kind === 'results' && wait.listen === true) process.heard ??= []
  noteParked(world, process, wait, at)
  followComputing(world, process, wait, at)
  if (process.interrupt !== null) {
    const { exception, message } = process.interrupt
    interrupt(world, process, exception, message)
    return
  }
  if (wait.kind === 'sleep') wakeIn(world, process, wait.duration)
  else if (wait.kind === 'computing' || wait.kind === 'sent') wakeIn(world, process, 0)
  else if (READS.has(wait.kind))
    wakeIn(world, process, world.costs.backend + extraRoundTrip(world, process, 'backend'))
  else if (wait.kind === 'results') waitForResults(world, process, wait.timeout)
  else if (wait.kind === 'replies') waitForReplies(world, process, wait)
  else if (wait.kind === 'service') call(world, process, wait)
  else if (wait.kind === 'broker' && wait.ask.do === 'drain') {
    waitForMessage(world, process, wait.ask.channels, wait.ask.timeout)
    settle(world)
  } else if (wait.kind === 'broker' && wait.ask.do === 'monitor')
    // A monitor has a connection of its own.
    wakeIn(world, process, world.costs.connect + world.costs.publish)
  else wakeIn(world, process, world.costs.publish)
}

/** How often it looks for a result, where its backend does not tell of one (rules 6.15, 6.26). */
const pollOf = (world: World, process: ProcessState, every: Micros | undefined): Micros | null =>
  world.backendOf(process).waits === 'looked for' ? (every ?? POLL) : null

const POLL: Micros = seconds(0.5)

/** Short looks at the backend. */
const READS: ReadonlySet<Wait['kind']> = new Set(['meta', 'redis', 'group', 'stored'])

const isNoResult = (wait: Wait): wait is NonNullable<WaitState['wait']> =>
  wait.kind === 'replies' ||
  wait.kind === 'purge' ||
  wait.kind === 'broker' ||
  wait.kind === 'redis' ||
  wait.kind === 'service' ||
  wait.kind === 'group'

function noteParked(
  world: World,
  process: ProcessState,
  wait: Wait,
  at: SourceLine | undefined,
): void {
  if (isQuiet(wait.kind)) return
  const on = parkedOn(world, wait)
  world.own(process, 'body-parked', world.taskOf(process), at === undefined ? { on } : { on, at })
}

function parkedOn(world: World, wait: Wait): ParkedOn {
  if (wait.kind === 'sleep') return { kind: 'sleep', until: world.now + wait.duration }
  if (wait.kind === 'replies')
    return { kind: 'replies', method: world.state.controls[wait.ticket]?.method ?? '' }
  if (wait.kind === 'service')
    return {
      kind: 'service',
      service: nameOf(world, wait),
      call: wait.operation,
      subject: wait.subject,
    }
  assert(wait.kind === 'results', `a body parks on ${wait.kind} without a word`)
  if (wait.pause === true) return { kind: 'sleep', until: world.now + (wait.timeout ?? 0) }
  return { kind: 'result', ids: wait.ids, ...(wait.allowed === true ? { allowed: true } : {}) }
}

/** A body that computes so long without a pause may never end: the learner hears where it is. */
const LONG: Micros = seconds(5)

function followComputing(
  world: World,
  process: ProcessState,
  wait: Wait,
  at: SourceLine | undefined,
): void {
  if (wait.kind !== 'computing') {
    process.computing = null
    return
  }
  const since = process.computing?.since ?? world.now
  const noted = process.computing?.noted ?? false
  const long = world.now - since >= LONG
  process.computing = { since, at: at ?? null, noted: noted || long }
  if (!long || noted || at === undefined) return
  const text = `Line ${at.line} of ${at.file} has been computing for ${toSeconds(LONG)} s without a pause. Does this loop ever end?`
  world.own(process, 'noted', world.taskOf(process), { text, at })
}

function waitForResults(world: World, process: ProcessState, timeout: number | null): void {
  const wait = process.wait
  assert(wait !== null, 'the body waits')
  for (const id of wait.ids) catchReady(world, process, wait, id)
  if (!wait.pauses && (isOver(world, process, wait) || (wait.listens && hasHeard(process))))
    wakeIn(world, process, world.costs.backend)
  if (timeout === null) return
  // Who looks every so often counts its pauses (rule 6.26).
  const { every } = wait
  const over = every === null ? timeout : Math.ceil(timeout / every) * every
  world.schedule(world.now + over, OPCODES.timeout, process.index, process.waits)
}

/** Each reply that comes starts the timeout anew; `limit` replies end it (rule 3.63). */
function waitForReplies(
  world: World,
  process: ProcessState,
  { ticket, limit, timeout }: Extract<Wait, { kind: 'replies' }>,
): void {
  const { wait } = process
  assert(wait !== null, 'the body waits')
  const arrived = world.state.controls[ticket]?.arrived.length ?? 0
  if (limit !== null && arrived >= limit) wakeIn(world, process, 0)
  else if (timeout !== null) {
    wait.until = world.now + timeout
    world.schedule(wait.until, OPCODES.timeout, process.index, process.waits)
  }
}

/** A reply to a control message has arrived; whoever waits for it hears of it. */
export function replyCame(world: World, process: ProcessState, ticket: number): void {
  const waited = process.wait
  if (waited?.wait?.kind !== 'replies' || waited.wait.ticket !== ticket || waited.woken) return
  waitForReplies(world, process, waited.wait)
}

/** Any awaited result is ready, or an ancestor has failed (rule 5.56). */
function isOver(world: World, process: ProcessState, wait: WaitState): boolean {
  const stateOf = (id: string): string => stored(world, process, id)?.status ?? 'PENDING'
  return (
    wait.ids.some((id) => READY_STATES.has(stateOf(id))) ||
    wait.watch.some((id) => FAILED_STATES.has(stateOf(id)))
  )
}

const hasHeard = ({ heard }: ProcessState): boolean => heard !== null && heard.length > 0

function catchReady(world: World, process: ProcessState, wait: WaitState, id: string): void {
  const meta = stored(world, process, id)
  if (meta !== null && READY_STATES.has(meta.status)) wait.caught[id] ??= meta
}

/** A result was stored: whoever waits for it hears of it a moment later. */
export function notifyWaiters(world: World, id: string): void {
  for (const process of world.state.processes) {
    const { wait, heard } = process
    if (heard !== null) {
      const meta = stored(world, process, id)
      if (meta !== null) heard.push({ id, meta })
    }
    if (wait === null || wait.kind !== 'results') continue
    const awaited = wait.ids.includes(id)
    if (awaited) catchReady(world, process, wait, id)
    if (wait.woken || wait.pauses) continue
    const takes = noticedIn(world, process, wait)
    if (wait.listens) wakeIn(world, process, takes)
    else if ((awaited || wait.watch.includes(id)) && isOver(world, process, wait))
      wakeIn(world, process, takes)
  }
}

/** How long until a waiting body notices what is stored now: it hears of it, or looks again. */
function noticedIn(world: World, process: ProcessState, { since, every }: WaitState): Micros {
  if (every === null) return world.costs.notify + extraHop(world, process, 'backend')
  const looks = Math.max(1, Math.ceil((world.now - since) / every))
  return since + looks * every - world.now
}

/** The event of a wake-up: reads what was asked for, now. */
export function wake(world: World, process: ProcessState, wait: number): void {
  if (process.wait === null || process.waits !== wait) return
  if (process.interrupt !== null) {
    const { exception, message } = process.interrupt
    interrupt(world, process, exception, message)
    return
  }
  const { kind, ids, watch, timedOut, caught, wait: asked } = process.wait
  if (asked?.kind === 'service') {
    giveUpCall(world, process, asked)
    return
  }
  if (asked?.kind === 'redis') {
    askRedis(world, process, asked.command)
    return
  }
  if (asked?.kind === 'group' && !isAway(world, process)) {
    const tuple = world.state.backend.groups[asked.id] ?? null
    resumeQuietly(world, process, { kind: 'group', tuple })
    return
  }
  if (asked !== null && asked.kind !== 'replies' && isHeldBack(world, process)) {
    // The answer comes when the alarm is over.
    process.wait.woken = false
    return
  }
  if (kind === 'stored' && !isAway(world, process)) {
    const { metas, groups } = world.state.backend
    const all = { metas: Object.entries(metas), groups: Object.entries(groups) }
    resumeQuietly(world, process, { kind: 'stored', ...all })
    return
  }
  if (kind === 'sleep') resume(world, process, { kind: 'nothing' })
  else if (kind === 'sent') resumeQuietly(world, process, sentValue(process))
  else if (kind === 'computing') resumeQuietly(world, process, { kind: 'nothing' })
  else if (asked?.kind === 'replies') {
    const replies = [...(world.state.controls[asked.ticket]?.arrived ?? [])]
    resume(world, process, { kind: 'replies', replies })
  } else if (asked?.kind === 'purge')
    resumeQuietly(world, process, { kind: 'count', count: purge(world, process) })
  else if (asked?.kind === 'broker')
    resumeQuietly(world, process, askBroker(world, process, asked.ask))
  else if (isAway(world, process)) resumeFailed(world, process, kind)
  else {
    const deaf = isCut(world, process, resultsAt(world, process))
    if (deaf && !timedOut) {
      // Nothing comes, and nobody says so: it waits on (seen with Celery 5.6.3).
      waitForAnswer(world, process)
      return
    }
    const metas = deaf ? {} : { ...readMetas(world, process, [...ids, ...watch]), ...caught }
    if (kind === 'meta') noteUnknown(world, process, ids)
    const value = { kind: 'metas', metas, timedOut } as const
    if (kind === 'meta') resumeQuietly(world, process, value)
    else resume(world, process, { ...value, ...newsOf(process) })
  }
}

/** The state of an id that nobody has ever heard of is PENDING too (rule 4.1): said to whoever reads one. */
function noteUnknown(world: World, process: ProcessState, ids: readonly string[]): void {
  for (const id of ids)
    if (stored(world, process, id) === null && world.log.findTask(id) < 0)
      world.noteMistake(process, 'pending-means-unknown', { id })
}

/** What a body that listens has not heard yet; one that does not listen lets it pass. */
function newsOf(process: ProcessState): { messages?: readonly StoredMessage[] } {
  const { heard, wait } = process
  if (heard === null) return {}
  process.heard = process.kind === 'client' || wait?.listens === true ? [] : null
  return wait?.listens === true ? { messages: heard } : {}
}

/** Where a process reads results: those of the rpc backend are messages (rule 6.18). */
const resultsAt = (world: World, process: ProcessState): Server =>
  world.backendOf(process).name === 'rpc' ? 'broker' : 'backend'

/** Does nobody listen where a process reads results? */
const isAway = (world: World, process: ProcessState): boolean =>
  world.state.network.away.backend > 0 && world.backendOf(process).name === 'redis'

/** Reading a result raises at once what redis-py raises (seen with Celery 5.6.3). */
function resumeFailed(world: World, process: ProcessState, kind: Wait['kind']): void {
  const message = refusal(world, process, 'backend')?.text ?? ''
  const value = {
    kind: 'error',
    error: { type: 'redis.exceptions.ConnectionError', message },
  } as const
  if (kind === 'meta') resumeQuietly(world, process, value)
  else resume(world, process, value)
}

/** A body that reads a result over a link that is cut: it hears when something passes again. */
function waitForAnswer(world: World, process: ProcessState): void {
  if (process.wait !== null) process.wait.woken = false
  stall(world, process, resultsAt(world, process), process.waits)
}

/** What became of what a body has sent. */
function sentValue(process: ProcessState): ResumeValue {
  const { failure } = process
  process.failure = null
  return failure === null ? { kind: 'nothing' } : { kind: 'error', error: failure }
}

function readMetas(
  world: World,
  process: ProcessState,
  ids: readonly string[],
): { [id: string]: ResultMeta } {
  const found: { [id: string]: ResultMeta } = {}
  for (const id of ids) {
    const meta = stored(world, process, id)
    if (meta !== null) found[id] = meta
  }
  return found
}

/** The event of a timeout: the body hears that nothing came in time. */
export function timeOut(world: World, process: ProcessState, wait: number): void {
  if (process.wait === null || process.waits !== wait || process.wait.woken) return
  // A reply has come meanwhile: the time counts from there.
  if (process.wait.until !== null && world.now < process.wait.until) return
  process.wait.timedOut = true
  wakeIn(world, process, 0)
}
