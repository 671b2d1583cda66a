import type { HorizontalSpec } from '../cluster/autoscaler-spec.ts'
import type { Autoscaler } from './autoscaler.ts'
import { bounded } from './bounds.ts'
import { recommend } from './recommend.ts'

/**
 * Kubernetes' HorizontalPodAutoscaler, version autoscaling/v2 (from documentation:
 * https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/). It looks every 15 s, its
 * tolerance is 0.1, it waits 300 s before it takes pods away, and it never goes below one pod.
 */
export const horizontal: Autoscaler<HorizontalSpec> = {
  metrics: ['cpu', 'queue', 'age'],
  least: 1,
  decide(spec, reading, memory) {
    const recommended = recommend(spec, reading)
    const desired = bounded(spec, memory, reading.now, reading.current, recommended)
    return { recommended, desired }
  },
}
