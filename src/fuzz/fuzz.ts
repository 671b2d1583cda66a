import { FACT_KINDS, FAULT_NAMES, type FactKind, type FaultName } from '../../simulator/index.ts'
import type { FuzzCase } from './case.ts'
import { drawCase } from './draw.ts'
import { shrink } from './shrink.ts'
import { type Tried, tryCase, type Violation } from './try.ts'

/** A seed whose run broke something that must hold. */
export interface Finding {
  readonly seed: number
  readonly violation: Violation
  /** The smallest case found that breaks the same. */
  readonly smallest: FuzzCase
}

export interface Fuzzed {
  readonly seeds: number
  readonly facts: ReadonlyMap<FactKind, number>
  readonly faults: ReadonlyMap<FaultName, number>
  readonly findings: readonly Finding[]
}

export interface FuzzOptions {
  readonly from: number
  readonly seeds: number
  /** It stops when it has found so many. */
  readonly most: number
}

/** What only a Python program brings about: a call whose body cannot be written, messages taken with kombu. */
export const OF_PROGRAMS: readonly FactKind[] = [
  'call-unwritten',
  'message-fetched',
  'message-settled',
  'service-missed',
  'request-started',
  'request-ended',
  'request-arrived',
  'request-handled',
]

/** Tries one case after the other and counts what happened in them. */
export function fuzz({ from, seeds, most }: FuzzOptions): Fuzzed {
  const facts = new Map<FactKind, number>(FACT_KINDS.map((kind) => [kind, 0]))
  const faults = new Map<FaultName, number>(FAULT_NAMES.map((name) => [name, 0]))
  const findings: Finding[] = []
  let tried = 0
  for (let seed = from; seed < from + seeds && findings.length < most; seed++) {
    const one = drawCase(seed)
    const { log, violations } = tryCase(one)
    tried += 1
    if (log !== null) count(log, facts, faults)
    const [violation] = violations
    if (violation !== undefined)
      findings.push({ seed, violation, smallest: shrunk(one, violation) })
  }
  return { seeds: tried, facts, faults, findings }
}

function count(
  log: NonNullable<Tried['log']>,
  facts: Map<FactKind, number>,
  faults: Map<FaultName, number>,
): void {
  for (let row = 0; row < log.length; row++) {
    const kind = log.kindAt(row)
    facts.set(kind, (facts.get(kind) ?? 0) + 1)
    if (kind !== 'fault-began') continue
    const { fault } = log.detail(row, 'fault-began')
    faults.set(fault, (faults.get(fault) ?? 0) + 1)
  }
}

const shrunk = (one: FuzzCase, { invariant }: Violation): FuzzCase =>
  shrink(one, (smaller) =>
    tryCase(smaller).violations.some((found) => found.invariant === invariant),
  )
