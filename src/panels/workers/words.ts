import type { ProcessPicture, WorkerPicture } from '../../../simulator/index.ts'

const ENDED = {
  warm: 'stopped, its running tasks done',
  cold: 'stopped, its running tasks cut off',
  killed: 'killed',
  failed: 'could not start',
} as const

/** The state of a worker, with how it ended where it has. */
export function workerState({ state, ended }: WorkerPicture): string {
  if (state !== 'off') return state
  return ended === null ? 'not started' : ENDED[ended]
}

/** What a process is doing. */
export function processState({ state, waitsFor }: ProcessPicture): string {
  if (state === 'idle') return 'free'
  if (state === 'gone') return 'gone'
  if (state === 'running' || waitsFor === null) return 'runs'
  return {
    sleep: 'sleeps',
    result: 'waits for a result',
    state: 'asks for a state',
    replies: 'waits for replies',
    service: 'waits for a service',
    computing: 'computes',
  }[waitsFor.kind]
}
