import { setup } from 'xstate'

type Event = 'START' | 'READY' | 'STOP' | 'STOPPED' | 'FAIL' | 'KILL'

/** A worker from `celery worker` to its end; it may be started again. */
export const workerMachine = setup({ types: { events: {} as { type: Event } } }).createMachine({
  id: 'worker',
  initial: 'off',
  states: {
    off: { on: { START: 'starting' } },
    starting: {
      on: {
        READY: 'ready',
        STOP: 'stopping',
        // Its app does not load (rule 3.1) or the broker cannot be reached (rule 3.11).
        FAIL: 'off',
        KILL: 'off',
      },
    },
    ready: { on: { STOP: 'stopping', FAIL: 'off', KILL: 'off' } },
    // A second signal turns a warm shutdown into a cold one (rule 3.44).
    stopping: { on: { STOP: 'stopping', STOPPED: 'off', KILL: 'off' } },
  },
})
