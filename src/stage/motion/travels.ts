import type { Log, Micros } from '../../../simulator/index.ts'
import { legOf, type Leg } from './legs.ts'
import { duration, isMessenger, latestStart, lookBack, rowGap, stagger } from './pace.ts'

/** A token under way at a moment. */
export interface Travel extends Omit<Leg, 'time'> {
  /** How much of its way lies behind it, 0 to 1. */
  readonly share: number
}

/**
 * What is under way: single tokens, or a crowd. Of a crowd only what somebody looks at is drawn as a token of its own;
 * the others are painted (`raster/`).
 */
export interface Traffic {
  readonly kind: 'tokens' | 'crowd'
  readonly travels: readonly Travel[]
}

/** More than this are a crowd. */
export const MOST_TOKENS = 200
/** So many facts are looked at for one moment. */
const MOST_ROWS = 6000

export const STILL: Traffic = { kind: 'tokens', travels: [] }
const CROWD: Traffic = { kind: 'crowd', travels: [] }

/** All that is under way when the playhead passes a moment at a speed: a pure function of the log. */
export function trafficAt(log: Log, time: Micros, speed: number): Traffic {
  const [start, end] = windowAt(log, time, speed, MOST_ROWS)
  const travels: Travel[] = []
  /** When each token is free for its next travel. */
  const free = new Map<number, Micros>()
  const underWay = new Set<number>()
  const bursts = new Bursts(speed)
  for (let row = start; row < end; row++) {
    const leg = legOf(log, row)
    if (!leg) continue
    const departure = departs(leg, leg.time + bursts.delay(leg), free, speed)
    if (departure === null) continue
    const share = (time - departure) / duration(leg.kind, speed)
    if (share >= 1) continue
    if (isMessenger(leg.kind)) {
      if (share >= 0) travels.push({ ...leg, share })
    } else if (!underWay.has(leg.task)) {
      // One that may not set off yet waits where it will: it is not at its new place already.
      underWay.add(leg.task)
      travels.push({ ...leg, share: Math.max(0, share) })
    }
    if (travels.length > MOST_TOKENS) return CROWD
  }
  return { kind: 'tokens', travels }
}

/** The same for one task alone, however many others are under way. */
export function travelsOf(log: Log, task: number, time: Micros, speed: number): readonly Travel[] {
  const [start, end] = windowAt(log, time, speed, Infinity)
  const travels: Travel[] = []
  const free = new Map<number, Micros>()
  let underWay = false
  for (let row = start; row < end; row++) {
    if (log.taskAt(row) !== task) continue
    const leg = legOf(log, row)
    const departure = leg && departs(leg, leg.time, free, speed)
    if (!leg || departure === null) continue
    const share = (time - departure) / duration(leg.kind, speed)
    if (share >= 1 || (isMessenger(leg.kind) ? share < 0 : underWay)) continue
    underWay ||= !isMessenger(leg.kind)
    travels.push({ ...leg, share: Math.max(0, share) })
  }
  return travels
}

/** The rows that can still move something at a moment, the latest `most` of them. */
function windowAt(log: Log, time: Micros, speed: number, most: number): [number, number] {
  const end = log.rowsUpTo(time)
  return [Math.max(log.rowsUpTo(time - lookBack(speed)), end - most), end]
}

/** Counts tokens that set off together on the same way, so that they do not lie on top of one another. */
class Bursts {
  private readonly last = new Map<string, { time: Micros; nth: number }>()
  private readonly speed: number

  constructor(speed: number) {
    this.speed = speed
  }

  delay({ time, kind, stops }: Leg): Micros {
    const way = `${kind} ${stops.join('>')}`
    const before = this.last.get(way)
    const joins = before !== undefined && time - before.time < rowGap(this.speed)
    const nth = joins ? before.nth + 1 : 0
    this.last.set(way, { time, nth })
    return stagger(nth, this.speed)
  }
}

/** One after the other for the same token; an ack is a token of its own. */
export function departs(
  leg: Leg,
  wanted: Micros,
  free: Map<number, Micros>,
  speed: number,
): Micros | null {
  if (isMessenger(leg.kind)) return wanted
  const departure = Math.max(wanted, free.get(leg.task) ?? 0)
  if (departure > leg.time + latestStart(speed)) return null
  free.set(leg.task, departure + duration(leg.kind, speed))
  return departure
}
