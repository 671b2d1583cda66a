/** Simulated time since the start of the run, in whole microseconds. */
export type Micros = number

/** Converts seconds, as Python and people speak of them, to whole microseconds. */
export const seconds = (value: number): Micros => Math.round(value * 1_000_000)

/** Converts milliseconds to whole microseconds. */
export const millis = (value: number): Micros => Math.round(value * 1_000)

/** Converts microseconds to seconds, for the door to Python and for people. */
export const toSeconds = (value: Micros): number => value / 1_000_000
