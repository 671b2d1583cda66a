import type { Try } from '../../lib/history/task-history.ts'
import { BAR, LANE } from './lanes.ts'
import type { Scene } from './scene.ts'

/** With more arcs than this in sight only the selected task's are drawn. */
const MOST = 300

interface Arc {
  readonly from: Try
  /** The next try; null while it is only planned. */
  readonly to: Try | null
}

/** Waits between two tries, dashed while the next one is only planned; the selected task's whole story. */
export function drawArcs(scene: Scene): void {
  const tops = new Map(scene.plan.lanes.map((lane) => [lane.name, lane.y - scene.scrollTop + 4]))
  const arcs = arcsInSight(scene)
  const own = (arc: Arc): boolean => scene.history.tasks[arc.from.task]?.id === scene.selected
  if (arcs.length <= MOST) for (const arc of arcs) if (!own(arc)) drawArc(scene, tops, arc, false)
  for (const arc of arcs) if (own(arc)) drawArc(scene, tops, arc, true)
  drawStory(scene, tops)
}

function arcsInSight({ history, playhead, range, only }: Scene): readonly Arc[] {
  const arcs: Arc[] = []
  for (const from of history.retried) {
    if (from.end > playhead || from.end > range.to) break
    if (only !== null && !only.has(from.task)) continue
    const next = history.tasks[from.task]?.tries[from.number] ?? null
    const to = next && next.start <= playhead ? next : null
    const until = to?.start ?? from.due
    if (until >= range.from) arcs.push({ from, to })
  }
  return arcs
}

function drawArc(
  { context, scale, palette }: Scene,
  tops: ReadonlyMap<string, number>,
  { from, to }: Arc,
  selected: boolean,
): void {
  const y0 = tops.get(from.process)
  const y1 = tops.get(to?.process ?? from.process)
  if (y0 === undefined || y1 === undefined) return
  const x0 = scale(from.end)
  const x1 = scale(to ? to.start : from.due)
  const rise = Math.min(34, 10 + (x1 - x0) * 0.25)
  context.strokeStyle = palette[selected ? 'accent' : 'state-retry']
  context.lineWidth = selected ? 2 : 1.25
  context.globalAlpha = selected ? 1 : 0.75
  context.setLineDash(to ? [] : [3, 3])
  context.beginPath()
  context.moveTo(x0, y0)
  const quarter = (x1 - x0) / 4
  context.bezierCurveTo(x0 + quarter, y0 - rise, x1 - quarter, y1 - rise, x1, y1)
  context.stroke()
  context.setLineDash([])
  context.globalAlpha = 1
  if (to) return
  context.fillStyle = palette['ground-sunken']
  context.beginPath()
  context.arc(x1, y1 + 3, 3.5, 0, 2 * Math.PI)
  context.fill()
  context.stroke()
}

/** From the moment the selected task was sent down to its first try; its tries are numbered. */
function drawStory(scene: Scene, tops: ReadonlyMap<string, number>): void {
  const { context, scale, palette, playhead, history, text } = scene
  const task = history.byId(scene.selected)
  if (!task || task.sentAt > playhead) return
  const tries = task.tries.filter((attempt) => attempt.start <= playhead)
  const top = tops.get('client') ?? 0
  const [first] = tries
  context.strokeStyle = palette.accent
  context.fillStyle = palette.accent
  context.lineWidth = 2
  if (first) {
    context.beginPath()
    context.moveTo(scale(task.sentAt), top + LANE / 2)
    context.lineTo(scale(task.sentAt), tops.get(first.process) ?? top)
    context.lineTo(scale(first.start), tops.get(first.process) ?? top)
    context.stroke()
  }
  context.beginPath()
  context.arc(scale(task.sentAt), top + 7, 4, 0, 2 * Math.PI)
  context.fill()
  context.font = `650 ${text}px ${palette.font}`
  context.textAlign = 'end'
  for (const attempt of tries.length > 1 ? tries : []) {
    const y = (tops.get(attempt.process) ?? 0) + BAR / 2 + text * 0.36
    if (scale(attempt.start) < 44) continue
    label(scene, `try ${attempt.number}`, scale(attempt.start) - 5, y)
  }
  context.textAlign = 'start'
}

function label({ context, palette }: Scene, words: string, x: number, y: number): void {
  context.lineWidth = 4
  context.lineJoin = 'round'
  context.strokeStyle = palette.ground
  context.strokeText(words, x, y)
  context.fillText(words, x, y)
}
