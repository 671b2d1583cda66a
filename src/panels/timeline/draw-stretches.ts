import { lengthText, shortClockText } from '../../../simulator/index.ts'
import type { Stretch } from '../../lib/history/data.ts'
import { FOLD } from './idle.ts'
import { BAR, LANE } from './lanes.ts'
import type { Scene } from './scene.ts'

/** While something was wrong: hatched, with how long in words where there is room. */
export function drawTroubles(scene: Scene): void {
  const { plan, history, range, playhead, scrollTop } = scene
  for (const { name, y } of plan.troubles) {
    for (const stretch of history.stretches) {
      if (stretch.name !== name || stretch.from > range.to || stretch.to < range.from) continue
      scene.context.globalAlpha = stretch.from > playhead ? 0.4 : 1
      drawTrouble(scene, stretch, y - scrollTop + (LANE - BAR) / 2)
      scene.context.globalAlpha = 1
    }
  }
}

function drawTrouble(scene: Scene, stretch: Stretch, y: number): void {
  const { context, palette, scale, width, text } = scene
  const x0 = Math.max(-2, scale(stretch.from))
  const tone = stretch.kind === 'slow' ? 'retry' : 'failed'
  const x1 = Math.min(width + 2, stretch.to === Infinity ? width + 2 : scale(stretch.to))
  context.save()
  context.beginPath()
  context.rect(x0, y, Math.max(2, x1 - x0), BAR)
  context.fillStyle = palette[`wash-${tone}`]
  context.fill()
  context.clip()
  context.strokeStyle = palette[`state-${tone}`]
  context.lineWidth = 1
  context.beginPath()
  for (let x = x0 - BAR; x < x1; x += 7) {
    context.moveTo(x, y + BAR)
    context.lineTo(x + BAR, y)
  }
  context.stroke()
  context.restore()
  context.fillStyle = palette[`state-${tone}`]
  context.fillRect(x0, y - 2, 1.5, BAR + 4)
  const words = wordsOf(stretch)
  context.font = `650 ${text}px ${palette.font}`
  const room = context.measureText(words).width
  if (x1 - x0 < room + 24) return
  const left = Math.max(x0, 0) + 8
  context.fillStyle = palette['ground-sunken']
  context.fillRect(left, y, room + 8, BAR)
  context.fillStyle = palette[`state-${tone}`]
  context.fillText(words, left + 4, y + BAR / 2 + text * 0.36)
}

function wordsOf({ kind, to }: Stretch): string {
  if (to === Infinity) return kind === 'slow' ? 'still slow' : 'still so'
  const time = shortClockText(to)
  return kind === 'slow' ? `slow until ${time}` : `until ${time}`
}

/** Idle stretches that the axis folds: a band of dots, and how long it really is. */
export function drawFolds({ context, folds, scale, palette, height, text }: Scene): void {
  for (const { from, to } of folds) {
    const x = scale(from)
    context.fillStyle = palette.ground
    context.fillRect(x + 2, 0, FOLD - 4, height)
    context.strokeStyle = palette['line-strong']
    context.lineWidth = 1
    context.setLineDash([1, 4])
    context.beginPath()
    for (let dots = x + 4; dots < x + FOLD - 2; dots += 4) {
      context.moveTo(Math.round(dots) + 0.5, 0)
      context.lineTo(Math.round(dots) + 0.5, height)
    }
    context.stroke()
    context.setLineDash([])
    const words = `${lengthText(to - from)} idle`
    context.font = `${text}px ${palette.font}`
    const room = context.measureText(words).width
    const left = Math.max(2, x + FOLD / 2 - room / 2)
    context.fillStyle = palette.ground
    context.fillRect(left - 3, 3, room + 6, text + 5)
    context.fillStyle = palette['ink-soft']
    context.fillText(words, left, 3 + text)
  }
}
