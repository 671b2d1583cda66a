import type { DistributionSpec } from '../cluster/model-spec.ts'
import type { ServiceSpec, SlowSpell } from '../cluster/service-spec.ts'
import { assert } from '../kernel/assert.ts'
import { type Micros, toSeconds } from '../kernel/units.ts'
import { sampler } from '../modelled/sampler.ts'
import { OPCODES } from './opcodes.ts'
import type { World } from './world.ts'

/** Puts the slow spells of the cluster's services into the calendar, where they keep no run going. */
export function planSlowSpells(world: World): void {
  world.cluster.services?.forEach(({ slow }, service) => {
    slow.forEach(({ from, until }, spell) => {
      world.schedule(from, OPCODES.slowSpell, service, 2 * spell)
      world.schedule(until, OPCODES.slowSpell, service, 2 * spell + 1)
      world.state.watches += 2
    })
  })
}

/** A service slows down now: each call that sets out from here on takes so long. */
export function beginSlowSpell(
  world: World,
  service: string,
  { until, latency }: { readonly until: Micros; readonly latency: Micros },
  cause: number,
): void {
  const spells = (world.state.services.slow[service] ??= [])
  const constant = { kind: 'constant', value: toSeconds(latency) } as const
  spells.push({ from: world.now, until, latency: constant })
  const actor = world.log.actor({ kind: 'service', name: service })
  world.fact('service-slowed', actor, -1, cause, { until, latency })
}

/** It is as quick as it was. */
export function endSlowSpell(world: World, service: string, cause: number): void {
  const actor = world.log.actor({ kind: 'service', name: service })
  world.fact('service-recovered', actor, -1, cause, {})
}

/** How long calls of a service take that set out now. */
export function latencyNow(world: World, { name, latency, slow }: ServiceSpec): DistributionSpec {
  const isNow = ({ from, until }: SlowSpell): boolean => world.now >= from && world.now < until
  const spell = world.state.services.slow[name]?.findLast(isNow) ?? slow.findLast(isNow)
  return spell?.latency ?? latency
}

/** The event of a slow spell that begins or ends. */
export function slowSpellDue(world: World, service: number, argument: number): void {
  world.state.watches -= 1
  const spec = world.cluster.services?.[service]
  const spell = spec?.slow[argument >> 1]
  assert(spec !== undefined && spell !== undefined, 'a slow spell is that of a service')
  if (argument % 2 === 1) {
    endSlowSpell(world, spec.name, -1)
    return
  }
  const actor = world.log.actor({ kind: 'service', name: spec.name })
  const { until } = spell
  // Of a distribution its median: what half of the calls exceed.
  world.fact('service-slowed', actor, -1, -1, { until, latency: sampler(spell.latency).at(0.5) })
}
