import { cosine, cosineAngle, direction, sine, sineAngle, turned } from '../kernel/angles.ts'
import { type Micros, seconds } from '../kernel/units.ts'
import { CeleryError } from '../messages/python-error.ts'
import type { Due } from './due.ts'

/** An event of the sun at a place (rule 7.25). */
export interface Solar {
  readonly event: SolarEvent
  readonly latitude: number
  readonly longitude: number
}

/** How high the sun stands then, and whether its middle is meant or its upper rim. */
interface Mark {
  readonly way: 'rising' | 'setting' | 'transit'
  readonly horizon: number
  readonly middle: boolean
}

const RIM = -34 / 60

const MARKS = {
  dawn_astronomical: { way: 'rising', horizon: -18, middle: true },
  dawn_nautical: { way: 'rising', horizon: -12, middle: true },
  dawn_civil: { way: 'rising', horizon: -6, middle: true },
  sunrise: { way: 'rising', horizon: RIM, middle: false },
  solar_noon: { way: 'transit', horizon: 0, middle: false },
  sunset: { way: 'setting', horizon: RIM, middle: false },
  dusk_civil: { way: 'setting', horizon: -6, middle: true },
  dusk_nautical: { way: 'setting', horizon: -12, middle: true },
  dusk_astronomical: { way: 'setting', horizon: -18, middle: true },
} as const satisfies { readonly [event: string]: Mark }

export type SolarEvent = keyof typeof MARKS

/** Is this the name of an event of the sun? */
export const isSolarEvent = (name: string): name is SolarEvent => Object.hasOwn(MARKS, name)

const DAY: Micros = seconds(86_400)
/** Days from the epoch J2000.0 (noon of the first of January 2000) to simulated time 0. */
const J2000_TO_ZERO = 9_496.5

/** Terrestrial time is ahead of UTC by so much in these years. */
const AHEAD = 69.2 / 86_400

interface Sun {
  readonly declination: number
  readonly rightAscension: number
  /** In astronomical units. */
  readonly distance: number
}

/**
 * Where the sun stands, to about a hundredth of a degree: the low-accuracy series of J. Meeus, Astronomical
 * Algorithms, chapter 25 (https://gml.noaa.gov/grad/solcalc/solareqns.PDF has a shorter one).
 */
function sunAt(days: number): Sun {
  const t = (days + AHEAD) / 36_525
  const anomaly = 357.52911 + t * (35_999.05029 - 0.0001537 * t)
  const centre =
    (1.914602 - t * (0.004817 + 0.000014 * t)) * sine(anomaly) +
    (0.019993 - 0.000101 * t) * sine(2 * anomaly) +
    0.000289 * sine(3 * anomaly)
  const node = 125.04 - 1934.136 * t
  const longitude =
    280.46646 + t * (36_000.76983 + 0.0003032 * t) + centre - 0.00569 - 0.00478 * sine(node)
  const tilt = 23.4392911 - 0.0130042 * t + 0.00256 * cosine(node)
  const eccentricity = 0.016708634 - t * 0.000042037
  return {
    declination: sineAngle(sine(tilt) * sine(longitude)),
    rightAscension: direction(cosine(tilt) * sine(longitude), cosine(longitude)),
    distance:
      (1.000001018 * (1 - eccentricity * eccentricity)) /
      (1 + eccentricity * cosine(anomaly + centre)),
  }
}

/** How far the sun has turned past the meridian of a place, -180 to 180. */
function hourAngle(days: number, longitude: number, sun: Sun): number {
  const t = days / 36_525
  const sidereal = 280.46061837 + 360.98564736629 * days + 0.000387933 * t * t
  return turned(sidereal + longitude - sun.rightAscension + 180) - 180
}

/** The angle past the meridian at which an event comes, or null where the sun does not reach it that day. */
function angleOf({ event, latitude }: Solar, sun: Sun): number | null {
  const { way, horizon, middle } = MARKS[event]
  if (way === 'transit') return 0
  const rim = middle ? 0 : 959.63 / 3600 / sun.distance
  const parallax = 8.794 / 3600 / sun.distance
  const height = horizon - rim + parallax
  const share =
    (sine(height) - sine(latitude) * sine(sun.declination)) /
    (cosine(latitude) * cosine(sun.declination))
  if (!(Math.abs(share) <= 1)) return null
  return way === 'rising' ? -cosineAngle(share) : cosineAngle(share)
}

/** Days of one turn of the sun about the earth, by degree. */
const TURN = 1 / 360
const ROUNDS = 6

/** The event nearest to a moment, in days from J2000.0; null where there is none. */
function near(solar: Solar, guess: number): number | null {
  let days = guess
  for (let round = 0; round < ROUNDS; round++) {
    const sun = sunAt(days)
    const wanted = angleOf(solar, sun)
    if (wanted === null) return null
    const off = turned(wanted - hourAngle(days, solar.longitude, sun) + 180) - 180
    days += off * TURN
  }
  return days
}

/**
 * The next event after a moment. Where the sun does not come so high or so low on the day, Celery 5.6.3 adds two
 * things that cannot be added, and the TypeError is its answer (seen with ephem 4.2).
 */
export function nextEvent(solar: Solar, after: Micros): Micros {
  const start = J2000_TO_ZERO + after / DAY
  for (let ahead = 0; ahead <= 2; ahead += 0.5) {
    const found = near(solar, start + ahead)
    if (found === null) throw circumpolar()
    if (found > start) return Math.round((found - J2000_TO_ZERO) * DAY)
  }
  throw circumpolar()
}

const circumpolar = (): CeleryError =>
  new CeleryError(
    'builtins.TypeError',
    "unsupported operand type(s) for +: 'ephem.Date' and 'datetime.timedelta'",
  )

/** Time from `now` until the first event after `lastRun`; negative where it was before. */
export const solarRemaining = (solar: Solar, lastRun: Micros, now: Micros): Micros =>
  nextEvent(solar, lastRun) - now

/** Whether an event has come since `lastRun`; once it has, the next is counted from now (celery/schedules.py). */
export function solarIsDue(solar: Solar, lastRun: Micros, now: Micros): Due {
  const rest = Math.max(solarRemaining(solar, lastRun, now), 0)
  if (rest > 0) return { isDue: false, next: rest }
  return { isDue: true, next: Math.max(solarRemaining(solar, now, now), 0) }
}
