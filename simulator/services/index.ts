import type { ServiceSpec } from '../cluster/service-spec.ts'
import { SERVICES } from './registry.ts'
import type { Service } from './service.ts'

/** A kind of service by its name. */
export const serviceOf = (kind: string): Service | undefined =>
  Object.hasOwn(SERVICES, kind) ? SERVICES[kind as keyof typeof SERVICES] : undefined

/** The one of a kind that programs find where their cluster describes none; null where there is none. */
export function serviceByItself(kind: string): ServiceSpec | null {
  const service = serviceOf(kind)
  if (service?.always === undefined) return null
  return {
    name: kind,
    kind,
    latency: { kind: 'constant', value: service.latency },
    outages: [],
    slow: [],
    failures: [],
    options: service.always,
  }
}
