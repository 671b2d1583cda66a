import type { Micros } from '../../../simulator/index.ts'

/** What a token does on its way; each takes its own time. */
export type TravelKind =
  'publish' | 'deliver' | 'result' | 'retry' | 'ack' | 'call' | 'answer' | 'visit' | 'leave'

/** What is no task's token: an acknowledgement, a call to a service, its answer, a visitor. */
export const isMessenger = (kind: TravelKind): boolean => MESSENGERS.has(kind)

const MESSENGERS: ReadonlySet<TravelKind> = new Set(['ack', 'call', 'answer', 'visit', 'leave'])

/** Milliseconds of wall time at 1x. None is below the floor of 250 ms. */
const AT_ONE: Readonly<Record<TravelKind, number>> = {
  publish: 400,
  deliver: 400,
  result: 400,
  retry: 640,
  ack: 320,
  call: 320,
  answer: 320,
  visit: 400,
  leave: 400,
}

/** Faster than 1x travels shorten with the root of the speed, down to this. */
const FLOOR_WHEN_FAST = 120

/** How far a token may lag behind what happened, in travels of a deliver. */
const LAG = 2.5

/** How long a travel lasts in simulated time when the playhead runs at a speed. */
export function duration(kind: TravelKind, speed: number): Micros {
  const wall =
    speed <= 1 ? AT_ONE[kind] : Math.max(FLOOR_WHEN_FAST, AT_ONE[kind] / Math.sqrt(speed))
  return wall * speed * 1000
}

/** A travel that would begin later than this after its fact is left out: the token jumps on. */
export const latestStart = (speed: number): Micros => LAG * duration('deliver', speed)

/** Tokens that set off together on the same way follow one another in a row, up to so many. */
const IN_A_ROW = 10

/** How long after its fact the nth token of a burst sets off. */
export const stagger = (nth: number, speed: number): Micros =>
  Math.min(nth, IN_A_ROW) * rowGap(speed)

/** Tokens closer to one another than this belong to one burst. */
export const rowGap = (speed: number): Micros => duration('deliver', speed) / 8

/** Facts older than this before the playhead move nothing any more. */
export const lookBack = (speed: number): Micros => latestStart(speed) + duration('retry', speed)

/** Starts and stops gently. */
export const eased = (share: number): number => share * share * (3 - 2 * share)
