import type { Camera } from './camera.svelte.ts'
import type { Point } from '../layout/shapes.ts'

/** How far an arrow moves the stage, in CSS pixels. */
const ARROW = 60
/** A pointer that moved less has pressed, not drawn. */
const STILL = 4

const ARROWS: { readonly [key: string]: readonly [x: number, y: number] } = {
  ArrowLeft: [ARROW, 0],
  ArrowRight: [-ARROW, 0],
  ArrowUp: [0, ARROW],
  ArrowDown: [0, -ARROW],
}

/** How much one turn of a wheel zooms; its unit may be a line, or a page. */
export const wheelFactor = (delta: number, mode: number): number =>
  Math.min(2, Math.max(0.5, Math.pow(2, -delta * [0.0022, 0.05, 1][mode]!)))

/** Inside somebody else's page the wheel is that page's, unless Ctrl says otherwise. */
const framed = (): boolean => window.self !== window.top

/**
 * Lets wheel, fingers, mouse and keys move a camera. `moved` is told when somebody moves the stage by hand: then a task
 * is followed no longer. Returns what takes the hands away.
 */
export function takeInHand(scroller: HTMLElement, camera: Camera, moved: () => void): () => void {
  const at = ({ clientX, clientY }: { clientX: number; clientY: number }): Point => {
    const { left, top } = scroller.getBoundingClientRect()
    return { x: clientX - left - scroller.clientLeft, y: clientY - top - scroller.clientTop }
  }
  const taken = new AbortController()
  const { signal } = taken
  const within = (event: Event): boolean =>
    event.target instanceof Element && event.target.closest('[data-camera-rests]') === null

  scroller.addEventListener(
    'wheel',
    (event) => {
      if (!within(event)) return
      const zooms =
        event.ctrlKey || event.metaKey || !(event.shiftKey || framed() || camera.scrolls)
      if (!zooms || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        moved()
        return
      }
      event.preventDefault()
      camera.zoomAt(at(event), wheelFactor(event.deltaY, event.deltaMode))
    },
    { passive: false, signal },
  )

  scroller.addEventListener(
    'keydown',
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !within(event)) return
      const arrow = event.target === scroller && !camera.whole ? ARROWS[event.key] : undefined
      if (event.key === '+' || event.key === '=') camera.zoomIn()
      else if (event.key === '-') camera.zoomOut()
      else if (event.key === '0') camera.fit()
      else if (arrow) {
        moved()
        camera.pan(...arrow)
      } else return
      event.preventDefault()
    },
    { signal },
  )

  dragging(scroller, camera, moved, signal)
  pinching(scroller, camera, at, signal)
  return () => taken.abort()
}

/** The ground is drawn along with the mouse; fingers scroll by themselves. */
function dragging(
  scroller: HTMLElement,
  camera: Camera,
  moved: () => void,
  signal: AbortSignal,
): void {
  let from: Point | null = null
  let drawn = false
  const stop = (): void => {
    from = null
    scroller.classList.remove('drawn')
  }
  scroller.addEventListener(
    'pointerdown',
    (event) => {
      const { target, button, pointerType, clientX: x, clientY: y } = event
      drawn = false
      if (pointerType === 'touch' || button !== 0 || camera.whole) return
      if (!(target instanceof Element) || target.closest('button, [data-id], ul, [popover]')) return
      from = { x, y }
    },
    { signal },
  )
  scroller.addEventListener(
    'pointermove',
    (event) => {
      if (!from) return
      const { clientX: x, clientY: y } = event
      if (!drawn && Math.hypot(x - from.x, y - from.y) < STILL) return
      if (!drawn) {
        drawn = true
        scroller.setPointerCapture(event.pointerId)
        scroller.classList.add('drawn')
        moved()
      }
      camera.pan(x - from.x, y - from.y)
      from = { x, y }
    },
    { signal },
  )
  for (const end of ['pointerup', 'pointercancel'] as const)
    scroller.addEventListener(end, stop, { signal })
  // Where a drag ended nothing was pressed.
  scroller.addEventListener(
    'click',
    (event) => {
      if (drawn) event.stopPropagation()
      drawn = false
    },
    { capture: true, signal },
  )
}

/** Two fingers: what lies between them stays there, and grows with their distance. */
function pinching(
  scroller: HTMLElement,
  camera: Camera,
  at: (touch: Touch) => Point,
  signal: AbortSignal,
): void {
  let apart = 0
  const two = (touches: TouchList): { readonly middle: Point; readonly apart: number } | null => {
    const [one, other] = [touches[0], touches[1]]
    if (!one || !other) return null
    const [a, b] = [at(one), at(other)]
    return {
      middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 },
      apart: Math.hypot(a.x - b.x, a.y - b.y),
    }
  }
  scroller.addEventListener(
    'touchstart',
    ({ touches }) => {
      apart = two(touches)?.apart ?? 0
    },
    { passive: true, signal },
  )
  scroller.addEventListener(
    'touchmove',
    (event) => {
      const now = two(event.touches)
      if (!now) return
      event.preventDefault()
      if (apart > 0 && now.apart > 0) camera.zoomAt(now.middle, now.apart / apart)
      apart = now.apart
    },
    { passive: false, signal },
  )
}
