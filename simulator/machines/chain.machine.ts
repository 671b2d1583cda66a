import { setup } from 'xstate'

type Event = 'STEP' | 'DONE' | 'FAIL'

/**
 * A chain; each STEP is the publishing of its next task (rule 5.13). A step that is delivered again
 * publishes its successor again, so a chain may go on after its end.
 */
export const chainMachine = setup({ types: { events: {} as { type: Event } } }).createMachine({
  id: 'chain',
  initial: 'waiting',
  states: {
    waiting: { on: { STEP: 'running' } },
    // Tasks after the failed one never run (rule 5.18).
    running: { on: { STEP: 'running', DONE: 'done', FAIL: 'failed' } },
    done: { tags: 'final', on: { STEP: 'running', DONE: 'done', FAIL: 'failed' } },
    failed: { tags: 'final', on: { STEP: 'running', DONE: 'done', FAIL: 'failed' } },
  },
})
