import type { Json } from '../messages/json.ts'
import { type OptionSpec, readCommandLine, UsageError } from './command/click.ts'
import { settingsOf } from './command/extras.ts'
import {
  autoscale,
  choice,
  commaSeparated,
  float,
  integer,
  logLevel,
  text,
} from './command/types.ts'
import { wordsOf } from './command/words.ts'
import { POOL_NAMES, type PoolName } from './pools.ts'

/** The options of `celery worker` (rule 3.71). */
export interface WorkerOptions {
  readonly concurrency: number | null
  readonly queues: readonly string[]
  readonly excludeQueues: readonly string[]
  readonly prefetchMultiplier: number | null
  readonly pool: PoolName
  /**
   * The module of a pool that is not here: `-P custom` takes what `CELERY_CUSTOM_WORKER_POOL=module:Class` in
   * front of the options names. A worker with it ends at its start.
   */
  readonly missingPool: string | null
  /** `--max-tasks-per-child`, `--max-memory-per-child` in KiB (rule 3.34). */
  readonly maxTasksPerChild: number | null
  readonly maxMemoryPerChild: number | null
  /** `--time-limit` and `--soft-time-limit` (rule 3.30). */
  readonly timeLimit: Json
  readonly softTimeLimit: Json
  /** The environment says `REMAP_SIGTERM=SIGQUIT`: SIGTERM is a cold shutdown (rule 3.44). */
  readonly remapSigterm: boolean
  /** It asks no neighbours when it starts, and listens to none (rules 3.54, 3.55). */
  readonly withoutMingle: boolean
  readonly withoutGossip: boolean
  /** It sends no heartbeat events (rule 3.52). */
  readonly withoutHeartbeat: boolean
  /** Seconds between two of them. */
  readonly heartbeatInterval: number
  /** `-S`: the file that keeps its revoked ids while it is down (rule 3.57). */
  readonly statedb: string | null
  /** `-B`: a beat of its own runs beside it (rule 3.72). */
  readonly beat: boolean
  /** Its schedule file and the class of its scheduler; null: those of the settings. */
  readonly schedule: string | null
  readonly scheduler: string | null
  /** `-I`: modules that it imports besides. */
  readonly include: readonly string[]
  /** `-E`: send task events. */
  readonly events: boolean
  /** Null where `-l` is not given. */
  readonly loglevel: string | null
  /** `--autoscale=max,min` (rule 3.41). */
  readonly autoscale: { readonly max: number; readonly min: number } | null
  /** `--disable-prefetch` (rule 3.20). */
  readonly disablePrefetch: boolean
  /** `--purge`: what waits in its queues is thrown away when it starts. */
  readonly purge: boolean
  /** Settings after the options: `worker.concurrency=2`. */
  readonly settings: { readonly [name: string]: Json }
  /** Options that were understood but change nothing yet, as typed. */
  readonly unsupported: readonly string[]
}

export type ParsedOptions =
  | { readonly ok: true; readonly options: WorkerOptions }
  | { readonly ok: false; readonly problem: string }

/** Seconds between two heartbeat events (rule 3.52). */
const HEARTBEAT = 2

const POOLS = ['prefork', 'eventlet', 'gevent', 'solo', 'processes', 'threads', 'custom']

/** In the order and with the names of `celery worker --help`. */
const OPTIONS: readonly OptionSpec[] = [
  { names: ['-n', '--hostname'], read: text },
  { names: ['-D', '--detach'] },
  { names: ['-S', '--statedb'], read: text },
  { names: ['-l', '--loglevel'], read: logLevel },
  { names: ['-O', '--optimization'], read: choice(['default', 'fair']) },
  { names: ['--prefetch-multiplier'], read: integer },
  { names: ['--disable-prefetch'] },
  { names: ['-c', '--concurrency'], read: integer },
  { names: ['-P', '--pool'], read: choice(POOLS) },
  { names: ['-E', '--task-events', '--events'] },
  { names: ['--time-limit'], read: float },
  { names: ['--soft-time-limit'], read: float },
  { names: ['--max-tasks-per-child'], read: integer },
  { names: ['--max-memory-per-child'], read: integer },
  { names: ['--purge', '--discard'] },
  { names: ['--queues', '-Q'], read: commaSeparated },
  { names: ['--exclude-queues', '-X'], read: commaSeparated },
  { names: ['--include', '-I'], read: commaSeparated },
  { names: ['--without-gossip'] },
  { names: ['--without-mingle'] },
  { names: ['--without-heartbeat'] },
  { names: ['--heartbeat-interval'], read: integer },
  { names: ['--autoscale'], read: autoscale },
  { names: ['-B', '--beat'] },
  { names: ['-s', '--schedule-filename', '--schedule'], read: text },
  { names: ['--scheduler'], read: text },
  { names: ['--logfile', '-f'], read: text },
  { names: ['--pidfile'], read: text },
  { names: ['--uid'], read: text },
  { names: ['--gid'], read: text },
  { names: ['--umask'], read: text },
  { names: ['--executable'], read: text },
]

