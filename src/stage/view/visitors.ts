import type { VisitPicture } from '../../../simulator/index.ts'
import type { FrontPlace, StageLayout } from '../layout/place.ts'
import type { Point } from '../layout/shapes.ts'
import { planRoom, type RoomPlan } from './room.ts'
import type { FrontView, StageView } from './stage-view.ts'

/** A visitor of a web front at rest: with a thread, or in line for one. */
export interface VisitorStanding {
  readonly key: string
  readonly visit: VisitPicture
  readonly at: Point
  readonly where: 'thread' | 'line'
  /** What the thread waits for. */
  readonly calls: string | null
}

/** All visitors of a front that are drawn, and what is said of the others. */
export interface Visitors {
  readonly standing: readonly VisitorStanding[]
  readonly line: RoomPlan | null
}

const PAD = 8
const LABELS = ['waiting', '']

/** The visitors of every web front, by its name. */
export function visitorsOf(layout: StageLayout, view: StageView): ReadonlyMap<string, Visitors> {
  return new Map(
    layout.fronts.map((place) => [
      place.name,
      visitorsAt(place, view.fronts.get(place.name), layout.text),
    ]),
  )
}

function visitorsAt(place: FrontPlace, view: FrontView | undefined, text: number): Visitors {
  if (!view) return { standing: [], line: null }
  const busy = view.busy.flatMap(({ index, visit, waitsFor }, nth): VisitorStanding[] => {
    // Whoever shares one thread takes the places from the first on.
    const slot = place.loop ? place.slots[nth] : place.slots.find((each) => each.index === index)
    if (!slot || visit === null) return []
    const calls = waitsFor?.kind === 'service' ? waitsFor.service : null
    return [{ key: keyOf(place, visit), visit, at: slot.center, where: 'thread', calls }]
  })
  if (!place.room) return { standing: busy, line: null }
  const { x, y, width, height } = place.room
  const held = view.waiting.map((_, nth) => ({ task: String(nth), until: null }))
  const line = planRoom(held, width - 2 * PAD, text, LABELS)
  const waiting = line.places.map((each, nth): VisitorStanding => {
    const visit = view.waiting[nth]!
    const at = { x: x + PAD + each.x, y: y + height / 2 }
    return { key: keyOf(place, visit), visit, at, where: 'line', calls: null }
  })
  return { standing: [...busy, ...waiting], line }
}

const keyOf = ({ name }: FrontPlace, { number }: VisitPicture): string =>
  `${name} ${String(number)}`

/** The letter of what a visitor asks for: `S` of `/signup`. */
export const pathLetter = (path: string): string => /[a-z0-9]/i.exec(path)?.[0].toUpperCase() ?? '/'

/** What a visitor is doing, in words. */
export function visitorWords({ visit, where, calls }: VisitorStanding): string {
  const who = `visitor ${String(visit.number)} · ${visit.method} ${visit.path}`
  if (where === 'line') return `${who} · waits for a thread`
  if (visit.left) return `${who} · has gone, and the thread does not know`
  return calls === null ? `${who} · is answered` : `${who} · its thread waits for ${calls}`
}
