import type { Micros } from '../../../simulator/index.ts'
import { Painter, type Painted, type RasterView } from './painter.ts'
import type { Inks } from './sprites.ts'

/** What the page tells whoever paints, once a frame: all that is new since the last one. */
export interface Stroke {
  readonly time: Micros
  readonly restarted: boolean
  readonly trips: Float64Array<ArrayBuffer>
  readonly view?: RasterView
  readonly inks?: Inks
  /** Baked lanes from an index on. */
  readonly lanes?: { readonly from: number; readonly baked: readonly Float32Array<ArrayBuffer>[] }
}

/** What comes back now and then. */
export interface Report extends Painted {
  /** Frames painted so far. */
  readonly frames: number
}

/** What a brush tells the page: how it stands, or the index of the task that was picked (-1: none). */
export type Word =
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'picked'; readonly task: number }

/** Somebody who paints: a thread, or the page itself. */
export interface Brush {
  stroke(stroke: Stroke): void
  /** Whose token lies at a point of the window? The answer is told. */
  pick(x: number, y: number): void
  /** Leaves nothing painted. */
  wipe(): void
  end(): void
}

/** A canvas of either side. */
type Surface = HTMLCanvasElement | OffscreenCanvas

/** Reports so often, in frames: counters that change faster cannot be read. */
const REPORT_EVERY = 12

/** Shows on a canvas what a painter paints. */
export class Easel {
  readonly #canvas: Surface
  readonly #context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D
  readonly #painter = new Painter()
  readonly #tell: (word: Word) => void
  #frames = 0
  #time: Micros = 0

  constructor(canvas: Surface, tell: (word: Word) => void) {
    const context = canvas.getContext('2d')
    if (!context || !('putImageData' in context))
      throw new Error('this canvas cannot be painted on')
    this.#canvas = canvas
    this.#context = context
    this.#tell = tell
  }

  /** Takes in what is new, and paints nothing yet. */
  take({ restarted, trips, view, inks, lanes }: Stroke): void {
    if (inks) this.#painter.ink(inks)
    if (view) this.#painter.look(view)
    if (lanes) this.#painter.lay(lanes.from, lanes.baked)
    if (restarted) this.#painter.restart()
    this.#painter.add(trips)
  }

  paint(time: Micros): void {
    this.#time = time
    const painted = this.#painter.paint(time)
    this.#show()
    if (this.#frames++ % REPORT_EVERY > 0) return
    this.#tell({ kind: 'report', report: { ...painted, frames: this.#frames } })
  }

  pick(x: number, y: number): void {
    this.#tell({ kind: 'picked', task: this.#painter.pick(x, y, this.#time) })
  }

  wipe(): void {
    this.#painter.restart()
    this.#painter.pixels.clear()
    this.#show()
  }

  #show(): void {
    const { width, height, bytes } = this.#painter.pixels
    if (this.#canvas.width !== width) this.#canvas.width = width
    if (this.#canvas.height !== height) this.#canvas.height = height
    this.#context.putImageData(new ImageData(bytes, width, height), 0, 0)
  }
}
