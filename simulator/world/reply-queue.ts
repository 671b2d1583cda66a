import type { ProcessState } from './state.ts'
import type { World } from './world.ts'

/** The reply queue of a process's app. Pool processes are forks: they share the oid of their worker. */
export function useReplyQueue(world: World, process: ProcessState): string {
  const owner =
    process.kind === 'process' ? world.process(world.worker(process.worker).main) : process
  owner.replyTo ??= world.uuid()
  return owner.replyTo
}
