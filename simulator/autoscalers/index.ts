import type { PolicySpec } from '../cluster/autoscaler-spec.ts'
import type { Autoscaler } from './autoscaler.ts'
import { horizontal } from './horizontal.ts'
import { queueDriven } from './queue-driven.ts'

/** Every autoscaler there is. To add one: a file of this folder, its spec, and its line here. */
export const AUTOSCALERS = { horizontal, 'queue-driven': queueDriven } as const satisfies {
  readonly [K in PolicySpec['kind']]: Autoscaler<Extract<PolicySpec, { readonly kind: K }>>
}

/** The member that a policy is of. */
export const autoscalerOf = (policy: PolicySpec): Autoscaler<PolicySpec> => AUTOSCALERS[policy.kind]
