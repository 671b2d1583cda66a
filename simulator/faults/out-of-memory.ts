import { killProcess } from '../workers/lost.ts'
import type { FaultMember } from './fault.ts'
import { livingByStart, workerMeant } from './targets.ts'

/**
 * The kernel is out of memory and sends SIGKILL to the process that has most of it: here the one that has
 * run its body longest. The worker sees what it sees of any kill (rules 3.28, 3.35). That it is one process
 * and which one is from documentation: https://docs.kernel.org/admin-guide/mm/concepts.html#oom-killer
 */
export const outOfMemory: FaultMember<'out-of-memory'> = {
  name: 'out-of-memory',
  lasting: 'at once',
  read: (fields) => ({ worker: fields.worker() }),
  begin(world, { worker: name }, begun) {
    const worker = workerMeant(world, name, begun)
    const victim = worker && livingByStart(world, worker)[0]
    if (victim !== undefined) killProcess(world, victim, begun.cause)
  },
}
