import { type DiagnosisWord, TWO_KINDS } from './diagnosis.ts'
import { consumersOf, lanesOf, queuesOf } from './lanes.ts'

/** Each kind has its queue, but a worker takes from both. */
export const workerTakesBoth: DiagnosisWord = {
  parameters: TWO_KINDS,
  slots: ['worker', 'queue', 'other'],
  find(run, parameters) {
    const { task, other } = lanesOf(run, parameters)
    const mine = queuesOf(task)
    const others = queuesOf(other)
    if ([...mine].some((queue) => others.has(queue))) return null
    const theirs = new Set(consumersOf(run, others))
    const worker = consumersOf(run, mine).find((one) => theirs.has(one))
    const [queue] = mine
    const [way] = others
    if (worker === undefined || queue === undefined || way === undefined) return null
    return { worker: worker.hostname, queue, other: way }
  },
}
