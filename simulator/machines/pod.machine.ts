import { setup } from 'xstate'

type Event = 'PULL' | 'START' | 'READY' | 'CRASH' | 'TERMINATE' | 'GONE'

/**
 * A pod of an autoscaler's deployment, from its image to its end (from documentation:
 * https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/); its place may be used again.
 */
export const podMachine = setup({ types: { events: {} as { type: Event } } }).createMachine({
  id: 'pod',
  initial: 'absent',
  states: {
    absent: { on: { PULL: 'pulling' } },
    pulling: { on: { START: 'starting', TERMINATE: 'terminating' } },
    starting: { on: { READY: 'ready', CRASH: 'waiting', TERMINATE: 'terminating' } },
    ready: { on: { CRASH: 'waiting', TERMINATE: 'terminating' } },
    // Its container has ended and is started again after a while: CrashLoopBackOff.
    waiting: { on: { START: 'starting', TERMINATE: 'terminating' } },
    terminating: { on: { GONE: 'absent' } },
  },
})
