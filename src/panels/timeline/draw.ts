import { ticksOf } from './axis.ts'
import { lengthText } from '../../../simulator/index.ts'
import { asDepth, depthAt, depthPoints, roundTime, roundTop, traceArea } from './depth.ts'
import type { Depth } from '../../lib/history/data.ts'
import type { History } from '../../lib/history/history.ts'
import { drawArcs } from './draw-arcs.ts'
import { drawBars } from './draw-bars.ts'
import { drawFolds, drawTroubles } from './draw-stretches.ts'
import type { Band } from './lanes.ts'
import type { Scene } from './scene.ts'

/** Draws the plot of the timeline: everything but names, axis and playhead. */
export function drawTimeline(scene: Scene): void {
  const { context, width, height, palette } = scene
  context.clearRect(0, 0, width, height)
  context.textBaseline = 'alphabetic'
  const now = Math.max(0, scene.scale(scene.playhead))
  context.fillStyle = palette['ground-sunken']
  context.fillRect(now, 0, Math.max(0, width - now), height)
  drawGrid(scene)
  drawTroubles(scene)
  drawBars(scene)
  drawArcs(scene)
  for (const band of scene.plan.bands) drawBand(scene, band)
  drawFolds(scene)
}

function drawGrid({ context, plan, range, width, height, scrollTop, palette, folds }: Scene): void {
  context.strokeStyle = palette.line
  context.lineWidth = 1
  context.setLineDash([1, 3])
  context.beginPath()
  for (const { x } of ticksOf(range, width, folds)) {
    context.moveTo(Math.round(x) + 0.5, 0)
    context.lineTo(Math.round(x) + 0.5, height)
  }
  context.stroke()
  context.setLineDash([])
  context.beginPath()
  for (const lane of plan.lanes) {
    if (lane.group === '' || lane.name === 'client') continue
    const y = Math.round(lane.y - scrollTop - 3) + 0.5
    context.moveTo(0, y)
    context.lineTo(width, y)
  }
  context.stroke()
}

function drawBand(scene: Scene, band: Band): void {
  const { context, history, range, playhead, palette, scale, width } = scene
  const queue = band.kind !== 'latency'
  const depth = bandDepth(history, band)
  if (!depth) return
  const base = band.y + band.height - scene.scrollTop
  const unit = (band.height - 2) / (queue ? roundTop : roundTime)(depth.most)
  const stretches = [
    { from: range.from, to: Math.min(playhead, range.to), alpha: 1 },
    { from: Math.max(playhead, range.from), to: range.to, alpha: 0.3 },
  ]
  for (const { from, to, alpha } of stretches) {
    if (to <= from) continue
    const points = depthPoints(depth, scale, from, to)
    context.globalAlpha = alpha
    context.fillStyle = palette['ground-hover']
    traceArea(context, points, base, unit)
    context.fill()
    context.strokeStyle = palette['state-pending']
    context.lineWidth = 1.25
    context.stroke()
  }
  context.globalAlpha = 1
  context.strokeStyle = palette['line-strong']
  context.lineWidth = 1
  context.beginPath()
  context.moveTo(0, Math.round(base) + 0.5)
  context.lineTo(width, Math.round(base) + 0.5)
  context.stroke()
  const now = depthAt(depth, playhead)
  drawDepthNow(scene, now, queue ? `${now} waiting` : lengthText(now), base, unit)
}

/** What a band shows over time. */
export function bandDepth(history: History, { kind, queue }: Band): Depth | undefined {
  if (kind === 'latency') return asDepth(history.latencies)
  return kind === 'queue' ? history.depths.get(queue) : history.fronts.get(queue)?.waiting
}

/** A dot at the playhead and how many wait there. */
function drawDepthNow(
  scene: Scene,
  waiting: number,
  words: string,
  base: number,
  unit: number,
): void {
  const { context, palette, scale, playhead, width, text } = scene
  const x = scale(playhead)
  if (x < 0 || x > width) return
  const y = base - waiting * unit
  context.fillStyle = palette['state-pending']
  context.beginPath()
  context.arc(x, y, 3.5, 0, 2 * Math.PI)
  context.fill()
  if (waiting === 0) return
  context.font = `650 ${text}px ${palette.font}`
  const room = context.measureText(words).width + 10
  const left = x + 10 + room > width
  context.textAlign = left ? 'end' : 'start'
  context.lineWidth = 4
  context.lineJoin = 'round'
  context.strokeStyle = palette['ground-sunken']
  context.strokeText(words, x + (left ? -10 : 10), Math.min(base - 4, y + 12))
  context.fillStyle = palette.ink
  context.fillText(words, x + (left ? -10 : 10), Math.min(base - 4, y + 12))
  context.textAlign = 'start'
}
