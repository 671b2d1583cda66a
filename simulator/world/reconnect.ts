import { CONNECT_POLICY, interval, isLast, type RetryPolicy } from '../canvas/retry-policy.ts'
import { toNumber } from '../messages/json.ts'
import { type Micros, seconds, toSeconds } from '../kernel/units.ts'
import type { Server } from '../log/facts.ts'
import { closeLink, cutCause, isCut, isLost, openLink, refusal, refuseLink } from './links.ts'
import type { BeatState, ProcessState } from './state.ts'
import type { Act, Step } from './steps.ts'
import { NONE, type World } from './world.ts'

/** What a process wants to send over a connection that may have to be made first. */
export type Sending = Extract<Act, { readonly do: 'publish' | 'control' }>

type Connecting = Extract<Act, { do: 'connect' }>

/** `broker_connection_timeout`: how long one attempt may take (rule 2.42). */
const CONNECTION_TIMEOUT = 4

/**
 * How often a process tries to connect: as the call says, else as the last call said that did, else for as
 * long as one attempt may take (rule 1.21).
 */
function policyOf(
  world: World,
  process: ProcessState,
  act: Sending,
  limited: boolean,
): RetryPolicy {
  if (isNewBeat(world, process)) {
    const most = process.app.settings['broker_connection_max_retries'] ?? MAX_RETRIES
    return { ...CONNECT_POLICY, maxRetries: toNumber(most) }
  }
  const own = act.do === 'publish' ? act.retry : null
  if (own !== null) process.policy = own
  const timeout = connectionTimeout(process)
  if (process.policy === null) return { ...CONNECT_POLICY, timeout }
  return limited ? { ...process.policy, timeout } : process.policy
}

/** `broker_connection_max_retries`. */
const MAX_RETRIES = 100

const beatIn = (world: World, { kind, slot }: ProcessState): BeatState | null =>
  kind === 'beat' ? (world.state.beats[slot] ?? null) : null

/** A beat that has never had a connection goes on trying, and says so (rule 7.13); later it goes by what each call says. */
const isNewBeat = (world: World, process: ProcessState): boolean =>
  beatIn(world, process)?.reached === false

/** Seconds that an attempt waits for an answer. */
export const connectionTimeout = (process: ProcessState): number =>
  toNumber(process.app.settings['broker_connection_timeout'] ?? null) ?? CONNECTION_TIMEOUT

/** How long an attempt takes to fail: at once where nobody listens, its timeout where nobody answers. */
export const timeToFail = (
  world: World,
  process: ProcessState,
  how: 'refused' | 'timed out',
): Micros => (how === 'refused' ? world.costs.refused : seconds(connectionTimeout(process)))

/** A process connects before it sends: its steps behind this one wait. */
export function beginSending(world: World, process: ProcessState, act: Sending): void {
  // kombu gives a connection that it opens anew the time of one attempt, whatever the call says.
  const limited = !isLost(process, 'broker')
  const beat = beatIn(world, process)
  // What is lost was there before.
  if (beat !== null && !limited) beat.reached = true
  attempt(world, process, { do: 'connect', then: act, nth: 0, since: world.now, until: 0, limited })
}

/** The next attempt: its outcome is known when it has taken its time. */
function attempt(world: World, process: ProcessState, act: Connecting, after: Micros = 0): void {
  const begin = world.now + after
  const found = refusal(world, process, 'broker')
  // A wait for an answer that does not come is as long for everybody.
  if (found?.how === 'timed out')
    wait(world, process, { ...act, until: begin + timeToFail(world, process, found.how) })
  else world.step(process, act, found === null ? world.costs.connect : world.costs.refused, begin)
}

/** TCP asks again each second, so an answer may yet come before the attempt has taken its time. */
function wait(world: World, process: ProcessState, act: Connecting): void {
  world.step(process, act, 0, nextAsk(world.now, act.until))
}

/** When a connection that nobody answers is asked for again, or given up (see `tcp.ts`). */
export const nextAsk = (now: Micros, until: Micros): Micros => Math.min(now + ASKS_EVERY, until)

/** The first gaps between attempts of TCP. */
const ASKS_EVERY: Micros = seconds(1)

/** An attempt to connect is over. */
export function connect(world: World, process: ProcessState, act: Connecting): void {
  const found = process.connected.broker ? null : refusal(world, process, 'broker')
  if (found?.how === 'timed out' && world.now < act.until) {
    wait(world, process, act)
    return
  }
  if (found === null) {
    const beat = beatIn(world, process)
    if (beat !== null) beat.reached = true
    // Somebody else in the process may have connected meanwhile.
    if (!process.connected.broker) {
      openLink(process, 'broker')
      world.own(process, 'connection-opened', world.taskOf(process), { to: 'broker' })
    }
    world.step(process, act.then, world.costs.publish)
    return
  }
  refuseLink(process, 'broker')
  const policy = policyOf(world, process, act.then, act.limited)
  const last = isLast(policy, act.nth, toSeconds(world.now - act.since))
  const retryIn = last ? null : seconds(interval(policy, act.nth))
  refused(world, process, 'broker', found.text, retryIn)
  if (retryIn !== null && isNewBeat(world, process)) {
    const text = `beat: Connection error: ${found.text}. Trying again in ${toSeconds(retryIn).toFixed(1)} seconds...`
    world.own(process, 'logged', NONE, { level: 'ERROR', text })
  }
  if (retryIn !== null) attempt(world, process, { ...act, nth: act.nth + 1 }, retryIn)
  else {
    closeLink(process, 'broker')
    failSending(world, process, act.then, { told: found.text, message: found.text })
  }
}

/** The fact of an attempt that failed. */
export function refused(
  world: World,
  process: ProcessState,
  to: Server,
  error: string,
  retryIn: Micros | null,
): void {
  if (isCut(world, process, to)) process.cause = cutCause(world, process, to)
  world.own(process, 'connection-refused', world.taskOf(process), { to, error, retryIn })
}

/** What the caller hears where nothing could be sent. */
interface Failure {
  /** For the log. */
  readonly told: string
  readonly message: string
  /** kombu's OperationalError, unless it is said. */
  readonly type?: string
}

/** The caller gets an exception; what it wanted to send with the same call is not sent either. */
export function failSending(
  world: World,
  process: ProcessState,
  act: Sending,
  { told, message, type = 'kombu.exceptions.OperationalError' }: Failure,
): void {
  const task = act.do === 'publish' ? world.log.task(act.message.headers.id) : NONE
  if (act.do === 'publish')
    world.own(process, 'publish-failed', task, { error: told, again: false })
  process.failure = { type, message }
  const behind = process.steps.findIndex(({ what }) => !OF_ONE_CALL.has(what))
  process.steps.splice(0, behind < 0 ? process.steps.length : behind)
  world.step(process, { do: 'sending-failed', of: act.do, error: message })
}

/** What one call can put in line. */
const OF_ONE_CALL: ReadonlySet<Step['what']> = new Set(['publish', 'start-chord', 'control'])
