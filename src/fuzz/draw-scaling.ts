import type { AutoscalerSpec } from '../../simulator/index.ts'
import type { Chance } from './chance.ts'
import { QUEUES } from './draw-names.ts'

const RULES = { window: 0, pods: null, percent: 100, period: 2 } as const

/** Pods that come and go within a short run. */
export function drawAutoscaler(chance: Chance): AutoscalerSpec {
  const policy = {
    metric: chance.pick(['cpu', 'queue', 'age'] as const),
    queue: chance.pick(QUEUES),
    target: chance.pick([1, 5, 50]),
    min: chance.whole(0, 1),
    max: chance.whole(1, 4),
    tolerance: 0.1,
    every: 2,
    up: RULES,
    down: { ...RULES, window: chance.pick([0, 4]) },
  }
  const queueDriven = { kind: 'queue-driven', activation: 0, polling: 3, cooldown: 4 } as const
  return {
    policy: chance.once(2)
      ? { ...policy, ...queueDriven, metric: 'queue' }
      : { ...policy, kind: 'horizontal', min: 1 },
    pods: {
      options: `-Q ${chance.some(QUEUES).join(',')} -c ${chance.whole(1, 2)}`,
      cpu: 1,
      first: 1,
      pull: 0.5,
      slowPulls: [],
      start: 0.5,
      probe: 1,
      grace: chance.pick([1, 10]),
      price: 0,
    },
  }
}
