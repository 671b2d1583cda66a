import type { Served } from '../../lib/history/data.ts'
import type { Outcome } from '../../lib/history/task-history.ts'
import { BAR, piecesOf, type Lane, type Span } from './lanes.ts'
import type { Palette } from './palette.ts'
import type { Scene } from './scene.ts'

/** A request as a lane draws it. */
interface Visit extends Span {
  readonly path: string
  readonly status: number
}

interface Look {
  readonly fill: keyof Palette
  readonly stroke: keyof Palette
  readonly text: keyof Palette
}

const LOOKS: Partial<Record<Outcome, Look>> = {
  succeeded: { fill: 'wash-succeeded', stroke: 'state-succeeded', text: 'ink' },
  failed: { fill: 'wash-failed', stroke: 'state-failed', text: 'ink' },
}
const RUNNING: Look = { fill: 'state-started', stroke: 'state-started', text: 'on-state' }

/** The requests of one thread of a web front: a box for each, with its path, or a stroke for several in a few pixels. */
export function drawVisits(scene: Scene, lane: Lane, y: number): void {
  const { history, scale, range, width, playhead, context, palette } = scene
  const served = history.fronts.get(lane.front ?? '')?.threads.get(lane.name) ?? []
  for (const { first, count, outcome, x0, x1 } of piecesOf(
    visitsOf(served),
    scale,
    range.from,
    range.to,
    width,
  )) {
    const future = first.start > playhead
    const running = !future && first.end > playhead
    const look = running ? RUNNING : (LOOKS[outcome] ?? RUNNING)
    const end = running ? scale(playhead) : x1
    context.globalAlpha = future ? 0.3 : count > 1 ? 0.8 : 1
    context.fillStyle = palette[count > 1 ? look.stroke : look.fill]
    context.strokeStyle = palette[look.stroke]
    context.lineWidth = 1
    context.beginPath()
    context.roundRect(x0 + 0.5, y + 0.5, Math.max(2, end - x0 - 1), BAR - 1, 2)
    context.fill()
    context.stroke()
    if (!future && count === 1) drawPath(scene, first, look, { x: x0, y, end })
  }
  context.globalAlpha = 1
}

/** What it asked for, as far as there is room, and the status of an error of the server. */
function drawPath(
  { context, palette, text }: Scene,
  { path, status }: Visit,
  look: Look,
  at: { readonly x: number; readonly y: number; readonly end: number },
): void {
  const words = status >= 500 ? `${String(status)} ${path}` : path
  const left = Math.max(at.x, 0) + 4
  context.font = `${String(text)}px ${palette.font}`
  if (context.measureText(words).width > at.end - left - 4) return
  context.fillStyle = palette[look.text]
  context.fillText(words, left, at.y + BAR / 2 + text * 0.36)
}

const visitsOf = (served: readonly Served[]): readonly Visit[] =>
  served.map(({ start, end, path, status }) => {
    const outcome = status < 0 ? 'running' : status < 500 ? 'succeeded' : 'failed'
    return { start, end, path, status, outcome }
  })
