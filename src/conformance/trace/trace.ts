import type { Value, ValueObject } from './json.ts'

/** A recorded run of real Celery, as docs of the recordings (FORMAT.md) describe it. */
export interface Trace extends ScenarioInput, Recorded {
  readonly name: string
  readonly family: string
  readonly tolerance: { readonly seconds: number }
  /** Of Celery and what it ran on, by name. */
  readonly versions?: Value
}

/**
 * How a scenario was set up: all that the sandbox may know. Nothing of `Recorded` is here, so nothing that
 * real Celery answered can find its way into a simulated run.
 */
export interface ScenarioInput {
  readonly source: string
  readonly broker: string
  readonly backend: string
  readonly workers: readonly TraceWorker[]
  readonly beat: Value
  readonly actions: readonly TraceAction[]
  readonly worker_flags: string
}

export interface TraceWorker {
  readonly name: string
  readonly options: string
  readonly start: 'before main' | 'action'
}

export interface TraceAction {
  /** `main:<text>`, `run:<task>#<n>`, `done`, `worker:<w>` */
  readonly on: string
  /** Seconds after the trigger. */
  readonly after: Value
  readonly do: string
}

/** What was observed. The same shape is projected from a simulated run. */
export interface Recorded {
  readonly main: ValueObject
  readonly tasks: readonly ValueObject[]
  readonly messages: readonly ValueObject[]
  readonly order: ValueObject
  readonly started_on?: ValueObject
  readonly prefetch_updates: ValueObject
  readonly worker_log: ValueObject
  readonly events?: Value
  readonly broker_end: ValueObject
  readonly topology: Value
}

/** Picks the set-up from a trace; the only way from a trace to the sandbox. */
export function scenarioInput(trace: ScenarioInput): ScenarioInput {
  const { source, broker, backend, beat, worker_flags } = trace
  const workers = trace.workers.map(({ name, options, start }) => ({ name, options, start }))
  const actions = trace.actions.map(({ on, after, do: verb }) => ({ on, after, do: verb }))
  return { source, broker, backend, workers, beat, actions, worker_flags }
}
