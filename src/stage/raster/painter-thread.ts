/** The thread that paints tokens: its canvas comes with the first message, what is new with every other. */
import { Easel, type Stroke } from './brush.ts'

/** What the page sends. */
export type ToPainter =
  | { readonly kind: 'canvas'; readonly canvas: OffscreenCanvas }
  | { readonly kind: 'stroke'; readonly stroke: Stroke }
  | { readonly kind: 'pick'; readonly x: number; readonly y: number }
  | { readonly kind: 'wipe' }

let easel: Easel | null = null
let due: number | null = null

function paint(): void {
  if (due !== null) easel?.paint(due)
  due = null
}

/** Strokes that came while another frame was painted are shown as one. */
function later(): void {
  if (typeof requestAnimationFrame === 'function') requestAnimationFrame(paint)
  else setTimeout(paint, 0)
}

self.onmessage = ({ data }: MessageEvent<ToPainter>) => {
  switch (data.kind) {
    case 'canvas':
      easel = new Easel(data.canvas, (word) => self.postMessage(word))
      return
    case 'stroke':
      easel?.take(data.stroke)
      if (due === null) later()
      due = data.stroke.time
      return
    case 'pick':
      easel?.pick(data.x, data.y)
      return
    case 'wipe':
      due = null
      easel?.wipe()
  }
}

// Whoever hears this knows that threads start here and that this one can have the canvas.
self.postMessage(typeof OffscreenCanvas === 'function')
