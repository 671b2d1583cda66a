import type { Micros } from '../kernel/units.ts'
import type { GeneratorState } from '../modelled/load/generator.ts'

/** Who sends modelled tasks. */
export interface LoadState extends GeneratorState {
  /** Index of its process. */
  readonly process: number
  /** When it started; its times count from there. */
  readonly start: Micros
  over: boolean
}

/** An autoscaler outside the workers, and its pods. */
export interface AutoscalerState {
  readonly actor: number
  readonly memory: AutoscalerMemory
  /** Pods that are asked for. */
  wanted: number
  readonly pods: PodState[]
  /** Row of its last decision. */
  cause: number
}

/** What an autoscaler remembers between two looks. */
export interface AutoscalerMemory {
  /** Recommendations of the longest window, oldest first. */
  readonly recommendations: { readonly at: Micros; readonly pods: number }[]
  /** Changes of the longest period, oldest first. */
  readonly changes: { readonly at: Micros; readonly by: number }[]
  /** When there was something to do last. */
  active: Micros
  /** When it looked for something to do last. */
  polled: Micros
}

/** A place for a pod: a pod that is gone leaves it to the next one. */
export interface PodState {
  /** Index of its worker. */
  readonly worker: number
  /** Code of its state in the pod machine. */
  state: number
  /** Counts its changes: an event for an older one is void. */
  generation: number
  /** Does its container run the worker already? */
  booted: boolean
  /** When it was ready, for the order in which pods go. */
  readyAt: Micros
  /** When SIGKILL comes, once it is terminating. */
  deadline: Micros
  restarts: number
  /** Processor time that its worker had used at the last look. */
  seen: Micros
}
