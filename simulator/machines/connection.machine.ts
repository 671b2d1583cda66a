import { setup } from 'xstate'

type Event = 'CONNECT' | 'OPEN' | 'REFUSE' | 'LOSE' | 'CLOSE'

/** A process's connection to the broker or to the result backend. */
export const connectionMachine = setup({ types: { events: {} as { type: Event } } }).createMachine({
  id: 'connection',
  initial: 'closed',
  states: {
    // Opened by the first use, closed with the process.
    closed: { on: { CONNECT: 'connecting' } },
    connecting: {
      on: {
        OPEN: 'open',
        // Nobody listens, or nobody answers (rules 1.21, 3.11).
        REFUSE: 'waiting',
        CLOSE: 'closed',
      },
    },
    // Between two attempts.
    waiting: { on: { CONNECT: 'connecting', CLOSE: 'closed' } },
    open: {
      on: {
        // Closed by the other side, or missed two heartbeats (rules 3.12, 3.53).
        LOSE: 'lost',
        CLOSE: 'closed',
      },
    },
    // Dead; its owner finds out when it next uses it, a worker at once.
    lost: { on: { CONNECT: 'connecting', CLOSE: 'closed' } },
  },
})
