import { textWidth } from '../../lib/text-width.ts'
import type { Held } from './stage-view.ts'

/** Where a token of a waiting room stands, and the time beside it. */
export interface RoomPlace {
  readonly held: Held
  readonly x: number
  /** Where its countdown begins; null: it waits for a process. */
  readonly timeX: number | null
}

export interface RoomPlan {
  readonly label: string
  readonly places: readonly RoomPlace[]
  /** What found no room, said as `+12`. */
  readonly hidden: number
  readonly hiddenX: number
}

const TOKEN = 22
/** A retry's arrow stands out above its circle. */
const RADIUS = 11
const LABELS = ['waiting room', 'waiting', '']

/** Places as many tokens as there is room for: with the whole label, a shorter one, or none. */
export function planRoom(
  held: readonly Held[],
  width: number,
  text: number,
  labels: readonly string[] = LABELS,
): RoomPlan {
  const plans = labels.map((label) => plan(held, label, width, text))
  return plans.find((each) => each.hidden === 0) ?? plans.at(-2)!
}

function plan(held: readonly Held[], label: string, width: number, text: number): RoomPlan {
  const time = textWidth('99.9 s', text) + 8
  const more = textWidth(`+${held.length}`, text) + 4
  let x = label === '' ? 0 : textWidth(label, text) + 8
  const places: RoomPlace[] = []
  for (const [nth, each] of held.entries()) {
    const need = TOKEN + (each.until === null ? 0 : time)
    const last = nth === held.length - 1
    if (x + need + (last ? 0 : more) > width) break
    places.push({ held: each, x: x + RADIUS, timeX: each.until === null ? null : x + TOKEN + 4 })
    x += need
  }
  return { label, places, hidden: held.length - places.length, hiddenX: x + 2 }
}
