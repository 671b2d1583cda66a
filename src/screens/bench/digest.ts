import { type Micros, type Picture, lengthText } from '../../../simulator/index.ts'

/** The cluster in one line to be read aloud. */
export function digest(picture: Picture, time: Micros): string {
  let running = 0
  let retrying = 0
  let succeeded = 0
  let failed = 0
  for (const { state } of picture.tasks.values()) {
    if (state === 'started') running++
    else if (state === 'retry' || state === 'held') retrying++
    else if (state === 'succeeded') succeeded++
    else if (state === 'failed') failed++
  }
  const waiting = picture.queues
    .filter((queue) => queue.waiting.length > 0)
    .map((queue) => `${queue.name} ${queue.waiting.length}`)
  const queues = waiting.length > 0 ? waiting.join(', ') : 'none'
  return `At ${lengthText(time)}. Waiting in queues: ${queues}. Running: ${running}. Waiting for a retry: ${retrying}. Succeeded: ${succeeded}. Failed: ${failed}.`
}
