import { setup } from 'xstate'

type Event = 'COUNT' | 'UNLOCK' | 'BODY' | 'FAIL'

/**
 * A chord as its result backend counts it (rule 5.36). The failure of a member counts too, and the chord
 * fails only once all have ended (rule 5.37). Counting starts anew after the end when a member is
 * delivered again, since the keys are gone by then: the body of a chord of one member is then sent again.
 */
export const chordMachine = setup({
  types: { events: {} as { type: Event } },
  actions: { publishBody: () => {}, failBody: () => {} },
}).createMachine({
  id: 'chord',
  initial: 'counting',
  states: {
    counting: {
      on: {
        COUNT: 'counting',
        UNLOCK: { target: 'unlocked', actions: 'publishBody' },
        FAIL: { target: 'failed', actions: 'failBody' },
      },
    },
    unlocked: {
      on: {
        COUNT: 'unlocked',
        UNLOCK: { target: 'unlocked', actions: 'publishBody' },
        BODY: 'done',
        FAIL: { target: 'failed', actions: 'failBody' },
      },
    },
    done: {
      tags: 'final',
      on: {
        COUNT: 'done',
        UNLOCK: { target: 'unlocked', actions: 'publishBody' },
        BODY: 'done',
        FAIL: { target: 'failed', actions: 'failBody' },
      },
    },
    // After a ChordError the keys stay (rule 5.36). A member that runs again with the same result may try again
    // to send the body that could not be sent (rule 5.39).
    // A body that was given out twice fails twice (rule 3.12), as does the part of a hard time limit (rule 3.38).
    failed: {
      tags: 'final',
      on: {
        COUNT: 'failed',
        UNLOCK: { target: 'unlocked', actions: 'publishBody' },
        FAIL: 'failed',
      },
    },
  },
})
