import { killPod } from '../autoscalers/scale.ts'
import type { FaultMember } from './fault.ts'

/**
 * The machine of the pod that has been ready longest dies, and the autoscaler's deployment makes another pod
 * (from documentation: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-lifetime).
 * Nothing happens where no pod is ready.
 */
export const killPodFault: FaultMember<'kill-pod'> = {
  name: 'kill-pod',
  lasting: 'at once',
  read: () => ({}),
  begin(world, _fault, { cause }) {
    if (world.state.autoscaler !== null) killPod(world, cause)
  },
}
