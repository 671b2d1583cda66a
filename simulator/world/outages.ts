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
