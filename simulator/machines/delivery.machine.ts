import { setup } from 'xstate'

type Event = 'DELIVER' | 'ACK' | 'REJECT' | 'REQUEUE' | 'RESTORE' | 'DROP'

/** One copy of a message in one queue, until the broker has forgotten it. */
export const deliveryMachine = setup({
  types: { events: {} as { type: Event } },
  actions: { markRedelivered: () => {} },
}).createMachine({
  id: 'delivery',
  initial: 'ready',
  states: {
    ready: {
      on: {
        DELIVER: 'unacked',
        // Time to live, overflow or purge (rules 2.18, 2.35).
        DROP: 'dropped',
      },
    },
    unacked: {
      on: {
        ACK: 'acked',
        REJECT: 'dropped',
        REQUEUE: { target: 'ready', actions: 'markRedelivered' },
        // The consumer went away or let the visibility timeout pass (rules 2.27, 2.30, 2.32).
        RESTORE: { target: 'ready', actions: 'markRedelivered' },
        // Its worker is gone, and nothing is left that would bring it back (rules 2.26, 2.31).
        DROP: 'dropped',
      },
    },
    acked: { type: 'final' },
    dropped: { type: 'final' },
  },
})
