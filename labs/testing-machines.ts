import { type Micros, seconds } from '../simulator/index.ts'
import type { Parameters } from './checks/check.ts'
import type { FaultRecord, RunRecord, TaskRecord } from './checks/run-record.ts'
import { queueOf, taskOf, workerOf } from './testing.ts'

const UPSTREAM = { task: 'mail', service: 'api', answer: 'rate' } as const

/** For tests: what diagnoses of machines are told, by their words. */
export const MACHINES: { readonly [word: string]: Parameters } = {
  'upstream-refuses': UPSTREAM,
  'rate-limit-each': UPSTREAM,
  'too-many-connections': { most: 100 },
  'too-many-machines': { most: 2, below: 60 },
  'waits-in-line': { below: 60 },
  'prediction-off': { answer: 'drained', within: 0.25, below: 60, most: 2 },
}

/** For tests: two machines for a minute, one worker of two processes, and one mail that is over at 60 s. */
export const onMachines = (
  task: Partial<TaskRecord> = {},
  changes: Partial<RunRecord> = {},
): Partial<RunRecord> => ({
  tasks: [taskOf('mail', { finished: seconds(60), ...task })],
  queues: [queueOf('celery', 'w1@sim')],
  workers: [workerOf('w1@sim', 2)],
  machines: ['m1', 'm2'].map((name) => ({ name, cores: 4, price: 1 })),
  ...changes,
})

/** For tests: a machine is lost at this second. */
export const lostAt = (node: string, second: number): FaultRecord => ({
  time: seconds(second),
  fault: { fault: 'kill-node', node, lasts: null },
})

/** For tests: the kernel kills a process of w1 at this second. */
export const shortAt = (second: number): FaultRecord => ({
  time: seconds(second),
  fault: { fault: 'out-of-memory', worker: 'w1', lasts: null },
})

/** For tests: a mail that the service `api` refused until it gave up. */
export function refused(rate: number): Partial<RunRecord> {
  const task = taskOf('mail', { state: 'FAILURE', finished: seconds(60) })
  const at: Micros = seconds(1)
  const call = { service: 'api', call: 'POST', subject: '/', from: at, to: at }
  return onMachines(undefined, {
    tasks: [task],
    calls: [{ ...call, task, outcome: 'answered', code: 429 }],
    answers: { rate },
  })
}
