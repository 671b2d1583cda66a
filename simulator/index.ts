/** The front door of the simulator: all that other folders may import. */
export type * from './program.ts'
export type * from './cluster/spec.ts'
export type * from './messages/json.ts'
export type * from './messages/message.ts'
export type * from './messages/signature.ts'
export type * from './log/facts.ts'
export { FACT_KINDS } from './log/facts.ts'
export { type Micros, seconds, millis, toSeconds } from './kernel/units.ts'
