import { type OptionSpec, readCommandLine, UsageError } from '../cluster/command/click.ts'
import { settingsOf } from '../cluster/command/extras.ts'
import { integer, logLevel, text } from '../cluster/command/types.ts'
import { wordsOf } from '../cluster/command/words.ts'
import { assert } from '../kernel/assert.ts'
import { type Micros, seconds } from '../kernel/units.ts'

/** The options of `celery beat` that do something here. */
export interface BeatOptions {
  /** Longest sleep between two looks at the schedule; null: the setting's. */
  readonly maxInterval: Micros | null
  /** Name of the schedule file; null: the setting's. */
  readonly schedule: string | null
  /** Class of the scheduler; null: the setting's. */
  readonly scheduler: string | null
  readonly loglevel: string | null
  /** Options that are not simulated. */
  readonly unsupported: readonly string[]
}

export type ReadBeatOptions =
  | { readonly ok: true; readonly options: BeatOptions }
  | { readonly ok: false; readonly problem: string }

const OPTIONS: readonly OptionSpec[] = [
  { names: ['--detach'] },
  { names: ['-s', '--schedule'], read: text },
  { names: ['-S', '--scheduler'], read: text },
  { names: ['--max-interval'], read: integer },
  { names: ['-l', '--loglevel'], read: logLevel },
  { names: ['--logfile', '-f'], read: text },
  { names: ['--pidfile'], read: text },
  { names: ['--uid'], read: text },
  { names: ['--gid'], read: text },
  { names: ['--umask'], read: text },
  { names: ['--executable'], read: text },
]

const UNSUPPORTED = ['--detach', '--executable']

/** Reads the options of `celery beat`; a wrong one is answered with Celery's own message. */
export function readBeatOptions(typed: string): ReadBeatOptions {
  try {
    const { values, extras } = readCommandLine(wordsOf(typed), OPTIONS)
    settingsOf(extras)
    const interval = (values.get('--max-interval') as number | undefined) ?? 0
    return {
      ok: true,
      options: {
        maxInterval: interval > 0 ? seconds(interval) : null,
        schedule: (values.get('--schedule') as string | undefined) ?? null,
        scheduler: (values.get('--scheduler') as string | undefined) ?? null,
        loglevel: (values.get('--loglevel') as string | undefined) ?? null,
        unsupported: UNSUPPORTED.filter((name) => values.has(name)),
      },
    }
  } catch (error) {
    if (error instanceof UsageError) return { ok: false, problem: error.message }
    throw error
  }
}

/** The options of a cluster's beat, which were read before. */
export function parseBeatOptions(typed: string): BeatOptions {
  const read = readBeatOptions(typed)
  assert(read.ok, 'the options of beat were checked')
  return read.options
}
