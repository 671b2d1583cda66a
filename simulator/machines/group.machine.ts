import { setup } from 'xstate'

type Event = 'MEMBER' | 'DONE' | 'FAIL'

/** A group; each MEMBER is one task of it that succeeded, FAIL one that did not. A member may end twice (rule 6.11). */
export const groupMachine = setup({ types: { events: {} as { type: Event } } }).createMachine({
  id: 'group',
  initial: 'open',
  states: {
    open: { on: { MEMBER: 'open', DONE: 'complete', FAIL: 'failed' } },
    complete: { tags: 'final', on: { MEMBER: 'complete', FAIL: 'failed' } },
    failed: { tags: 'final', on: { MEMBER: 'failed', DONE: 'complete', FAIL: 'failed' } },
  },
})
