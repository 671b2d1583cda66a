import { shownQueues } from '../../lib/history/delay-levels.ts'
import type { History } from '../../lib/history/history.ts'
import type { Outcome, Try } from '../../lib/history/task-history.ts'
import { shortHosts } from '../../lib/host-names.ts'
import { WORST } from './bins.ts'

/** Height of a lane and of the box in it, in CSS pixels. */
export const LANE = 22
export const BAR = 14
const GROUP_GAP = 5
/** More things that go wrong than this get no lane of their own. */
const MOST_TROUBLES = 4
const LOWEST_BAND = 32
const HIGHEST_BAND = 120
const BAND_GAP = 10

/** A lane of the timeline: the client's, or that of one process. */
export interface Lane {
  /** `client`, or the name of the process, `w1@sim/1`. */
  readonly name: string
  /** What stands before it: the worker's name, on its first lane only. */
  readonly group: string
  readonly index: string
  readonly y: number
  /** A thread of this web front, not a process of a worker. */
  readonly front?: string
}

/** A queue's depth over time, how many visitors wait, or how long tasks took, drawn as an area. */
export interface Band {
  readonly kind: 'queue' | 'latency' | 'visitors'
  /** The queue's name, `latency`, or the web front's name. */
  readonly queue: string
  readonly title: string
  readonly y: number
  readonly height: number
}

/** Something that was wrong for a while: a service, a fault. */
export interface Trouble {
  readonly name: string
  readonly title: string
  readonly y: number
}

export interface LanePlan {
  readonly lanes: readonly Lane[]
  readonly troubles: readonly Trouble[]
  readonly bands: readonly Band[]
  readonly height: number
}

/** One lane per process below the client's, grouped by worker, then the queues: in the order of the log. */
export function planLanes(history: History, room: number): LanePlan {
  const lanes: Lane[] = [{ name: 'client', group: 'client', index: '', y: 0 }]
  const short = shortHosts([...new Set([...history.services, ...history.fronts.keys()])])
  let y = frontLanes(history, lanes, LANE, short)
  const workers = groups(history)
  const title = titleOf([...workers.keys()])
  for (const [worker, processes] of workers) {
    y += GROUP_GAP
    processes.forEach((name, nth) => {
      lanes.push({ name, group: nth === 0 ? title(worker) : '', index: indexOf(name), y })
      y += LANE
    })
  }
  y += GROUP_GAP
  const names = [...new Set(history.stretches.map(({ name }) => name))].slice(0, MOST_TROUBLES)
  const troubles = names.map((name, nth) => ({
    name,
    title: short.get(name) ?? name,
    y: y + nth * LANE,
  }))
  y += troubles.length * LANE
  const queues = bandsOf(history)
  const free = queues.length > 0 ? (room - y) / queues.length - BAND_GAP : 0
  const height = Math.min(HIGHEST_BAND, Math.max(LOWEST_BAND, free))
  const bands = queues.map((band, nth) => ({
    ...band,
    y: y + BAND_GAP + nth * (height + BAND_GAP),
    height,
  }))
  const end = y + bands.length * (height + BAND_GAP) + 6
  return { lanes, troubles, bands, height: Math.max(end, room) }
}

/** A lane for each thread of a web front that has answered somebody; returns where the next lane begins. */
function frontLanes(
  { fronts }: History,
  lanes: Lane[],
  top: number,
  short: ReadonlyMap<string, string>,
): number {
  let y = top
  for (const { name: front, threads } of fronts.values()) {
    y += GROUP_GAP
    const names = [...threads.keys()].sort((a, b) => Number(indexOf(a)) - Number(indexOf(b)))
    names.forEach((name, nth) => {
      const group = nth === 0 ? (short.get(front) ?? front) : ''
      lanes.push({ name, group, index: indexOf(name), y, front })
      y += LANE
    })
  }
  return y
}

