import { flushSync } from 'svelte'
import { calm } from '../../lib/media.svelte.ts'
import type { Point } from '../layout/shapes.ts'
import {
  FOLLOW_ZOOM,
  MOST_ZOOM,
  ZOOM_STEP,
  bounded,
  centred,
  fitZoom,
  fitted,
  glide,
  keeping,
  zoomedAbout,
  type Extent,
  type View,
} from './geometry.ts'

/** In so many milliseconds a followed token is caught up with. */
const CATCH_UP = 140

/**
 * Looks at the stage through a window that scrolls: so fingers, scroll bars and the focus of the keyboard move it as
 * they move any page, and only the zoom is our own.
 */
export class Camera {
  view = $state.raw<View>({ zoom: 1, x: 0, y: 0 })
  /** What was done last, in words. */
  said = $state('')
  #scroller: HTMLElement | null = null
  #frame = 0
  #followed = 0
  readonly #extents: { readonly stage: Extent; readonly window: Extent }

  constructor(extents: { readonly stage: Extent; readonly window: Extent }) {
    this.#extents = extents
  }

  /** Everything is in sight: there is nothing to move. */
  readonly whole: boolean = $derived.by(() => {
    const { stage, window } = this.#extents
    const { zoom } = this.view
    return stage.width * zoom <= window.width + 1 && stage.height * zoom <= window.height + 1
  })

  /** In its own size the stage is taller than its window: a wheel scrolls it, as it does any page. */
  readonly scrolls: boolean = $derived.by(() => {
    const { stage, window } = this.#extents
    return stage.height > window.height + 1
  })

  readonly most: boolean = $derived(this.view.zoom >= MOST_ZOOM - 0.001)
  readonly least: boolean = $derived.by(() => {
    const { stage, window } = this.#extents
    return this.view.zoom <= fitZoom(stage, window) + 0.001
  })

  attach(scroller: HTMLElement): () => void {
    this.#scroller = scroller
    this.settle()
    return () => {
      cancelAnimationFrame(this.#frame)
      this.#scroller = null
    }
  }

  /** Stage or window have another size: the view stays as near as it can to what it was. */
  settle(): void {
    const { stage, window } = this.#extents
    if (window.width > 0 && window.height > 0) this.#show(bounded(this.view, stage, window))
  }

  /** The window was scrolled. */
  scrolled(): void {
    const scroller = this.#scroller
    if (!scroller) return
    const { stage, window } = this.#extents
    const { zoom } = this.view
    const x = stage.width * zoom > window.width ? -scroller.scrollLeft : this.view.x
    const y = stage.height * zoom > window.height ? -scroller.scrollTop : this.view.y
    if (x !== this.view.x || y !== this.view.y) this.view = { zoom, x, y }
  }

  zoomIn(): void {
    this.#step(ZOOM_STEP)
  }

  zoomOut(): void {
    this.#step(1 / ZOOM_STEP)
  }

  /** By a wheel or two fingers: what lies under them stays there. */
  zoomAt(at: Point, factor: number): void {
    const { stage, window } = this.#extents
    this.#stop()
    this.#show(zoomedAbout(this.view, at, factor, stage, window))
    this.#sayZoom()
  }

  fit(): void {
    const { stage, window } = this.#extents
    this.#glideTo(fitted(stage, window))
    this.said = 'The whole stage is in sight.'
  }

  pan(x: number, y: number): void {
    const { stage, window } = this.#extents
    this.#stop()
    const { zoom, x: left, y: top } = this.view
    this.#show(bounded({ zoom, x: left + x, y: top + y }, stage, window))
  }

  /** Goes near to where a followed task is. */
  approach(point: Point): void {
    const { stage, window } = this.#extents
    this.#glideTo(centred(point, Math.max(this.view.zoom, FOLLOW_ZOOM), stage, window))
  }

  /** Keeps a followed task in sight: gently, or at once where less motion is asked for. */
  keep(point: Point): void {
    if (this.#frame !== 0) return
    const { stage, window } = this.#extents
    const to = keeping(this.view, point, stage, window)
    const now = performance.now()
    const share = calm.holds ? 1 : Math.min(1, (now - this.#followed) / CATCH_UP)
    this.#followed = now
    const { zoom, x, y } = this.view
    if (Math.abs(to.x - x) + Math.abs(to.y - y) < 0.5) return
    this.#show({ zoom, x: x + (to.x - x) * share, y: y + (to.y - y) * share })
  }

  #step(factor: number): void {
    const { stage, window } = this.#extents
    const at = { x: window.width / 2, y: window.height / 2 }
    const to = zoomedAbout(this.view, at, factor, stage, window)
    this.#glideTo(to)
    this.#sayZoom(to.zoom)
  }

  #sayZoom(zoom = this.view.zoom): void {
    this.said = `Zoom ${String(Math.round(zoom * 100))} %`
  }

  #glideTo(to: View): void {
    this.#stop()
    const { at, takes } = glide(this.view, to, this.#extents.window)
    if (calm.holds) {
      this.#show(to)
      return
    }
    let start: number | null = null
    const step = (now: number): void => {
      start ??= now
      const share = (now - start) / takes
      this.#frame = share < 1 ? requestAnimationFrame(step) : 0
      this.#show(at(share))
    }
    this.#frame = requestAnimationFrame(step)
  }

  #stop(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
  }

  #show(view: View): void {
    const scroller = this.#scroller
    if (!scroller) return
    const { zoom, x, y } = this.view
    if (view.zoom === zoom && view.x === x && view.y === y) return
    // The window can only be scrolled over what is as large as it will be.
    if (view.zoom !== zoom) flushSync(() => (this.view = view))
    else this.view = view
    scroller.scrollLeft = Math.max(0, -view.x)
    scroller.scrollTop = Math.max(0, -view.y)
  }
}
