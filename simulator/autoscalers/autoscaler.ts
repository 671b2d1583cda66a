import type { Metric, PolicySpec } from '../cluster/autoscaler-spec.ts'
import type { Micros } from '../kernel/units.ts'
import type { AutoscalerMemory } from '../world/scaling-state.ts'

/** What an autoscaler sees when it looks. */
export interface Reading {
  readonly now: Micros
  /** Pods that are wanted now, those on their way included. */
  readonly current: number
  /** What the metric says; null where nobody can tell. */
  readonly value: number | null
  /** For `cpu`: per cent of each pod that is ready, and how many are not. */
  readonly ready: readonly number[]
  readonly unready: number
}

/** Before its first look. */
export const newMemory = (): AutoscalerMemory => ({
  recommendations: [],
  changes: [],
  active: 0,
  polled: 0,
})

/** What one look came to. */
export interface Decision {
  /** What the metric alone asks for. */
  readonly recommended: number
  /** What is asked for: after windows, policies and bounds. */
  readonly desired: number
}

/** A member of the family: how many pods there shall be. */
export interface Autoscaler<S extends PolicySpec> {
  readonly metrics: readonly Metric[]
  /** The fewest pods it can be told to keep. */
  readonly least: number
  decide(spec: S, reading: Reading, memory: AutoscalerMemory): Decision
}
