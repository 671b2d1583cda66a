import { setup } from 'xstate'

type Event = 'SPAWN' | 'RUN' | 'PARK' | 'RESUME' | 'THROW' | 'FREE' | 'EXIT'

/** A process that runs Python: a pool process (rule 3.32), a worker's main process or the client. */
export const processMachine = setup({
  types: { events: {} as { type: Event } },
  actions: { loseBody: () => {} },
}).createMachine({
  id: 'process',
  initial: 'absent',
  states: {
    absent: { on: { SPAWN: 'idle' } },
    idle: { on: { RUN: 'running', EXIT: 'absent' } },
    running: {
      on: {
        PARK: 'parked',
        FREE: 'idle',
        EXIT: { target: 'absent', actions: 'loseBody' },
      },
    },
    parked: {
      on: {
        RESUME: 'running',
        // An exception raised in the waiting body: a soft time limit (rule 3.37), a result that failed.
        THROW: 'running',
        EXIT: { target: 'absent', actions: 'loseBody' },
      },
    },
  },
})
