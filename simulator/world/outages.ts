import type { Outage, ServiceSpec } from '../cluster/service-spec.ts'
import { assert } from '../kernel/assert.ts'
import { OPCODES } from './opcodes.ts'
import type { World } from './world.ts'

/** Puts the outages of the cluster's services into the calendar, where they keep no run going. */
export function planOutages(world: World): void {
  world.cluster.services?.forEach(({ outages }, service) => {
    outages.forEach(({ from, until }, outage) => {
      world.schedule(from, OPCODES.outage, service, 2 * outage)
      world.schedule(until, OPCODES.outage, service, 2 * outage + 1)
      world.state.watches += 2
    })
  })
}

/** A service goes away now: whoever calls it meets the outage as one of the cluster's. */
export function beginOutage(
  world: World,
  service: string,
  { until, how }: Pick<Outage, 'until' | 'how'>,
  cause: number,
): void {
  const outages = (world.state.services.outages[service] ??= [])
  outages.push({ from: world.now, until, how })
  const actor = world.log.actor({ kind: 'service', name: service })
  world.fact('service-away', actor, -1, cause, { until, how })
}

/** It is back. */
export function endOutage(world: World, service: string, cause: number): void {
  world.fact('service-back', world.log.actor({ kind: 'service', name: service }), -1, cause, {})
}

/** All outages of a service: the cluster's, and those that have come over it since. */
export function outagesOf(world: World, { name, outages }: ServiceSpec): readonly Outage[] {
  const more = world.state.services.outages[name]
  return more === undefined ? outages : [...outages, ...more]
}

/** The event of an outage that begins or ends. */
export function outageDue(world: World, service: number, argument: number): void {
  world.state.watches -= 1
  const spec = world.cluster.services?.[service]
  const outage = spec?.outages[argument >> 1]
  assert(spec !== undefined && outage !== undefined, 'an outage is that of a service')
  const actor = world.log.actor({ kind: 'service', name: spec.name })
  const { until, how } = outage
  if (argument % 2 === 0) world.fact('service-away', actor, -1, -1, { until, how })
  else world.fact('service-back', actor, -1, -1, {})
}
