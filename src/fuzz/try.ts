import type { Log } from '../../simulator/index.ts'
import type { FuzzCase } from './case.ts'
import { Chance } from './chance.ts'
import { INVARIANTS } from './invariants/index.ts'
import { begin, goOn, keep, resume } from './play.ts'
import { readRun } from './ran.ts'

/** Something that must hold and did not. */
export interface Violation {
  readonly invariant: string
  readonly sentence: string
}

export interface Tried {
  readonly log: Log | null
  readonly violations: readonly Violation[]
}

/** The simulator contradicted itself. */
export const CONTRADICTION = 'the simulator never contradicts itself'
const REPLAY = 'the same seed gives the same log'
const RESTORE = 'a restored snapshot gives the same log'

/** Each so many seeds the whole run is played a second time. */
const REPLAY_EACH = 4

/**
 * Runs a case and looks at everything that must hold. On its way the run is kept at a moment drawn by the
 * seed; another goes on from there, and must come to the same log.
 */
export function tryCase(one: FuzzCase): Tried {
  try {
    return judge(one)
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error)
    return { log: null, violations: [{ invariant: CONTRADICTION, sentence }] }
  }
}

function judge(one: FuzzCase): Tried {
  const playing = begin(one)
  const { simulation } = playing
  const moment = new Chance(one.seed).below(one.until / 4)
  goOn(playing, moment)
  const kept = keep(playing)
  const rows = simulation.log.length
  const branch = resume(one, kept, simulation.log)
  const over = !goOn(playing, one.until)
  const { log } = simulation
  const ran = readRun(one, log, simulation.snapshot(), over)
  const violations = Object.entries(INVARIANTS).flatMap(([invariant, holds]) =>
    holds(ran).map((sentence) => ({ invariant, sentence })),
  )
  goOn(branch, one.until)
  return {
    log,
    violations: [
      ...violations,
      ...differs(log, branch.simulation.log, rows, RESTORE),
      ...(one.seed % REPLAY_EACH === 0 ? replayed(one, log) : []),
    ],
  }
}

function replayed(one: FuzzCase, log: Log): readonly Violation[] {
  const again = begin(one)
  goOn(again, one.until)
  return differs(log, again.simulation.log, 0, REPLAY)
}

function differs(log: Log, other: Log, from: number, invariant: string): readonly Violation[] {
  for (let row = from; row < Math.min(log.length, other.length); row++)
    if (!alike(log.entry(row), other.entry(row))) {
      const sentence = `row ${row}: ${log.entry(row).kind} is ${other.entry(row).kind}, or differs in its details`
      return [{ invariant, sentence }]
    }
  if (log.length === other.length) return []
  return [{ invariant, sentence: `one log has ${log.length} rows, the other ${other.length}` }]
}

/** Are two values of plain data the same? */
function alike(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every((key) =>
    alike(
      (a as { readonly [k: string]: unknown })[key],
      (b as { readonly [k: string]: unknown })[key],
    ),
  )
}
