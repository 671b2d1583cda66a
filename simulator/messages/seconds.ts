import { type Micros, toSeconds } from '../kernel/units.ts'
import { floatText } from './json.ts'

/** A length of time as Python shows a float of seconds: `1.0`, `0.25`, `1e-05`. */
export const pythonSeconds = (time: Micros): string => floatText(toSeconds(time))
