import { Easel, type Brush, type Word } from './brush.ts'
import type { ToPainter } from './painter-thread.ts'

/** What a brush tells the page. */
export type Tell = (word: Word) => void

/** How long a thread may take to start before the page paints by itself. */
const START = 20_000

/** A thread that can paint; null where threads cannot start or have no canvas: an old browser, a host that forbids it. */
export async function startPainter(): Promise<Worker | null> {
  if (
    typeof Worker !== 'function' ||
    !('transferControlToOffscreen' in HTMLCanvasElement.prototype)
  )
    return null
  let worker: Worker
  try {
    worker = new Worker(new URL('./painter-thread.ts', import.meta.url), { type: 'module' })
  } catch {
    return null
  }
  const able = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), START)
    const settle = (answer: boolean): void => {
      clearTimeout(timer)
      resolve(answer)
    }
    worker.onmessage = ({ data }: MessageEvent<boolean>) => settle(data)
    worker.onerror = () => settle(false)
  })
  if (able) return worker
  worker.terminate()
  return null
}

/** Paints in a thread: the page has nothing to do with it but to say what is new. */
export function threadBrush(worker: Worker, canvas: HTMLCanvasElement, tell: Tell): Brush {
  const send = (message: ToPainter, transfer: Transferable[] = []): void =>
    worker.postMessage(message, transfer)
  const offscreen = canvas.transferControlToOffscreen()
  worker.onmessage = ({ data }: MessageEvent<Word>) => tell(data)
  send({ kind: 'canvas', canvas: offscreen }, [offscreen])
  return {
    stroke: (stroke) => send({ kind: 'stroke', stroke }, [stroke.trips.buffer]),
    pick: (x, y) => send({ kind: 'pick', x, y }),
    wipe: () => send({ kind: 'wipe' }),
    end: () => worker.terminate(),
  }
}

/** Paints in the page itself. */
export function pageBrush(canvas: HTMLCanvasElement, tell: Tell): Brush {
  const easel = new Easel(canvas, tell)
  return {
    stroke(stroke) {
      easel.take(stroke)
      easel.paint(stroke.time)
    },
    pick: (x, y) => easel.pick(x, y),
    wipe: () => easel.wipe(),
    end: () => {},
  }
}
