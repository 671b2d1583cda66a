import type { Json } from '../messages/json.ts'
import { POOL_NAMES, type PoolName } from './pools.ts'

/** The options of `celery worker` that this sandbox knows (rule 3.71). */
export interface WorkerOptions {
  readonly concurrency: number | null
  readonly queues: readonly string[]
  readonly excludeQueues: readonly string[]
  readonly prefetchMultiplier: number | null
  readonly pool: PoolName
  /** `--max-tasks-per-child`, `--max-memory-per-child` in KiB (rule 3.34). */
  readonly maxTasksPerChild: number | null
  readonly maxMemoryPerChild: number | null
  /** `--time-limit` and `--soft-time-limit` (rule 3.30). */
  readonly timeLimit: Json
  readonly softTimeLimit: Json
  /** The environment says `REMAP_SIGTERM=SIGQUIT`: SIGTERM is a cold shutdown (rule 3.44). */
  readonly remapSigterm: boolean
  /** `-E`: send task events. */
  readonly events: boolean
  readonly loglevel: string
  /** `--autoscale=max,min` (rule 3.41). */
  readonly autoscale: { readonly max: number; readonly min: number } | null
  /** `--disable-prefetch` (rule 3.20). */
  readonly disablePrefetch: boolean
  /** It asks no neighbours when it starts, and listens to none (rules 3.54, 3.55). */
  readonly withoutMingle: boolean
  readonly withoutGossip: boolean
  /** It sends no heartbeat events (rule 3.52). */
  readonly withoutHeartbeat: boolean
  /** Seconds between two of them. */
  readonly heartbeatInterval: number
  /** `-S`: the file that keeps its revoked ids while it is down (rule 3.57). */
  readonly statedb: string | null
  /** Options that were understood but change nothing yet, as typed. */
  readonly unsupported: readonly string[]
}

/** `processes` is prefork by another name. */
const poolNamed = (name: string): PoolName =>
  POOL_NAMES.find((known) => known === name) ?? 'prefork'

export type ParsedOptions =
  | { readonly ok: true; readonly options: WorkerOptions }
  | { readonly ok: false; readonly problem: string }

/** Long name, short name, and whether a value follows. Names as `celery worker --help` has them. */
const KNOWN: readonly (readonly [long: string, short: string, value: boolean])[] = [
  ['--concurrency', '-c', true],
  ['--queues', '-Q', true],
  ['--exclude-queues', '-X', true],
  ['--prefetch-multiplier', '', true],
  ['--pool', '-P', true],
  ['--task-events', '-E', false],
  ['--loglevel', '-l', true],
  ['--optimization', '-O', true],
  ['--hostname', '-n', true],
  ['--without-gossip', '', false],
  ['--without-mingle', '', false],
  ['--without-heartbeat', '', false],
  ['--heartbeat-interval', '', true],
  ['--autoscale', '', true],
  ['--time-limit', '', true],
  ['--soft-time-limit', '', true],
  ['--max-tasks-per-child', '', true],
  ['--max-memory-per-child', '', true],
  ['--disable-prefetch', '', false],
  ['--purge', '', false],
  ['--discard', '', false],
  ['--include', '-I', true],
  ['--statedb', '-S', true],
  ['--beat', '-B', false],
  ['--schedule-filename', '-s', true],
  ['--scheduler', '', true],
  ['--logfile', '-f', true],
  ['--pidfile', '', true],
  ['--detach', '-D', false],
  ['--uid', '', true],
  ['--gid', '', true],
  ['--umask', '', true],
]

/** Options whose effect is simulated, or that change nothing a learner can see. */
const EFFECTIVE = new Set([
  '--time-limit',
  '--soft-time-limit',
  '--max-tasks-per-child',
  '--max-memory-per-child',
  '--concurrency',
  '--queues',
  '--exclude-queues',
  '--prefetch-multiplier',
  '--pool',
  '--task-events',
  '--disable-prefetch',
  '--autoscale',
  '--loglevel',
  '--hostname',
  '--without-gossip',
  '--without-mingle',
  '--without-heartbeat',
  '--heartbeat-interval',
  '--statedb',
  '--logfile',
  '--pidfile',
])

/** Seconds between two heartbeat events (rule 3.52). */
const HEARTBEAT = 2

const POOLS = ['prefork', 'eventlet', 'gevent', 'solo', 'processes', 'threads', 'custom']

const list = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

interface Token {
  readonly name: string
  readonly typed: string
  readonly value: string
}

type Tokens = { readonly tokens: readonly Token[] } | { readonly problem: string }

/** Splits a command line into options, with the messages of Celery's own command line. */
function tokenize(text: string): Tokens {
  const words = text.split(/\s+/).filter((word) => word !== '')
  const tokens: Token[] = []
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string
    if (!word.startsWith('-')) return { problem: `Got unexpected extra argument (${word})` }
    const [head, inline] = splitInline(word)
    const known = KNOWN.find(([long, short]) => head === long || (short !== '' && head === short))
    if (known === undefined) return { problem: `No such option: ${head}` }
    const [name, , takesValue] = known
    if (!takesValue) tokens.push({ name, typed: word, value: '' })
    else if (inline !== null) tokens.push({ name, typed: word, value: inline })
    else {
      const value = words[++i]
      if (value === undefined) return { problem: `Option '${head}' requires an argument.` }
      tokens.push({ name, typed: `${word} ${value}`, value })
    }
  }
  return { tokens }
}