/** What has an area: visitors who wait, then the queues, then how long tasks took. */
function bandsOf(history: History): readonly Pick<Band, 'kind' | 'queue' | 'title'>[] {
  return [
    ...[...history.fronts.keys()].map((front) => {
      return { kind: 'visitors', queue: front, title: 'visitors' } as const
    }),
    ...shownQueues(history).map((queue) => ({ kind: 'queue', queue, title: queue }) as const),
    ...(history.latencies.times.length > 0
      ? [{ kind: 'latency', queue: 'latency', title: 'latency' } as const]
      : []),
  ]
}

function groups(history: History): ReadonlyMap<string, readonly string[]> {
  const workers = new Map<string, string[]>()
  for (const name of history.workers.keys()) workers.set(name, [])
  for (const process of history.lanes.keys()) {
    const worker = process.slice(0, process.lastIndexOf('/'))
    const known = workers.get(worker)
    if (known) known.push(process)
    else workers.set(worker, [process])
  }
  for (const processes of workers.values()) {
    processes.sort((a, b) => Number(indexOf(a)) - Number(indexOf(b)))
  }
  return workers
}

const indexOf = (process: string): string => process.slice(process.lastIndexOf('/') + 1)

/** What a piece is made of: a try, or a request in its thread. */
export interface Span {
  readonly start: number
  readonly end: number
  readonly outcome: Outcome
}

/** What a lane shows: one try, or several that are too close to be told apart. */
export interface Piece<Of extends Span = Try> {
  readonly first: Of
  /** How many tries it stands for. */
  readonly count: number
  /** The worst that happened to one of them. */
  readonly outcome: Outcome
  readonly x0: number
  readonly x1: number
}

/** Boxes narrower than this are drawn as wide as this. */
const THINNEST = 3

interface OpenPiece<Of extends Span> extends Piece<Of> {
  count: number
  outcome: Outcome
}

/**
 * The boxes of a lane in a range, left to right, from the left rim on; short tries that would share a few
 * pixels become one piece, so that their number depends on the width of the screen, not on the run.
 */
export function piecesOf<Of extends Span>(
  tries: readonly Of[],
  x: (time: number) => number,
  from: number,
  to: number,
  width: number,
): readonly Piece<Of>[] {
  const pieces: OpenPiece<Of>[] = []
  let open: OpenPiece<Of> | undefined
  for (let nth = firstEndingAfter(tries, from); nth < tries.length; nth++) {
    const attempt = tries[nth]!
    if (attempt.start > to) break
    const start = x(attempt.start)
    const end = Math.min(attempt.end === Infinity ? width : x(attempt.end), width + 8)
    if (open && start < open.x1 - 0.5 && end < open.x1 + THINNEST) {
      open.count++
      if (WORST.indexOf(attempt.outcome) < WORST.indexOf(open.outcome)) {
        open.outcome = attempt.outcome
      }
      continue
    }
    const x0 = Math.max(start, open ? open.x1 - 0.5 : -8, -8)
    const x1 = Math.max(end, x0 + THINNEST)
    open = { first: attempt, count: 1, outcome: attempt.outcome, x0, x1 }
    pieces.push(open)
  }
  return pieces
}

/** The first try that is not over before a moment; tries of a lane follow one another. */
export function firstEndingAfter(tries: readonly Pick<Span, 'end'>[], time: number): number {
  let low = 0
  let high = tries.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (tries[middle]!.end < time) low = middle + 1
    else high = middle
  }
  return low
}

/** The try of a lane nearest to a moment, if it lies within a tolerance of it. */
export function tryAt(tries: readonly Try[], time: number, tolerance: number): Try | null {
  const nth = firstEndingAfter(tries, time - tolerance)
  let best: Try | null = null
  let distance = tolerance
  for (const attempt of tries.slice(nth, nth + 3)) {
    const off = Math.max(0, attempt.start - time, time - attempt.end)
    if (off <= distance) {
      best = attempt
      distance = off
    }
  }
  return best
}

/** Where all workers stand on one host, its name tells nothing and takes the room of theirs. */
function titleOf(workers: readonly string[]): (worker: string) => string {
  const hosts = new Set(workers.map((worker) => worker.slice(worker.indexOf('@'))))
  return hosts.size > 1 ? (worker) => worker : (worker) => worker.replace(/@.*/, '')
}
