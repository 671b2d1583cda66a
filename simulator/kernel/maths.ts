/**
 * Logarithm, exponential and the normal quantile from + - * / alone: `Math.log` and `Math.exp` have other
 * bits in other engines, and a drawn duration must be the same everywhere.
 */

const LN_2 = 0.6931471805599453
/** Enough terms for a double: the argument of the series is at most 1/3. */
const LOG_TERMS = 19
const EXP_TERMS = 18
/** 1, 1/3, 1/5 and so on. */
const ODD_PARTS = Float64Array.from({ length: LOG_TERMS + 1 }, (_, term) => 1 / (2 * term + 1))

/** The natural logarithm of a number above 0. */
export function ln(value: number): number {
  if (!(value > 0)) return Number.NaN
  if (value === Number.POSITIVE_INFINITY) return value
  let mantissa = value
  let twos = 0
  while (mantissa < 0.75) {
    mantissa *= 2
    twos -= 1
  }
  while (mantissa >= 1.5) {
    mantissa /= 2
    twos += 1
  }
  const t = (mantissa - 1) / (mantissa + 1)
  let sum = 0
  for (let term = LOG_TERMS; term >= 0; term--) sum = sum * t * t + ODD_PARTS[term]!
  return 2 * t * sum + twos * LN_2
}

/** e to the power of a number. */
export function exp(value: number): number {
  if (value > 709) return Number.POSITIVE_INFINITY
  if (value < -745) return 0
  const twos = Math.round(value / LN_2)
  const rest = value - twos * LN_2
  let sum = 1
  for (let term = EXP_TERMS; term >= 1; term--) sum = 1 + (rest / term) * sum
  for (let n = 0; n < twos; n++) sum *= 2
  for (let n = 0; n > twos; n--) sum /= 2
  return sum
}

/**
 * The standard normal's quantile for a share strictly between 0 and 1, to nine digits: the rational
 * approximation of P. J. Acklam (https://web.archive.org/web/2015/http://home.online.no/~pjacklam/notes/invnorm/).
 */
export function normalQuantile(share: number): number {
  if (share < TAIL) return tail(share)
  if (share > 1 - TAIL) return -tail(1 - share)
  const q = share - 0.5
  const r = q * q
  return (horner(A, r) * q) / (horner(B, r) * r + 1)
}

const TAIL = 0.02425
const A = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
  2.506628277459239,
]
const B = [
  -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572,
]
const C = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734,
  4.374664141464968, 2.938163982698783,
]
const D = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416]

function tail(share: number): number {
  const q = Math.sqrt(-2 * ln(share))
  return horner(C, q) / (horner(D, q) * q + 1)
}

const horner = (coefficients: readonly number[], x: number): number =>
  coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0)
