import { configuredQueues } from '../routing/queues.ts'
import { moveTask } from './delivery.ts'
import { move } from './machines.ts'
import type { ProcessState } from './state.ts'
import { closeCopy } from './sweep.ts'
import { declare } from './topology.ts'
import type { World } from './world.ts'

/**
 * Throws away what waits in the queues that a process's app knows: the configured ones and those it has sent
 * to. What workers hold stays (rule 3.68). Returns how many messages there were.
 */
export function purge(world: World, process: ProcessState): number {
  const { settings, queues } = process.app
  const configured = configuredQueues(settings)
  // It is a consumer that purges, and one declares its queues first (trace control_no_workers).
  for (const queue of configured)
    process.cause = declare(world, process.actor, process.cause, queue)
  const names = new Set([...configured.map(({ name }) => name), ...queues])
  let count = 0
  for (const name of names) count += empty(world, process.cause, name)
  return count
}

/** Throws away what waits in a queue; how many messages there were. */
export function empty(world: World, cause: number, name: string): number {
  const queue = world.state.broker.queues[name]
  if (queue === undefined) return 0
  const tags = queue.levels.flatMap((level) => level.splice(0))
  if (tags.length === 0) return 0
  const actor = world.log.actor({ kind: 'queue', name })
  for (const tag of tags) {
    const copy = world.copy(tag)
    copy.state = move('delivery', copy.state, 'DROP', `message ${tag}`)
    moveTask(world, copy, 'DROP')
    closeCopy(world, copy)
    const detail = { tag, queue: name, reason: 'purged' }
    copy.cause = world.fact('message-dropped', actor, copy.task, cause, detail)
  }
  queue.state = move('queue', queue.state, 'DRAIN', `queue ${name}`)
  return tags.length
}
