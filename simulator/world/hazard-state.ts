/**
 * What faults have laid in wait inside the world; empty lists in a run without them. `fault` is an index in
 * the state's `faults`.
 */
export interface Hazards {
  /** Acknowledgements of a worker that will not reach the broker. */
  lostAcks: Countdown<{ readonly worker: number }>[]
  /** Messages of a queue that will be handed out twice. */
  duplicates: Countdown<{ readonly queue: string }>[]
  /** Tasks that kill the process they start in. */
  poisoned: { readonly task: string; readonly fault: number }[]
}

/** A hazard that is over once it has struck so many times more. */
export type Countdown<T> = T & { readonly fault: number; left: number }

export const createHazards = (): Hazards => ({ lostAcks: [], duplicates: [], poisoned: [] })
