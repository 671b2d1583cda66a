import type { Box, Point, TextSlot } from './shapes.ts'
import type { Route } from './route.ts'

/** The whole stage, laid out: where everything stands and which ways lead from one to the other. */
export interface StageLayout {
  readonly width: number
  /** At least the height asked for; more where a tall stage has to scroll. */
  readonly height: number
  readonly text: number
  readonly shape: 'wide' | 'tall'
  readonly client: ClientPlace
  readonly exchanges: readonly ExchangePlace[]
  readonly queues: readonly QueuePlace[]
  readonly workers: readonly WorkerPlace[]
  readonly results: ResultsPlace
  readonly beats: readonly NamedPlace[]
  readonly services: readonly NamedPlace[]
  readonly fronts: readonly FrontPlace[]
  /** Boxes that stand for what did not fit: `+12 queues`. */
  readonly more: readonly MorePlace[]
  /** Ways by `from>to` of their ids. */
  readonly routes: ReadonlyMap<string, Route>
  /** What stands for a thing that is not drawn itself: its id to the id of what is drawn. */
  readonly standIn: ReadonlyMap<string, string>
}

export interface ClientPlace {
  readonly box: Box
  readonly title: TextSlot
  readonly lines: readonly TextSlot[]
}

/** A box with a title and lines of text. */
export interface NamedPlace extends ClientPlace {
  readonly name: string
  /** What is written where the whole name finds no room. */
  readonly short?: string
}

/** A web front: its threads as slots, and a row of visitors who wait for one. */
export interface FrontPlace {
  readonly name: string
  readonly short?: string
  readonly loop: boolean
  readonly box: Box
  readonly title: TextSlot
  readonly status: TextSlot
  readonly slots: readonly SlotPlace[]
  readonly hidden: number
  readonly hiddenAt: TextSlot | null
  /** Null: the visitors who wait are only counted, in the status. */
  readonly room: Box | null
}

export interface ExchangePlace {
  readonly name: string
  readonly type: string
  readonly center: Point
  readonly radius: number
  readonly title: TextSlot
  readonly kind: TextSlot | null
}

export interface QueuePlace {
  readonly name: string
  readonly box: Box
  readonly title: TextSlot
  readonly count: TextSlot
  /** Null: a line of text stands for the queue. */
  readonly tube: Tube | null
}

/** Tokens stand in a tube from its way out backwards: to the left, then in the next row up. */
export interface Tube {
  readonly box: Box
  readonly columns: number
  readonly rows: number
  readonly pitch: number
  readonly radius: number
}

export interface WorkerPlace {
  readonly name: string
  readonly box: Box
  readonly title: TextSlot
  readonly status: TextSlot
  readonly button: Box
  readonly slots: readonly SlotPlace[]
  /** Processes that found no room; `hiddenAt` says how many. */
  readonly hidden: number
  readonly hiddenAt: TextSlot | null
  /** Null: its waiting room is only counted, in the status. */
  readonly room: Box | null
}

export interface SlotPlace {
  /** Counted from 1, as in `w1@sim/1`. */
  readonly index: number
  readonly box: Box
  readonly center: Point
  readonly radius: number
  readonly number: TextSlot | null
  readonly label: TextSlot | null
}

export interface ResultsPlace {
  readonly box: Box
  readonly title: TextSlot
  /** Done, retry, failed, in this order. */
  readonly rows: readonly {
    readonly mark: Point
    readonly word: TextSlot
    readonly count: TextSlot
  }[]
}

export interface MorePlace {
  readonly id: string
  readonly what: 'exchanges' | 'queues' | 'workers' | 'services'
  readonly box: Box
  readonly label: TextSlot
  readonly names: readonly string[]
}

/** Where the nth token of a tube stands, counted from the way out; null where it has no room. */
export function tubePoint(tube: Tube, nth: number): Point | null {
  if (nth >= tube.columns * tube.rows) return null
  const row = Math.floor(nth / tube.columns)
  const column = nth % tube.columns
  const { box } = tube
  const rowHeight = box.height / tube.rows
  return {
    x: box.x + box.width - tube.pitch / 2 - 1 - column * tube.pitch,
    y: box.y + box.height - rowHeight * (row + 0.5),
  }
}
