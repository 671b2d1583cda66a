import type { MachineSpec } from '../cluster/spec.ts'
import type { Micros } from '../kernel/units.ts'

/**
 * A machine that workers share, as far as modelled bodies use it. Bodies that want more processor time than there
 * are cores get equal shares, as processes of equal weight do from Linux
 * (https://docs.kernel.org/scheduler/sched-design-CFS.html, from documentation); the part of a body that waits for
 * something outside takes as long as ever.
 */
export interface HostState {
  readonly name: string
  /** Up to when its bodies have been moved on, and how many cores they have wanted since. */
  at: Micros
  demand: number
  bodies: BodyState[]
  /** It was found to be short of memory, and the kernel is about to act. */
  short: boolean
}

/** A modelled body on a machine. */
export interface BodyState {
  /** Index of its process. */
  readonly process: number
  readonly cpu: number
  /** MB that its process will have taken by the time that it would be over with a core to itself. */
  readonly memory: number
  /** How much longer it would run if it had a core to itself. */
  left: number
}

/** The machines of a cluster before anything runs. */
export const createHosts = (machines: readonly MachineSpec[] = []): HostState[] =>
  machines.map(({ name }) => ({ name, at: 0, demand: 0, bodies: [], short: false }))
