import { labelText } from '../../lib/history/task-names.ts'
import type { Outcome, Try } from '../../lib/history/task-history.ts'
import { countUpTo } from '../../lib/history/history.ts'
import { LaneBins } from './bins.ts'
import { firstFrom } from './depth.ts'
import { drawVisits } from './draw-visits.ts'
import { BAR, LANE, firstEndingAfter, piecesOf, type Lane, type Piece } from './lanes.ts'
import type { Palette } from './palette.ts'
import type { Scene } from './scene.ts'

interface Look {
  readonly fill: keyof Palette
  readonly stroke: keyof Palette
  readonly text: keyof Palette
}

const LOOKS: Readonly<Record<Outcome, Look>> = {
  running: { fill: 'state-started', stroke: 'state-started', text: 'on-state' },
  succeeded: { fill: 'wash-succeeded', stroke: 'state-succeeded', text: 'ink' },
  retry: { fill: 'wash-retry', stroke: 'state-retry', text: 'ink' },
  failed: { fill: 'wash-failed', stroke: 'state-failed', text: 'ink' },
  killed: { fill: 'wash-failed', stroke: 'state-failed', text: 'ink' },
  ignored: { fill: 'ground-raised', stroke: 'state-revoked', text: 'ink' },
  revoked: { fill: 'ground-raised', stroke: 'state-revoked', text: 'ink' },
  rejected: { fill: 'ground-raised', stroke: 'state-dead', text: 'ink' },
}

/** The shape of an outcome, in a box of 12 by 12 around its middle. */
const GLYPHS: Partial<Record<Outcome, string>> = {
  succeeded: 'M-4 .5L-1.5 3.5L4 -3.5',
  retry: 'M4 -.8A4 4 0 1 1 .7 -4M-1.5 -6.6L2 -3.7L-2.2 -2',
  failed: 'M-3.5 -3.5L3.5 3.5M3.5 -3.5L-3.5 3.5',
  ignored: 'M-4.5 0H4.5',
  revoked: 'M-4.5 0H4.5',
  rejected: 'M-3 -3H3V3H-3Z',
}

/** Boxes of all lanes in sight: one for each try, or one for several that share a pixel. */
export function drawBars(scene: Scene): void {
  for (const lane of scene.plan.lanes) {
    const y = lane.y - scene.scrollTop
    if (y > scene.height || y + LANE < 0) continue
    if (lane.name === 'client') drawSends(scene, y)
    else if (lane.front !== undefined) drawVisits(scene, lane, y + (LANE - BAR) / 2)
    else drawLane(scene, lane, y + (LANE - BAR) / 2)
  }
}

function drawLane(scene: Scene, lane: Lane, y: number): void {
  const { range, scale, width, only } = scene
  const all = scene.history.lanes.get(lane.name) ?? []
  if (only === null && all.length > MANY && inSight(all, range) > width * CROWDED) {
    drawBins(scene, binsOf(all), y)
    return
  }
  const tries = only === null ? all : all.filter(({ task }) => only.has(task))
  const pieces = piecesOf(tries, scale, range.from, range.to, width)
  for (const piece of pieces) if (piece.count === 1) drawWait(scene, piece.first, y)
  for (const piece of pieces) drawPiece(scene, piece, y)
  for (const piece of pieces) if (piece.count === 1) drawAck(scene, piece.first, y)
}

/** A lane of more tries than this may be drawn from bins: where more than so many share a pixel. */
const MANY = 1500
const CROWDED = 1.5

/** How many tries of a lane lie in a range. */
function inSight(tries: readonly Try[], { from, to }: Scene['range']): number {
  const first = firstEndingAfter(tries, from)
  let low = first
  let high = tries.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (tries[middle]!.start <= to) low = middle + 1
    else high = middle
  }
  return low - first
}

const binned = new WeakMap<readonly Try[], { readonly bins: LaneBins; read: number }>()

/** The bins of a lane, as far as its tries are over one after the other. */
function binsOf(tries: readonly Try[]): LaneBins {
  let known = binned.get(tries)
  if (!known) {
    known = { bins: new LaneBins(), read: 0 }
    binned.set(tries, known)
  }
  for (; known.read < tries.length; known.read++) {
    const attempt = tries[known.read]!
    if (attempt.end === Infinity) break
    known.bins.add(attempt.start, attempt.end, attempt.outcome)
  }
  return known.bins
}

/** Each pixel as high as it was busy, in the colour of the worst that happened there. */
function drawBins(
  { context, palette, range, width, scale, playhead }: Scene,
  bins: LaneBins,
  y: number,
): void {
  for (const piece of bins.pieces(range.from, range.to, width)) {
    const x = scale(piece.from)
    const high = Math.max(2, (BAR - 2) * piece.busy)
    context.globalAlpha = piece.from > playhead ? 0.3 : 0.8
    context.fillStyle = palette[LOOKS[piece.outcome].stroke]
    context.fillRect(x, y + BAR - 1 - high, Math.max(1, scale(piece.to) - x), high)
  }
  context.globalAlpha = 1
}

/** A thin bar: the task waited so long before this try, for a queue or a process. */
function drawWait(scene: Scene, attempt: Try, y: number): void {
  const { context, palette, scale, playhead, history, selected, kin } = scene
  const task = history.tasks[attempt.task]
  if (!task) return
  const before = task.tries[attempt.number - 2]
  const since = before ? Math.max(before.due, before.end) : task.sentAt
  const until = Math.min(attempt.start, playhead)
  if (since >= until) return
  const [x0, x1] = [scale(since), scale(until)]
  if (x1 - x0 < 1.5) return
  const own = task.id === selected || kin.has(task.id)
  context.globalAlpha = own ? 1 : 0.35
  context.fillStyle = palette[own ? 'accent' : 'state-pending']
  context.fillRect(x0, y + BAR + 1, x1 - x0, own ? 3 : 2)
  context.globalAlpha = 1
}

