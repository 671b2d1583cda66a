import { MARKS, type Mark } from '../../lib/marks.ts'
import type { Inks, Rgb } from './sprites.ts'

/** Red, green and blue of a colour as a browser writes it: `rgb(1, 2, 3)`, `color(srgb 0.1 0.2 0.3)`. */
export function rgbOf(text: string): Rgb {
  const numbers = [...text.matchAll(/-?[\d.]+/g)].slice(0, 3).map(([number]) => Number(number))
  const scale = text.startsWith('color(') ? 255 : 1
  const [red = 0, green = 0, blue = 0] = numbers.map((value) =>
    Math.max(0, Math.min(255, Math.round(value * scale))),
  )
  return [red, green, blue]
}

/**
 * The colours of the marks as the page shows them now: a probe wears each, so that themes, more contrast and the
 * system's own colours are all in it.
 */
export function inksOf(host: HTMLElement): Inks {
  const probe = document.createElement('i')
  host.append(probe)
  const colour = (value: string): Rgb => {
    probe.style.color = value
    return rgbOf(getComputedStyle(probe).color)
  }
  const marks = Object.fromEntries(
    MARKS.map((mark) => [mark, colour(`var(--state-${mark})`)]),
  ) as Record<Mark, Rgb>
  probe.style.backgroundColor = 'var(--ground)'
  const ground = rgbOf(getComputedStyle(probe).backgroundColor)
  probe.remove()
  return { marks, ground }
}
