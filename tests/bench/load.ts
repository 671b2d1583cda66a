import {
  type ClusterSpec,
  createSimulation,
  type Simulation,
  type SimulationOptions,
} from '../../simulator/index.ts'

/** One queue, some workers, tasks of a series that run for a few milliseconds. */
export interface LoadModel {
  readonly rate: number
  readonly seconds: number
  readonly workers: number
  readonly slots: number
  /** Seconds that a task runs on average. */
  readonly mean: number
}

/** The model that figures are told of: forty processes that are busy for two thirds of their time. */
export const MODEL: LoadModel = { rate: 2778, seconds: 60, workers: 4, slots: 10, mean: 0.01 }

/** The cluster of a model. */
export const clusterOf = (model: LoadModel): ClusterSpec => ({
  broker: 'rabbitmq',
  backend: 'redis',
  app: 'tasks',
  workers: Array.from({ length: model.workers }, (_, at) => ({
    name: `w${at + 1}`,
    options: `-c ${model.slots}`,
    autostart: true,
  })),
  tasks: [
    {
      name: 'shop.mail',
      duration: { kind: 'exponential', mean: model.mean },
      failure: 0,
      size: 0,
      cpu: 1,
      options: {},
    },
  ],
  load: [
    {
      task: 'shop.mail',
      shape: { kind: 'poisson', rate: model.rate },
      // Workers take a second to start.
      from: 1,
      until: 1 + model.seconds,
      options: {},
    },
  ],
})

/** A run of a model, through the front door; `window` rows of its log are kept. */
export const simulationOf = (
  model: LoadModel,
  seed: number,
  window: number,
  more: Pick<SimulationOptions, 'express'> = {},
): Simulation =>
  createSimulation({
    ...more,
    cluster: clusterOf(model),
    seed,
    actions: [],
    program: null,
    log: { window },
  })
