import type { QueueDrivenSpec } from '../cluster/autoscaler-spec.ts'
import { seconds } from '../kernel/units.ts'
import type { AutoscalerMemory } from '../world/scaling-state.ts'
import type { Autoscaler, Reading } from './autoscaler.ts'
import { bounded } from './bounds.ts'
import { recommend } from './recommend.ts'

/**
 * KEDA (from documentation: https://keda.sh/docs/latest/concepts/scaling-deployments/ and
 * https://keda.sh/docs/latest/reference/scaledobject-spec/). Between one pod and the most it leaves the
 * number to a HorizontalPodAutoscaler; itself it goes from none to one at a polling that finds more than
 * the activation, and back to none when it has found no more for the cool-down.
 */
export const queueDriven: Autoscaler<QueueDrivenSpec> = {
  // CPU of no pod says nothing: KEDA's CPU scaler needs another one to come from none.
  metrics: ['queue', 'age'],
  least: 0,
  decide(spec, reading, memory) {
    const { now, current } = reading
    const active = poll(spec, reading, memory)
    if (current === 0) {
      const desired = active ? Math.max(1, spec.min) : 0
      return { recommended: desired, desired }
    }
    const recommended = recommend(spec, reading)
    const desired = bounded(spec, memory, now, current, recommended)
    const idle = now - memory.active >= seconds(spec.cooldown)
    return spec.min === 0 && idle ? { recommended: 0, desired: 0 } : { recommended, desired }
  },
}

/** Is there something to do? It asks at its own pace. */
function poll(spec: QueueDrivenSpec, { now, value }: Reading, memory: AutoscalerMemory): boolean {
  if (now - memory.polled < seconds(spec.polling)) return false
  memory.polled = now
  const found = (value ?? 0) > spec.activation
  if (found) memory.active = now
  return found
}
