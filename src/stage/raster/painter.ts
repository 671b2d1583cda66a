import { MARKS } from '../../lib/marks.ts'
import type { Micros } from '../../../simulator/index.ts'
import { eased } from '../motion/pace.ts'
import { SAMPLES } from './bake.ts'
import { isDense, widthOf } from './crowd.ts'
import { Pixels } from './pixels.ts'
import { pixel, spritesOf, type Inks, type Sprite } from './sprites.ts'
import { LOOKS, SIDES, TRIP } from './trips.ts'

/** What is in sight of the stage, and how large it is drawn. */
export interface RasterView {
  /** Of the window on the stage, in CSS pixels. */
  readonly width: number
  readonly height: number
  /** Pixels of the screen in one CSS pixel. */
  readonly ratio: number
  readonly zoom: number
  /** Where the stage's corner lies in the window, in CSS pixels. */
  readonly x: number
  readonly y: number
}

/** What was painted. */
export interface Painted {
  /** Trips under way. */
  readonly visible: number
  /** They are shown as a flow. */
  readonly dense: boolean
  /** How many are on each lane. */
  readonly counts: Int32Array<ArrayBuffer>
}

/** Side of a token in CSS pixels. */
const TOKEN = 8
/** How far from its line a token may keep, in CSS pixels. */
const APART = 5.5
/** A token is picked from this far away, in CSS pixels: half a target. */
const NEAR = 12
/** Of a flow so many tokens are painted all the same: they show which way it goes, and the shape of its state. */
const SAMPLED = 400
/** Looks that a flow shows at its right side, hatched: failed and refused. */
const BAD = new Set([MARKS.indexOf('failed'), MARKS.indexOf('dead')])

/** Paints tokens under way on pixels of its own. It knows no browser: a thread, or the page, shows what it has painted. */
export class Painter {
  #pixels = new Pixels(1, 1)
  #view: RasterView = { width: 1, height: 1, ratio: 1, zoom: 1, x: 0, y: 0 }
  #inks: Inks | null = null
  #sprites: readonly Sprite[] = []
  #spriteSize = 0
  #baked: Float32Array[] = []
  /** Lanes as they lie on the pixels, made when they are first needed. */
  #lanes: (Lane | undefined)[] = []
  #trips = new Float64Array(TRIP * 1024)
  #count = 0
  /** Of those that are known, how many have set off. */
  #underWay = 0
  #dense = false
  #apart = 0
  #x = 0
  #y = 0

  get pixels(): Pixels {
    return this.#pixels
  }

  ink(inks: Inks): void {
    this.#inks = inks
    this.#spriteSize = 0
  }