/** Understood, and without any effect here. */
const UNSUPPORTED = ['--hostname', '--detach', '--executable']

/** Variables may stand in front of the options, as in a shell: `REMAP_SIGTERM=SIGQUIT -c 2`. */
const VARIABLE = /^([A-Z_]+)=(.*)$/

/** Reads the option string of one worker; a wrong one is answered with Celery's own message. */
export function parseWorkerOptions(typed: string): ParsedOptions {
  try {
    const { words, environment } = withEnvironment(wordsOf(typed))
    const { values, extras } = readCommandLine(words, OPTIONS)
    // SIGTERM is a cold shutdown then (rule 3.44).
    const remapSigterm = environment.get('REMAP_SIGTERM') === 'SIGQUIT'
    const custom = environment.get('CELERY_CUSTOM_WORKER_POOL') ?? null
    return {
      ok: true,
      options: {
        ...optionsOf(values),
        ...poolOf(values.get('--pool') ?? null, custom),
        settings: settingsOf(extras),
        remapSigterm,
      },
    }
  } catch (error) {
    if (error instanceof UsageError) return { ok: false, problem: error.message }
    throw error
  }
}

interface CommandLine {
  readonly words: readonly string[]
  readonly environment: ReadonlyMap<string, string>
}

function withEnvironment(words: readonly string[]): CommandLine {
  const environment = new Map<string, string>()
  let at = 0
  for (; at < words.length; at++) {
    const variable = VARIABLE.exec(words[at] ?? '')
    if (variable === null) break
    environment.set(variable[1] ?? '', variable[2] ?? '')
  }
  return { words: words.slice(at), environment }
}

/** The modules that Celery's own pools are in, as `CELERY_CUSTOM_WORKER_POOL` may name them. */
const POOL_CLASS = /^celery\.concurrency\.(prefork|eventlet|gevent|solo|thread)[:.]TaskPool$/

/** Which pool it is; `custom` is what the environment names (`celery.concurrency.ALIASES`; seen with 5.6.3). */
function poolOf(
  typed: unknown,
  custom: string | null,
): Pick<WorkerOptions, 'pool' | 'missingPool'> {
  return poolNamed(
    typed === 'custom' ? (custom ?? 'custom') : ((typed as string | null) ?? 'prefork'),
  )
}

/** A pool by its name or by its class. */
export function poolNamed(name: string): Pick<WorkerOptions, 'pool' | 'missingPool'> {
  const alias = name === 'processes' ? 'prefork' : name
  const known = POOL_CLASS.exec(alias)?.[1]?.replace('thread', 'threads') ?? alias
  const pool = POOL_NAMES.find((one) => one === known)
  if (pool !== undefined) return { pool, missingPool: null }
  return { pool: 'prefork', missingPool: name.split(/[:.]/)[0] ?? name }
}

function optionsOf(
  values: ReadonlyMap<string, unknown>,
): Omit<WorkerOptions, 'settings' | 'remapSigterm' | 'pool' | 'missingPool'> {
  const get = (name: string): unknown => values.get(name) ?? null
  // 0 falls back to the setting, as in `value or conf` (rule 3.13).
  const number = (name: string): number | null => (get(name) as number | null) || null
  // click reads a FLOAT: `--time-limit 2` is 2.0, and so Celery's messages have it.
  const float = (name: string): Json => {
    const value = number(name)
    if (value === null) return null
    return { $num: Number.isInteger(value) ? `${value}.0` : String(value) }
  }
  const positive = (name: string): number | null => {
    const value = number(name)
    return value !== null && value > 0 ? value : null
  }
  const names = (name: string): readonly string[] =>
    ((get(name) as readonly string[] | null) ?? []).filter((one) => one !== '')
  return {
    concurrency: positive('--concurrency'),
    queues: names('--queues'),
    excludeQueues: names('--exclude-queues'),
    prefetchMultiplier: positive('--prefetch-multiplier'),
    maxTasksPerChild: positive('--max-tasks-per-child'),
    maxMemoryPerChild: positive('--max-memory-per-child'),
    timeLimit: float('--time-limit'),
    softTimeLimit: float('--soft-time-limit'),
    withoutMingle: values.has('--without-mingle'),
    withoutGossip: values.has('--without-gossip'),
    withoutHeartbeat: values.has('--without-heartbeat'),
    // 0 falls back to the default, as in `interval or 2.0`.
    heartbeatInterval: number('--heartbeat-interval') ?? HEARTBEAT,
    statedb: get('--statedb') as string | null,
    beat: values.has('--beat'),
    schedule: get('--schedule-filename') as string | null,
    scheduler: get('--scheduler') as string | null,
    include: names('--include'),
    events: values.has('--task-events'),
    loglevel: get('--loglevel') as string | null,
    autoscale: get('--autoscale') as WorkerOptions['autoscale'],
    disablePrefetch: values.has('--disable-prefetch'),
    purge: values.has('--purge'),
    unsupported: UNSUPPORTED.filter((name) => values.has(name)),
  }
}
