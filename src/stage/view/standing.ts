import { textWidth } from '../../lib/text-width.ts'
import { tubePoint, type QueuePlace, type StageLayout, type WorkerPlace } from '../layout/place.ts'
import type { Point } from '../layout/shapes.ts'
import { planRoom, type RoomPlan } from './room.ts'
import type { StageView, WorkerView } from './stage-view.ts'

/** A token at rest. */
export interface Standing {
  /** Its own, also where a task that was delivered twice stands in two places. */
  readonly key: string
  readonly task: string
  readonly at: Point
  readonly radius: number
  readonly where: 'queue' | 'slot' | 'room'
}

/** All tokens at rest, and what is said of those that found no room. */
export interface Standings {
  readonly tokens: readonly Standing[]
  /** Where each task stands. */
  readonly places: ReadonlyMap<string, Standing>
  /** By queue: how many are hidden, and where that is said. */
  readonly hidden: ReadonlyMap<string, { readonly count: number; readonly at: Point }>
  readonly rooms: ReadonlyMap<string, RoomPlan>
}

type Found = Omit<Standing, 'key'>

const ROOM_PAD = 8
const ROOM_RADIUS = 8

/** Where every token stands at a moment: a pure function of the layout and what is shown in it. */
export function standingsOf(layout: StageLayout, view: StageView): Standings {
  const tokens: Found[] = []
  const hidden = new Map<string, { count: number; at: Point }>()
  const rooms = new Map<string, RoomPlan>()
  for (const place of layout.queues) {
    const waiting = view.queues.get(place.name)?.waiting ?? []
    const rest = fillTube(place, waiting, layout.text, tokens)
    if (rest) hidden.set(place.name, rest)
  }
  for (const place of layout.workers) {
    const worker = view.workers.get(place.name)
    if (!worker) continue
    fillSlots(place, worker, tokens)
    if (!place.room) continue
    const plan = planRoom(worker.room, place.room.width - 2 * ROOM_PAD, layout.text)
    rooms.set(place.name, plan)
    fillRoom(place, plan, tokens)
  }
  const standings = tellApart(tokens)
  const places = new Map(standings.map((token) => [token.task, token]))
  return { tokens: standings, places, hidden, rooms }
}

/** The first token of a task keeps its id as key, so that it slides from place to place. */
function tellApart(tokens: readonly Found[]): readonly Standing[] {
  const seen = new Map<string, number>()
  return tokens.map((token) => {
    const nth = (seen.get(token.task) ?? 0) + 1
    seen.set(token.task, nth)
    return { key: nth === 1 ? token.task : `${token.task} ${nth}`, ...token }
  })
}

/** Where the row of a waiting room begins. */
export function roomStart(place: WorkerPlace): Point | null {
  const { room } = place
  return room && { x: room.x + ROOM_PAD, y: room.y + room.height / 2 }
}

function fillTube(
  { tube }: QueuePlace,
  waiting: readonly string[],
  text: number,
  tokens: Found[],
): { count: number; at: Point } | null {
  if (!tube) return null
  const cells = tube.columns * tube.rows
  const taken = Math.ceil((textWidth(`+${waiting.length}`, text) + 2) / tube.pitch)
  const shown = waiting.length <= cells ? waiting.length : Math.max(0, cells - taken)
  waiting.slice(0, shown).forEach((task, nth) => {
    const at = tubePoint(tube, nth)
    if (at) tokens.push({ task, at, radius: tube.radius, where: 'queue' })
  })
  const at = tubePoint(tube, cells - 1)
  const count = waiting.length - shown
  return count > 0 && at ? { count, at: { x: tube.box.x + 3, y: at.y } } : null
}

function fillSlots(place: WorkerPlace, worker: WorkerView, tokens: Found[]): void {
  for (const { index, center, radius } of place.slots) {
    const task = worker.processes.get(index)
    if (task != null) tokens.push({ task, at: center, radius, where: 'slot' })
  }
}

function fillRoom(place: WorkerPlace, plan: RoomPlan, tokens: Found[]): void {
  const start = roomStart(place)
  if (!start) return
  for (const { held, x } of plan.places) {
    const at = { x: start.x + x, y: start.y }
    tokens.push({ task: held.task, at, radius: ROOM_RADIUS, where: 'room' })
  }
}
