/**
 * Sine, cosine and their inverses from + - * / and the square root alone: those of `Math` have other bits in
 * other engines, and the sun must rise at the same moment everywhere. Angles are in degrees.
 */

/** Radians in a degree. */
const RADIANS = 0.017453292519943295
/** Enough terms for a double within 45 degrees. */
const TERMS = 10

/** The angle from 0 up to 360 that means the same. */
export const turned = (angle: number): number => angle - 360 * Math.floor(angle / 360)

export function sine(angle: number): number {
  const whole = turned(angle)
  const quarter = Math.round(whole / 90)
  const rest = (whole - quarter * 90) * RADIANS
  if (quarter % 4 === 0) return series(rest, rest, 2)
  if (quarter % 4 === 1) return series(1, rest, 1)
  return quarter % 4 === 2 ? -series(rest, rest, 2) : -series(1, rest, 1)
}

export const cosine = (angle: number): number => sine(angle + 90)

/** A Taylor series: each term is the one before times -x², divided by the next two numbers. */
function series(first: number, x: number, from: number): number {
  let term = first
  let sum = first
  for (let n = 0; n < TERMS; n++) {
    const k = from + 2 * n
    term *= (-x * x) / (k * (k + 1))
    sum += term
  }
  return sum
}

/** The angle, -180 to 180, of a point from the origin. */
export function direction(y: number, x: number): number {
  if (x === 0 && y === 0) return 0
  if (Math.abs(y) > Math.abs(x)) return (y > 0 ? 90 : -90) - slope(x / y)
  if (x > 0) return slope(y / x)
  return slope(y / x) + (y < 0 ? -180 : 180)
}

/** The angle whose sine is this, -90 to 90. */
export const sineAngle = (value: number): number => direction(value, Math.sqrt(1 - value * value))

/** The angle whose cosine is this, 0 to 180. */
export const cosineAngle = (value: number): number => direction(Math.sqrt(1 - value * value), value)

/** The arc tangent between -1 and 1: halved three times, then its series. */
function slope(value: number): number {
  let x = value
  for (let n = 0; n < HALVINGS; n++) x /= 1 + Math.sqrt(1 + x * x)
  let sum = 0
  for (let k = 2 * TERMS + 1; k > 0; k -= 2) sum = 1 / k - x * x * sum
  return (x * sum * DOUBLED) / RADIANS
}

const HALVINGS = 3
/** Two for each halving. */
const DOUBLED = 8
