import type { ServiceSpec } from '../cluster/service-spec.ts'
import type { Service } from './service.ts'
import { http } from './http/index.ts'
import { objects } from './objects/index.ts'
import { payment } from './payment/index.ts'
import { secrets } from './secrets/index.ts'
import { smtp } from './smtp/index.ts'
import { sql } from './sql/index.ts'

/** Every kind of service there is. To add one: a folder here, and its line; its shape for Python is a package. */
export const SERVICES = { http, objects, payment, secrets, smtp, sql } as const satisfies {
  readonly [kind: string]: Service
}

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
    failures: [],
    options: service.always,
  }
}
