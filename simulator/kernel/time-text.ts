import type { Micros } from './units.ts'

/**
 * A moment as a clock shows it: minutes, seconds and milliseconds, `00:42.310`, and hours where there are
 * any, `13:31:30.834`. It never rounds up into the future.
 */
export function clockText(time: Micros): string {
  return `${shortClockText(time)}.${pad(Math.floor(time / 1000) % 1000, 3)}`
}

/** The same without milliseconds: `03:10`. */
export function shortClockText(time: Micros): string {
  const whole = Math.floor(time / 1_000_000)
  const hours = Math.floor(whole / 3600)
  const rest = `${pad(Math.floor(whole / 60) % 60, 2)}:${pad(whole % 60, 2)}`
  return hours === 0 ? rest : `${hours}:${rest}`
}

/** A length of time for people: `0.25 s`, `12.3 s`, `18 min 45 s`, `23 h 42 min`. */
export function lengthText(time: Micros): string {
  const value = time / 1_000_000
  if (value < 10) return `${Number(value.toFixed(2))} s`
  if (value < 99.95) return `${Number(value.toFixed(1))} s`
  const whole = Math.round(value)
  if (whole < 120) return `${whole} s`
  if (whole < 7200) return pair(Math.floor(whole / 60), 'min', whole % 60, 's')
  const minutes = Math.round(value / 60)
  return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
}

const pair = (large: number, unit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${smallUnit}`

const pad = (value: number, width: number): string => `${value}`.padStart(width, '0')