/** `--pool=solo` and `-c2` carry their value inside the word. */
function splitInline(word: string): readonly [head: string, value: string | null] {
  if (word.startsWith('--')) {
    const at = word.indexOf('=')
    return at < 0 ? [word, null] : [word.slice(0, at), word.slice(at + 1)]
  }
  return word.length > 2 ? [word.slice(0, 2), word.slice(2)] : [word, null]
}

const invalid = (flags: string, reason: string): string => `Invalid value for ${flags}: ${reason}`

/** What is wrong with one option's value, in Celery's words; null when it is fine. */
function checkValue({ name, value }: Token): string | null {
  const whole = /^[+-]?\d+$/.test(value)
  if (name === '--concurrency' && !whole)
    return invalid("'-c' / '--concurrency'", `'${value}' is not a valid integer.`)
  if (name === '--prefetch-multiplier' && !whole)
    return invalid("'--prefetch-multiplier'", `'${value}' is not a valid integer.`)
  if (name === '--pool' && !POOLS.includes(value))
    return invalid(
      "'-P' / '--pool'",
      `'${value}' is not one of ${POOLS.map((pool) => `'${pool}'`).join(', ')}.`,
    )
  if (name === '--autoscale') return checkAutoscale(value)
  if (name === '--optimization' && value !== 'default' && value !== 'fair')
    return invalid("'-O' / '--optimization'", `'${value}' is not one of 'default', 'fair'.`)
  return null
}

/** `max,min` in any order; one number is the maximum, with a minimum of 0. */
function autoscaleOf(value: string | undefined): { max: number; min: number } | null {
  if (value === undefined) return null
  const [a = 0, b = 0] = value.split(',').map(Number)
  return { max: Math.max(a, b), min: Math.min(a, b) }
}

function checkAutoscale(value: string): string | null {
  const parts = value.split(',')
  const flag = "'--autoscale'"
  if (parts.length > 2)
    return invalid(
      flag,
      `Expected two comma separated integers or one integer.Got ${parts.length} instead.`,
    )
  if (parts.every((part) => /^\s*[+-]?\d+\s*$/.test(part))) return null
  if (parts.length === 1) return invalid(flag, `Expected an integer. Got ${value} instead.`)
  return invalid(flag, 'Expected two comma separated integers.')
}

/** Reads the option string of one worker; a wrong one is answered with Celery's own message. */
export function parseWorkerOptions(text: string): ParsedOptions {
  const read = tokenize(text)
  if ('problem' in read) return { ok: false, problem: read.problem }
  for (const token of read.tokens) {
    const problem = checkValue(token)
    if (problem !== null) return { ok: false, problem }
  }
  const has = (name: string): boolean => read.tokens.some((token) => token.name === name)
  const last = (name: string): string | undefined =>
    read.tokens.findLast((token) => token.name === name)?.value
  const number = (name: string): number | null => {
    const value = last(name)
    return value === undefined ? null : Number(value)
  }
  // 0 falls back to the default, as in `value or conf` (rule 3.13).
  const orNull = (value: number | null): number | null =>
    value === null || value <= 0 ? null : value
  return {
    ok: true,
    options: {
      concurrency: orNull(number('--concurrency')),
      queues: list(last('--queues') ?? ''),
      excludeQueues: list(last('--exclude-queues') ?? ''),
      prefetchMultiplier: orNull(number('--prefetch-multiplier')),
      pool: poolNamed(last('--pool') ?? 'prefork'),
      maxTasksPerChild: number('--max-tasks-per-child'),
      maxMemoryPerChild: number('--max-memory-per-child'),
      timeLimit: number('--time-limit'),
      softTimeLimit: number('--soft-time-limit'),
      remapSigterm: false,
      autoscale: autoscaleOf(last('--autoscale')),
      disablePrefetch: read.tokens.some((token) => token.name === '--disable-prefetch'),
      events: read.tokens.some((token) => token.name === '--task-events'),
      withoutMingle: has('--without-mingle'),
      withoutGossip: has('--without-gossip'),
      withoutHeartbeat: has('--without-heartbeat'),
      // 0 falls back to the default, as in `interval or 2.0`.
      heartbeatInterval: number('--heartbeat-interval') || HEARTBEAT,
      statedb: last('--statedb') ?? null,
      loglevel: (last('--loglevel') ?? 'WARNING').toUpperCase(),
      unsupported: read.tokens
        .filter(({ name, value }) => isUnsupported(name, value))
        .map(({ typed }) => typed),
    },
  }
}

/** `-O fair` and `-O default` mean the same (rule 3.33); of the pools only prefork is built. */
function isUnsupported(name: string, value: string): boolean {
  if (name === '--optimization') return false
  if (name === '--pool') return value === 'custom'
  return !EFFECTIVE.has(name)
}
