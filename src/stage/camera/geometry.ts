import { easeCubicInOut } from 'd3-ease'
import { interpolateZoom } from 'd3-interpolate'
import type { Point } from '../layout/shapes.ts'

/** How a window looks at the stage: a point of the stage lies at `point * zoom + (x, y)` of the window. */
export interface View {
  readonly zoom: number
  readonly x: number
  readonly y: number
}

export interface Extent {
  readonly width: number
  readonly height: number
}

/** A token fills a window long before this. */
export const MOST_ZOOM = 4
/** One press of a button or a key. */
export const ZOOM_STEP = 1.25
/** Whoever follows a task sees it and what is near it, no more. */
export const FOLLOW_ZOOM = 1.8
/** The part of a window, at each rim, that a followed token does not enter. */
const RIM = 0.3

/** The zoom that shows the whole stage; never larger than life. */
export const fitZoom = (stage: Extent, window: Extent): number =>
  Math.min(1, window.width / stage.width, window.height / stage.height)

/** The same view inside its bounds: no empty rim where there is stage to see, and the middle where all of it is seen. */
export function bounded({ zoom, x, y }: View, stage: Extent, window: Extent): View {
  const held = Math.min(MOST_ZOOM, Math.max(fitZoom(stage, window), zoom))
  const along = (at: number, long: number, room: number): number =>
    long <= room ? (room - long) / 2 : Math.min(0, Math.max(room - long, at))
  return {
    zoom: held,
    x: along(x, stage.width * held, window.width),
    y: along(y, stage.height * held, window.height),
  }
}

/** Larger or smaller, while what lies at a point of the window stays there. */
export function zoomedAbout(
  view: View,
  at: Point,
  factor: number,
  stage: Extent,
  window: Extent,
): View {
  const least = fitZoom(stage, window)
  const zoom = Math.min(MOST_ZOOM, Math.max(least, view.zoom * factor))
  const grown = zoom / view.zoom
  return bounded(
    { zoom, x: at.x - (at.x - view.x) * grown, y: at.y - (at.y - view.y) * grown },
    stage,
    window,
  )
}

/** The whole stage. */
export const fitted = (stage: Extent, window: Extent): View =>
  bounded({ zoom: fitZoom(stage, window), x: 0, y: 0 }, stage, window)

/** A point of the stage in the middle of the window. */
export const centred = (point: Point, zoom: number, stage: Extent, window: Extent): View =>
  bounded(
    { zoom, x: window.width / 2 - point.x * zoom, y: window.height / 2 - point.y * zoom },
    stage,
    window,
  )

/** The view moved as little as it takes to keep a point of the stage away from the rims. */
export function keeping(view: View, point: Point, stage: Extent, window: Extent): View {
  const shift = (at: number, room: number): number =>
    Math.max(0, RIM * room - at) - Math.max(0, at - (1 - RIM) * room)
  return bounded(
    {
      zoom: view.zoom,
      x: view.x + shift(point.x * view.zoom + view.x, window.width),
      y: view.y + shift(point.y * view.zoom + view.y, window.height),
    },
    stage,
    window,
  )
}

/** The same point seen from inside the stage. */
export const toStage = ({ zoom, x, y }: View, at: Point): Point => ({
  x: (at.x - x) / zoom,
  y: (at.y - y) / zoom,
})

/** Milliseconds that the longest move of the camera takes. */
const LONGEST = 450

/** A smooth way from one view to another, and how long it takes. */
export function glide(
  from: View,
  to: View,
  window: Extent,
): { readonly at: (share: number) => View; readonly takes: number } {
  const seen = ({ zoom, x, y }: View): [number, number, number] => [
    (window.width / 2 - x) / zoom,
    (window.height / 2 - y) / zoom,
    window.width / zoom,
  ]
  const between = interpolateZoom(seen(from), seen(to))
  return {
    takes: Math.min(LONGEST, Math.max(120, between.duration / 2)),
    at(share) {
      if (share >= 1) return to
      const [cx, cy, wide] = between(easeCubicInOut(share))
      const zoom = window.width / wide
      return { zoom, x: window.width / 2 - cx * zoom, y: window.height / 2 - cy * zoom }
    },
  }
}
