import type { Json } from '../messages/json.ts'
import { celeryKeys } from './redis-keys.ts'
import { command, feeds, patience } from '../redis/redis.ts'
import { isCut, refusal } from './links.ts'
import { OPCODES } from './opcodes.ts'
import { resumeQuietly, wakeIn } from './processes.ts'
import { stall } from './stalls.ts'
import type { ProcessState } from './state.ts'
import { NONE, type World } from './world.ts'

/**
 * A command of the program's own to Redis: done now, and answered. `BLPOP` with nothing to take holds its
 * process until somebody pushes or its time is over; who has waited longest is served first
 * (https://redis.io/docs/latest/commands/blpop/, from documentation).
 */
export function askRedis(world: World, process: ProcessState, words: readonly string[]): void {
  if (!hasRedis(world, process) || world.state.network.away.backend > 0) {
    const text = refusal(world, process, 'backend')?.text ?? NOBODY
    refuse(world, process, 'ConnectionError', text)
    return
  }
  if (isCut(world, process, 'backend')) {
    if (process.wait !== null) process.wait.woken = false
    stall(world, process, 'backend', process.waits)
    return
  }
  const views = celeryKeys(world, words)
  const outcome = command(views ?? world.state.redis, words, world.now)
  if ('refusal' in outcome) {
    unblock(world, process)
    const text = outcome.code === 'ERR' ? outcome.refusal : `${outcome.code} ${outcome.refusal}`
    refuse(world, process, 'ResponseError', text)
    return
  }
  if (outcome.reply === null && hold(world, process, words)) return
  unblock(world, process)
  resumeQuietly(world, process, { kind: 'redis', reply: outcome.reply as Json })
  if (feeds(words)) serveBlocked(world)
}

const NOBODY = 'Error 111 connecting to localhost:6379. Connection refused.'

/** Is there a Redis in this cluster? */
const hasRedis = (world: World, process: ProcessState): boolean =>
  world.broker.name === 'redis' || world.backendOf(process).name === 'redis'

function refuse(world: World, process: ProcessState, kind: string, message: string): void {
  const error = { type: `redis.exceptions.${kind}`, message }
  resumeQuietly(world, process, { kind: 'error', error })
}

/** Lets a process wait that found nothing; false where it does not want to wait, or no longer. */
function hold(world: World, process: ProcessState, words: readonly string[]): boolean {
  const most = patience(words)
  const { wait } = process
  if (most === undefined || wait === null || wait.timedOut) return false
  wait.woken = false
  const { blocked } = world.state.redis
  if (blocked.includes(process.index)) return true
  blocked.push(process.index)
  if (most !== null) {
    world.schedule(world.now + most, OPCODES.timeout, process.index, process.waits)
  }
  return true
}

function unblock(world: World, process: ProcessState): void {
  const { redis } = world.state
  if (redis.blocked.length > 0)
    redis.blocked = redis.blocked.filter((index) => index !== process.index)
}

/** Something was pushed: all that wait look again, in the order in which they came. */
function serveBlocked(world: World): void {
  const { redis } = world.state
  redis.blocked = redis.blocked.filter((index) => index !== NONE && waitsForRedis(world, index))
  for (const index of redis.blocked) {
    const process = world.process(index)
    if (process.wait?.woken === false) wakeIn(world, process, 0)
  }
}

/** A process that was killed meanwhile waits no more. */
const waitsForRedis = (world: World, index: number): boolean =>
  world.process(index).wait?.wait?.kind === 'redis'
