import type { LogLevel } from '../log/facts.ts'
import type { ProcessState, WorldState } from './state.ts'

const RANKS = {
  DEBUG: 10,
  INFO: 20,
  WARNING: 30,
  ERROR: 40,
  CRITICAL: 50,
  FATAL: 50,
} as const satisfies Record<LogLevel | 'FATAL', number>

/**
 * Is a line below the level of its worker's log? `-l` says which (table 3A). A worker without it logs from
 * INFO on here, not from WARNING on as Celery's: a learner wants to see what its worker does.
 */
export function isHushed(
  { workers, beats }: Pick<WorldState, 'workers' | 'beats'>,
  { kind, worker, slot }: ProcessState,
  level: LogLevel,
): boolean {
  const loglevel = kind === 'beat' ? beats[slot]?.loglevel : workers[worker]?.options.loglevel
  if (loglevel === undefined) return false
  return RANKS[level] < (loglevel === null ? RANKS.INFO : rankOf(loglevel))
}

const rankOf = (level: string): number =>
  (RANKS as { readonly [level: string]: number })[level] ?? RANKS.INFO
