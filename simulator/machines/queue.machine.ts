import { setup } from 'xstate'

type Event = 'DECLARE' | 'ENQUEUE' | 'DRAIN' | 'DELETE'

/** A queue; `holding` while at least one message waits in it. Declaring it again changes nothing (rule 1.23). */
export const queueMachine = setup({ types: { events: {} as { type: Event } } }).createMachine({
  id: 'queue',
  initial: 'absent',
  states: {
    absent: { on: { DECLARE: 'empty' } },
    empty: { on: { DECLARE: 'empty', ENQUEUE: 'holding', DELETE: 'absent' } },
    holding: { on: { DECLARE: 'holding', ENQUEUE: 'holding', DRAIN: 'empty', DELETE: 'absent' } },
  },
})