/** A tick under the lane: the broker was told that the message is done with. */
function drawAck({ context, palette, scale, playhead }: Scene, { acked }: Try, y: number): void {
  if (acked < 0 || acked > playhead) return
  context.strokeStyle = palette['state-succeeded']
  context.lineWidth = 1
  const x = Math.round(scale(acked)) + 0.5
  context.beginPath()
  context.moveTo(x, y + BAR)
  context.lineTo(x, y + BAR + 4)
  context.stroke()
}

/** What a try looks like at the playhead, which may not have seen its end. */
const outcomeAt = (attempt: Try, playhead: number): Outcome =>
  attempt.end <= playhead ? attempt.outcome : 'running'

function drawPiece(scene: Scene, piece: Piece, y: number): void {
  const { context, palette, playhead, scale, history } = scene
  const { first } = piece
  if (piece.count > 1) {
    drawCrowd(scene, piece, y)
    return
  }
  const now = scale(playhead)
  const future = first.start > playhead
  const end = first.end > playhead && !future ? now : piece.x1
  const outcome = outcomeAt(first, playhead)
  const look = LOOKS[future ? first.outcome : outcome]
  const width = Math.max(3, end - piece.x0)
  const id = history.tasks[first.task]?.id ?? ''
  const selected = id === scene.selected
  const kin = scene.kin.has(id)
  context.globalAlpha = future ? 0.3 : 1
  context.fillStyle = palette[look.fill]
  context.strokeStyle = palette[selected || kin ? 'accent' : look.stroke]
  context.lineWidth = selected ? 2 : 1
  context.beginPath()
  context.roundRect(piece.x0 + 0.5, y + 0.5, Math.max(2, width - 1), BAR - 1, 2)
  context.fill()
  context.stroke()
  if (!future) decorate(scene, first, outcome, { x: piece.x0, y, width })
  if (outcome === 'killed') slash(scene, piece.x1, y)
  context.globalAlpha = 1
}

/** Several tries in a few pixels: a stroke in the colour of the worst of them. */
function drawCrowd({ context, palette, playhead }: Scene, piece: Piece, y: number): void {
  context.globalAlpha = piece.first.start > playhead ? 0.3 : 0.8
  context.fillStyle = palette[LOOKS[piece.outcome].stroke]
  context.fillRect(piece.x0, y + 1, piece.x1 - piece.x0 - 0.5, BAR - 2)
  context.globalAlpha = 1
}

interface Place {
  readonly x: number
  readonly y: number
  readonly width: number
}

/** Name and shape, as far as the box has room for them. */
function decorate(scene: Scene, attempt: Try, outcome: Outcome, place: Place): void {
  const { context, palette, history, text } = scene
  const glyph = GLYPHS[outcome]
  const look = LOOKS[outcome]
  const left = Math.max(place.x, 0)
  let room = place.x + place.width - left - 8
  if (glyph !== undefined && room >= 10) {
    drawGlyph(context, glyph, place.x + place.width - 9, place.y + BAR / 2, palette[look.stroke])
    room -= 14
  }
  const label = history.tasks[attempt.task]?.label
  if (!label) return
  const name = labelText(label)
  context.font = `${text}px ${palette.font}`
  if (context.measureText(name).width > room) return
  context.fillStyle = palette[look.text]
  context.fillText(name, left + 4, place.y + BAR / 2 + text * 0.36)
}

function drawGlyph(
  context: CanvasRenderingContext2D,
  path: string,
  x: number,
  y: number,
  colour: string,
): void {
  context.save()
  context.translate(x, y)
  context.strokeStyle = colour
  context.lineWidth = 1.75
  context.lineCap = 'round'
  context.lineJoin = 'round'
  context.stroke(new Path2D(path))
  context.restore()
}

/** So many kills are also said in a word. */
const MOST_NAMED_KILLS = 24

/** A kill is a cut through the end of the box. */
function slash({ context, palette, history, text }: Scene, x: number, y: number): void {
  context.strokeStyle = palette['state-failed']
  context.lineWidth = 2
  context.beginPath()
  context.moveTo(x - 3, y + BAR + 3)
  context.lineTo(x + 3, y - 3)
  context.stroke()
  if (history.killed.length > MOST_NAMED_KILLS) return
  context.font = `650 ${text}px ${palette.font}`
  context.fillStyle = palette['state-failed']
  context.fillText('killed', x + 7, y + BAR / 2 + text * 0.36)
}

/** A stroke for every message that the client sent, at most one a pixel. */
function drawSends(scene: Scene, y: number): void {
  const { context, history, scale, range, playhead, palette } = scene
  context.strokeStyle = palette['ink-soft']
  context.lineWidth = 1.5
  let pixel = -1
  for (const future of [false, true]) {
    context.globalAlpha = future ? 0.3 : 1
    context.beginPath()
    const { sends } = history
    const [from, to] = future ? [playhead, range.to] : [range.from - 1, playhead]
    const end = countUpTo(sends, Math.min(to, range.to))
    let nth = countUpTo(sends, Math.max(from, range.from - 1))
    while (nth < end) {
      const x = Math.round(scale(sends[nth]!)) + 0.5
      if (x !== pixel) {
        context.moveTo(x, y + 6)
        context.lineTo(x, y + 16)
      }
      pixel = x
      nth = firstFrom(sends, scale, x, nth, end)
    }
    context.stroke()
  }
  context.globalAlpha = 1
}
