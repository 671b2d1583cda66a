import type { DiagnosisWord } from './diagnosis.ts'

/** A queue has messages, and no worker ever took from it. */
export const queueWithoutConsumer: DiagnosisWord = {
  parameters: {},
  slots: ['queue', 'waiting'],
  find(run) {
    const alone = run.queues.find((queue) => queue.everWaited && queue.consumers.size === 0)
    return alone === undefined ? null : { queue: alone.name, waiting: alone.waiting }
  },
}
