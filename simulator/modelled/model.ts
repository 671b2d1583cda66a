import type { ModelledTask } from '../cluster/model-spec.ts'
import { type Sampler, sampler } from './sampler.ts'

/** A modelled task, ready to be drawn from. */
export interface Model {
  readonly task: ModelledTask
  readonly duration: Sampler
}

/** The modelled tasks of a cluster by name; made from the cluster alone, so no snapshot holds it. */
export function modelsOf(tasks: readonly ModelledTask[]): ReadonlyMap<string, Model> {
  return new Map(tasks.map((task) => [task.name, { task, duration: sampler(task.duration) }]))
}
