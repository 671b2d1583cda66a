import { killProcess } from '../workers/lost.ts'
import { isIn } from '../world/machines.ts'
import type { ProcessState } from '../world/state.ts'
import type { WorkerState } from '../world/worker-state.ts'
import type { World } from '../world/world.ts'
import type { FaultMember } from './fault.ts'
import { livingByStart, workerMeant } from './targets.ts'

/** SIGKILL for one pool process: its worker sees it go and answers for its task (rules 3.28, 3.35). */
export const killProcessFault: FaultMember<'kill-process'> = {
  name: 'kill-process',
  lasting: 'at once',
  read: (fields) => ({
    worker: fields.worker(),
    ...(fields.has('process') ? { process: fields.count('process', 1) } : {}),
  }),
  begin(world, { worker: name, process: slot }, begun) {
    const worker = workerMeant(world, name, begun)
    if (worker === undefined) return
    const { process } = begun
    const own = process !== null && worker.pool.includes(process.index) ? process : undefined
    const victim = slot === undefined ? (own ?? newest(world, worker)) : at(world, worker, slot)
    if (victim !== undefined && !isIn('process', victim.state, 'absent'))
      killProcess(world, victim, begun.cause)
  },
}

/** The process of this number. */
const at = (world: World, worker: WorkerState, slot: number): ProcessState | undefined =>
  worker.pool.map((index) => world.process(index)).find((process) => process.slot === slot)

/** The process that began its body last; an idle one where none is busy. */
function newest(world: World, worker: WorkerState): ProcessState | undefined {
  const living = livingByStart(world, worker)
  return living.findLast(({ execution }) => execution !== null) ?? living[0]
}
