import type { Fault, LinkEnds, Micros } from '../../../simulator/index.ts'
import { shortOf } from '../../lib/hands/acts.ts'
import type { History } from '../../lib/history/history.ts'

/** What is wrong with a link at a moment. */
export interface LinkTrouble {
  /** Nothing passes. */
  readonly cut: boolean
  /** So much longer each way. */
  readonly delay: Micros
  /** The share of packets that is lost. */
  readonly loss: number
}

/** Faults that last, as the stage shows them. */
export interface Troubles {
  readonly brokerAway: boolean
  readonly backendAway: boolean
  /** Of the links of a machine: `client`, or the short name of a worker. */
  readonly link: (machine: string) => LinkTrouble | null
}

const BROKER: ReadonlySet<Fault['fault']> = new Set(['broker-away', 'broker-restart', 'fail-over'])

/** The faults that are under way at a moment. */
export function troublesAt(history: History, time: Micros): Troubles {
  const now = [...history.faults.values()]
    .filter(({ from, until }) => from <= time && time < until)
    .map(({ fault }) => fault)
  const links = now.filter((fault) => 'nodes' in fault)
  return {
    brokerAway: now.some(({ fault }) => BROKER.has(fault)),
    backendAway: now.some(({ fault }) => fault === 'backend-away'),
    link: (machine) => linkOf(links, shortOf(machine)),
  }
}

function linkOf(faults: readonly Extract<Fault, LinkEnds>[], machine: string): LinkTrouble | null {
  const own = faults.filter(({ nodes }) => nodes === null || nodes.includes(machine))
  if (own.length === 0) return null
  const sum = (value: (fault: Extract<Fault, LinkEnds>) => number): number =>
    own.reduce((total, fault) => total + value(fault), 0)
  return {
    cut: own.some(({ fault }) => fault === 'partition'),
    delay: sum((fault) =>
      fault.fault === 'slow-link'
        ? fault.delay + fault.jitter / 2
        : fault.fault === 'reordering'
          ? fault.jitter / 2
          : 0,
    ),
    loss: sum((fault) => (fault.fault === 'lossy-link' ? fault.loss : 0)),
  }
}

/** What stands on a link in trouble; null where it is as ever. */
export function troubleText(trouble: LinkTrouble | null): string | null {
  if (trouble === null) return null
  if (trouble.cut) return 'cut'
  if (trouble.loss > 0) return `${Math.round(trouble.loss * 100)} % lost`
  return trouble.delay > 0 ? `+${Math.round(trouble.delay / 1000)} ms` : null
}
