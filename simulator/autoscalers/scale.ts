import type { AutoscalerSpec } from '../cluster/autoscaler-spec.ts'
import { assert } from '../kernel/assert.ts'
import { seconds } from '../kernel/units.ts'
import { OPCODES } from '../world/opcodes.ts'
import type { AutoscalerState } from '../world/scaling-state.ts'
import type { World } from '../world/world.ts'
import { newMemory } from './autoscaler.ts'
import { autoscalerOf } from './index.ts'
import {
  createPod,
  firstToGo,
  isAlive,
  losePod,
  oldestReady,
  podDue,
  terminatePod,
} from './pods.ts'
import { read } from './readings.ts'

/** Adds the autoscaler of the cluster, if it has one, with its first pods. */
export function addAutoscaler(world: World): void {
  const spec = world.cluster.autoscaler ?? null
  if (spec === null) return
  const state: AutoscalerState = {
    actor: world.log.actor({ kind: 'autoscaler', name: 'autoscaler' }),
    memory: newMemory(),
    wanted: spec.pods.first,
    pods: [],
    cause: -1,
  }
  world.state.autoscaler = state
  reconcile(world, spec, state)
  world.schedule(seconds(spec.policy.every), OPCODES.scale, 0, 0)
}

function both(world: World): { readonly spec: AutoscalerSpec; readonly state: AutoscalerState } {
  const spec = world.cluster.autoscaler ?? null
  const { autoscaler: state } = world.state
  assert(spec !== null && state !== null, 'the cluster has an autoscaler')
  return { spec, state }
}

/** One look of the autoscaler: what it sees, what it asks for, and that is done. */
export function look(world: World): void {
  const { spec, state } = both(world)
  const { policy } = spec
  const reading = read(world, spec, state)
  const { desired, recommended } = autoscalerOf(policy).decide(policy, reading, state.memory)
  const { current, value } = reading
  const { metric, target } = policy
  const detail = { metric, value, target, current, recommended, desired }
  state.cause = world.fact('autoscaler-decided', state.actor, -1, -1, detail)
  if (desired !== current) {
    state.memory.changes.push({ at: world.now, by: desired - current })
    state.wanted = desired
  }
  reconcile(world, spec, state)
  world.schedule(world.now + seconds(policy.every), OPCODES.scale, 0, 0)
}

/** Pods are made or told to go until there are as many as are asked for. */
function reconcile(world: World, spec: AutoscalerSpec, state: AutoscalerState): void {
  const alive = state.pods.filter((pod) => isAlive(pod)).length
  for (let n = alive; n < state.wanted; n++) createPod(world, spec, state)
  for (let n = alive; n > state.wanted; n--) {
    const pod = firstToGo(state.pods)
    if (pod !== undefined) terminatePod(world, spec, pod, state.cause)
  }
}

/** The event of a pod. */
export function duePod(world: World, place: number, generation: number): void {
  podDue(world, both(world).spec, place, generation)
}

/** A machine dies with the pod that has been ready longest; another pod takes its place. */
export function killPod(world: World, cause: number): void {
  const { spec, state } = both(world)
  const pod = oldestReady(state.pods)
  if (pod === undefined) return
  losePod(world, pod, cause)
  reconcile(world, spec, state)
}
