import type { CheckWord } from './check.ts'

/** Each queue that ever held a message has a worker that takes from it. */
export const queuesConsumed: CheckWord = {
  parameters: {},
  judge(run) {
    const alone = run.queues.find((queue) => queue.everWaited && queue.consumers.size === 0)
    if (alone === undefined) return null
    const first = run.tasks.find((task) => task.queue === alone.name)
    return {
      time: first?.published ?? run.end,
      sentence: `No worker takes from the queue ${alone.name}. Messages waiting there at the end: ${alone.waiting}.`,
    }
  },
}