  look(view: RasterView): void {
    const width = Math.max(1, Math.round(view.width * view.ratio))
    const height = Math.max(1, Math.round(view.height * view.ratio))
    if (width !== this.#pixels.width || height !== this.#pixels.height)
      this.#pixels = new Pixels(width, height)
    this.#view = view
    this.#apart = APART * view.ratio * Math.sqrt(view.zoom)
    this.#lanes = []
  }

  /** Baked lanes (`bake.ts`) from an index on. */
  lay(from: number, baked: readonly Float32Array[]): void {
    this.#baked = [...this.#baked.slice(0, from), ...baked]
    this.#lanes = this.#lanes.slice(0, from)
  }

  /** Forgets every trip. */
  restart(): void {
    this.#count = 0
  }

  add(trips: Float64Array): void {
    const from = this.#count * TRIP
    if (from + trips.length > this.#trips.length) {
      const larger = new Float64Array(2 * (from + trips.length))
      larger.set(this.#trips.subarray(0, from))
      this.#trips = larger
    }
    this.#trips.set(trips, from)
    this.#count += trips.length / TRIP
  }

  /** Paints a moment; trips that are over by then are forgotten. */
  paint(time: Micros): Painted {
    this.#forget(time)
    this.#pixels.clear()
    const counts = new Int32Array(this.#baked.length)
    for (let at = 0; at < this.#count * TRIP; at += TRIP)
      if (this.#trips[at]! <= time) counts[this.#trips[at + 2]!]!++
    this.#dense = isDense(this.#underWay, this.#dense)
    if (this.#inks) {
      this.#mixSprites(this.#inks)
      if (this.#dense) this.#paintFlow(time, this.#inks)
      this.#stampTokens(time, this.#dense ? oneOf(this.#underWay, SAMPLED) : 1)
    }
    return { visible: this.#underWay, dense: this.#dense, counts }
  }

  #forget(time: Micros): void {
    const trips = this.#trips
    let kept = 0
    this.#underWay = 0
    for (let at = 0; at < this.#count * TRIP; at += TRIP) {
      if (trips[at]! + trips[at + 1]! <= time) continue
      if (trips[at]! <= time) this.#underWay++
      if (kept !== at) trips.copyWithin(kept, at, at + TRIP)
      kept += TRIP
    }
    this.#count = kept / TRIP
  }

  /** Tokens grow a little with the stage: drawn as large as it, they would be shapes of their own. */
  #mixSprites(inks: Inks): void {
    const { ratio, zoom } = this.#view
    const size = Math.round(TOKEN * ratio * Math.min(1.75, Math.max(1, Math.sqrt(zoom))))
    if (size === this.#spriteSize) return
    this.#spriteSize = size
    this.#sprites = spritesOf(inks, size)
  }

  #stampTokens(time: Micros, every: number): void {
    const trips = this.#trips
    for (let at = 0; at < this.#count * TRIP; at += TRIP) {
      // Which of a flow are painted must not change as others end: it goes by when they set off.
      if (every > 1 && scrambled(trips[at]!) & (every - 1)) continue
      if (!this.#find(at, time)) continue
      const look = Math.floor(trips[at + 3]! / SIDES)
      this.#pixels.stamp(this.#sprites[look]!, this.#x, this.#y)
    }
  }

  /** The task whose token lies nearest to a point of the window, in CSS pixels; -1 where none is near. */
  pick(x: number, y: number, time: Micros): number {
    const { ratio } = this.#view
    let nearest = NEAR * ratio
    let task = -1
    for (let at = 0; at < this.#count * TRIP; at += TRIP) {
      if (!this.#find(at, time)) continue
      const away = Math.hypot(this.#x - x * ratio, this.#y - y * ratio)
      if (away >= nearest) continue
      nearest = away
      task = this.#trips[at + 4]!
    }
    return task
  }

  /** Finds where a trip has come to, as `#x` and `#y`: twenty thousand points a frame must not be objects. */
  #find(at: number, time: Micros): boolean {
    const trips = this.#trips
    const share = (time - trips[at]!) / trips[at + 1]!
    const lane = share < 0 ? undefined : this.#lane(trips[at + 2]!)
    if (!lane) return false
    const gone = eased(share)
    const place = gone * (SAMPLES - 1)
    const sample = Math.min(Math.floor(place), SAMPLES - 2)
    const part = place - sample
    const from = 4 * sample
    // At both ends they come together.
    const wide = this.#apart * Math.min(1, 6 * gone, 6 - 6 * gone)
    const side = ((trips[at + 3]! % SIDES) / (SIDES - 1) - 0.5) * 2 * wide
    this.#x = lane[from]! + (lane[from + 4]! - lane[from]!) * part + lane[from + 2]! * side
    this.#y = lane[from + 1]! + (lane[from + 5]! - lane[from + 1]!) * part + lane[from + 3]! * side
    return true
  }

  /** Each lane as a band: as wide as it is full at that place, in the colour of its state. */
  #paintFlow(time: Micros, inks: Inks): void {
    const flows = this.#flows(time)
    for (const [index, flow] of flows) {
      const lane = this.#lane(index)
      if (!lane) continue
      const look = flow.looks.indexOf(Math.max(...flow.looks)) % MARKS.length
      const colour = pixel(inks.marks[MARKS[look]!], 0.62)
      const bad = pixel(inks.marks.failed, 0.9)
      this.#paintBand(lane, flow, colour, bad)
    }
  }

  #flows(time: Micros): ReadonlyMap<number, Flow> {
    const trips = this.#trips
    const flows = new Map<number, Flow>()
    for (let at = 0; at < this.#count * TRIP; at += TRIP) {
      const share = (time - trips[at]!) / trips[at + 1]!
      if (share < 0) continue
      const index = trips[at + 2]!
      let flow = flows.get(index)
      if (!flow) {
        flow = {
          all: new Float32Array(BINS),
          bad: new Float32Array(BINS),
          looks: Array<number>(LOOKS).fill(0),
        }
        flows.set(index, flow)
      }
      const bin = Math.min(BINS - 1, Math.floor(eased(share) * BINS))
      const look = Math.floor(trips[at + 3]! / SIDES)
      flow.all[bin]!++
      flow.looks[look]!++
      if (BAD.has(look % MARKS.length)) flow.bad[bin]!++
    }
    return flows
  }

  #paintBand(lane: Lane, { all, bad }: Flow, colour: number, wrong: number): void {
    const { ratio } = this.#view
    let gone = 0
    for (let sample = 0; sample + 1 < SAMPLES; sample++) {
      const from = 4 * sample
      const length = Math.hypot(lane[from + 4]! - lane[from]!, lane[from + 5]! - lane[from + 1]!)
      const bin = Math.min(BINS - 1, Math.floor((sample / (SAMPLES - 1)) * BINS))
      const tokens = smooth(all, bin)
      const long = (length * (SAMPLES - 1)) / BINS / ratio
      const width = Math.max(tokens > 0 ? 0.6 : 0, widthOf(tokens, long)) * ratio
      const wrongFrom = tokens > 0 ? width * (1 - (2 * smooth(bad, bin)) / tokens) : width
      for (let step = 0; step < length; step += 0.7, gone += 0.7) {
        const part = step / length
        const x = lane[from]! + (lane[from + 4]! - lane[from]!) * part
        const y = lane[from + 1]! + (lane[from + 5]! - lane[from + 1]!) * part
        for (let side = -width; side <= width; side += 0.7) {
          const isBad = side > wrongFrom
          // Hatched, so that it is told without its colour too.
          if (isBad && Math.floor((gone + side) / (3 * ratio)) % 2 === 0) continue
          const to = isBad ? wrong : colour
          this.#pixels.dot(x + lane[from + 2]! * side, y + lane[from + 3]! * side, to)
        }
      }
    }
  }

  /** A lane on the pixels, as samples of x, y and of the way to its side. */
  #lane(index: number): Lane | undefined {
    const known = this.#lanes[index]
    if (known) return known
    const baked = this.#baked[index]
    if (!baked) return undefined
    const { ratio, zoom, x, y } = this.#view
    const lane = new Float32Array(4 * SAMPLES)
    for (let nth = 0; nth < SAMPLES; nth++) {
      lane[4 * nth] = (baked[2 * nth]! * zoom + x) * ratio
      lane[4 * nth + 1] = (baked[2 * nth + 1]! * zoom + y) * ratio
      const [before, after] = [Math.max(0, nth - 1), Math.min(SAMPLES - 1, nth + 1)]
      const dx = baked[2 * after]! - baked[2 * before]!
      const dy = baked[2 * after + 1]! - baked[2 * before + 1]!
      const length = Math.hypot(dx, dy)
      lane[4 * nth + 2] = length > 0 ? -dy / length : 0
      lane[4 * nth + 3] = length > 0 ? dx / length : 0
    }
    this.#lanes[index] = lane
    return lane
  }
}

type Lane = Float32Array

interface Flow {
  readonly all: Float32Array
  readonly bad: Float32Array
  /** How many of each look. */
  readonly looks: number[]
}

/** Places of a lane at which a flow is measured. */
const BINS = 32

/** What is at a place and beside it, so that a flow has no steps. */
const smooth = (bins: Float32Array, at: number): number =>
  ((bins[at - 1] ?? bins[at]!) + 2 * bins[at]! + (bins[at + 1] ?? bins[at]!)) / 4

/** A power of two, so that fewer of a growing flow are those that were painted before, not others. */
function oneOf(count: number, most: number): number {
  let every = 1
  while (count / every > most) every *= 2
  return every
}

const scrambled = (value: number): number => Math.imul(Math.floor(value) | 0, 0x9e3779b1) >>> 16
