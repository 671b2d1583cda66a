import type { Fault } from '../cluster/fault-spec.ts'
import { assert } from '../kernel/assert.ts'
import { OPCODES } from '../world/opcodes.ts'
import type { ProcessState } from '../world/state.ts'
import type { World } from '../world/world.ts'
import type { AnyFaultMember } from './fault.ts'
import { FAULTS } from './index.ts'

const memberOf = ({ fault }: Fault): AnyFaultMember => FAULTS[fault]

/** The fault of an action, without when it comes. */
function faultOf(world: World, action: number): Fault {
  const planned = world.actions[action]
  assert(planned !== undefined && 'fault' in planned, `action ${action} is a fault`)
  const { on: _on, after: _after, ...fault } = planned
  return fault
}

/** A fault begins; `process` is the one whose body set it off. */
export function beginFault(world: World, action: number, process: ProcessState | null): void {
  const fault = faultOf(world, action)
  const member = memberOf(fault)
  const drawn = world.state.effectWatches.find((watch) => watch.action === action)?.drawn.shift()
  const told = drawn === undefined ? fault : { ...fault, drawn }
  const row = world.fact('fault-began', world.actor.lab, -1, process?.cause ?? -1, told)
  const index = world.state.faults.push({ action, row, by: process?.index ?? -1, over: false }) - 1
  member.begin(world, fault, { index, cause: row, process })
  if (fault.lasts !== null) world.schedule(world.now + fault.lasts, OPCODES.faultEnd, index, 0)
  else if (member.lasting === 'at once' || member.lasting === 'either') over(world, index, fault)
}

/** The event of a fault that is over, be it that its time has come or that it has struck often enough. */
export function endFault(world: World, index: number): void {
  const state = world.state.faults[index]
  assert(state !== undefined, `fault ${index} has begun`)
  if (state.over) return
  const fault = faultOf(world, state.action)
  const row = over(world, index, fault)
  const process = state.by < 0 ? null : world.process(state.by)
  memberOf(fault).end?.(world, fault, { index, cause: row, process })
}

function over(world: World, index: number, fault: Fault): number {
  const state = world.state.faults[index]
  assert(state !== undefined, `fault ${index} has begun`)
  state.over = true
  return world.fact('fault-ended', world.actor.lab, -1, state.row, fault)
}
