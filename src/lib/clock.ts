import type { Micros } from '../../simulator/index.ts'

/** Simulated time as the corner shows it: `00:42.310`, minutes and seconds to the millisecond. */
export function clock(time: Micros): string {
  const millis = Math.floor(time / 1000)
  const minutes = Math.floor(millis / 60_000)
  const rest = millis - minutes * 60_000
  const whole = Math.floor(rest / 1000)
  return `${pad(minutes, 2)}:${pad(whole, 2)}.${pad(rest - whole * 1000, 3)}`
}

/** Minutes and seconds: `03:10`. */
export const shortClock = (time: Micros): string => clock(time).slice(0, -4)

/** A length of time in words for a screen reader and for labels: `2.5 s`. */
export function inSeconds(time: Micros): string {
  const digits = time < 10_000_000 ? 2 : 1
  return `${Number((time / 1_000_000).toFixed(digits))} s`
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0')
