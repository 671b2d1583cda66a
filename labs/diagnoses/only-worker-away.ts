import { lengthText } from '../../simulator/index.ts'
import { text } from '../checks/check.ts'
import { type Absence, named, type WorkerRecord } from '../checks/run-record.ts'
import type { DiagnosisWord } from './diagnosis.ts'
import { consumersOf, queuesOf } from './lanes.ts'

/** For a while, every worker that takes tasks of a name was away. */
export const onlyWorkerAway: DiagnosisWord = {
  parameters: { task: 'task' },
  slots: ['worker', 'queue', 'wait'],
  find(run, parameters) {
    const queues = queuesOf(named(run, text(parameters, 'task')))
    const [first, ...others] = consumersOf(run, queues)
    const [queue] = queues
    const gap = first?.away.find((absence) => others.every((one) => wasAway(one, absence)))
    if (first === undefined || queue === undefined || gap === undefined) return null
    return { worker: first.hostname, queue, wait: lengthText(gap.to - gap.from) }
  },
}

const wasAway = ({ away }: WorkerRecord, { from, to }: Absence): boolean =>
  away.some((absence) => absence.from < to && absence.to > from)
