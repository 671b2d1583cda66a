import type { FaultOf } from '../cluster/fault-spec.ts'
import { assert } from '../kernel/assert.ts'
import { memoryOn, poolOn } from '../world/hosts.ts'
import type { ProcessState } from '../world/state.ts'
import type { World } from '../world/world.ts'
import { killProcess } from '../workers/lost.ts'

/**
 * A machine has given out more memory than it has. Its kernel kills the process that has most of it until the rest
 * has room; of equals we let it take the one that began last and so asked last
 * (https://docs.kernel.org/admin-guide/mm/concepts.html#oom-killer, from documentation).
 */
export function shortOfMemory(world: World, index: number): void {
  const [host, spec] = [world.state.hosts[index], world.cluster.machines?.[index]]
  assert(host !== undefined && spec !== undefined, `there is a machine ${index}`)
  host.short = false
  while (memoryOn(world, index) > spec.memory) {
    const [victim] = poolOn(world, index).toSorted(
      (a, b) => b.memory - a.memory || begunAt(b) - begunAt(a),
    )
    if (victim === undefined) return
    kill(world, victim)
  }
}

const begunAt = ({ execution }: ProcessState): number => execution?.startedAt ?? 0

/** The same rows as those of the fault that a lab lets happen by itself. */
function kill(world: World, victim: ProcessState): void {
  const { name: worker } = world.worker(victim.worker)
  const fault: FaultOf<'out-of-memory'> = { fault: 'out-of-memory', worker, lasts: null }
  const row = world.fact('fault-began', world.actor.lab, -1, victim.cause, fault)
  killProcess(world, victim, row)
  world.fact('fault-ended', world.actor.lab, -1, row, fault)
}
