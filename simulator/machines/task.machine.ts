import { setup } from 'xstate'

type Event =
  | 'PUBLISH'
  | 'RECEIVE'
  | 'HOLD'
  | 'RESERVE'
  | 'START'
  | 'SKIP'
  | 'SUCCEED'
  | 'FAIL'
  | 'RETRY'
  | 'IGNORE'
  | 'REJECT'
  | 'REVOKE'
  | 'LOSE'
  | 'RESTORE'
  | 'DROP'
  | 'UNKNOWN'
  | 'INVALID'

/**
 * A task from its publishing to its end. It follows one request at a time: where messages of one id run
 * side by side (rule 4.33), or a copy is delivered while the old run still lives (rules 2.27, 3.12), each
 * request needs a state of its own.
 *
 * No end is for ever: the same id may be published again (rule 4.33), and its message delivered again.
 */
export const taskMachine = setup({ types: { events: {} as { type: Event } } }).createMachine({
  id: 'task',
  initial: 'pending',
  states: {
    pending: {
      on: {
        PUBLISH: 'sent',
        // A later step of a chain that failed is stored as FAILURE though it was never sent (rule 5.18).
        FAIL: 'failed',
        // revoke() stores REVOKED for any id, known or not (rule 3.56).
        REVOKE: 'revoked',
      },
    },
    sent: {
      on: {
        PUBLISH: 'sent',
        RECEIVE: 'received',
        // Unroutable (rule 2.16), time to live, overflow or purge (rules 2.18, 2.35).
        DROP: 'dropped',
        // Not registered on the worker: FAILURE is stored (rule 1.11).
        UNKNOWN: 'failed',
        // Rules 1.9, 1.10 and 1.13: the message is gone and nothing is stored.
        INVALID: 'dropped',
        FAIL: 'failed',
        REVOKE: 'revoked',
      },
    },
    received: {
      on: {
        PUBLISH: 'received',
        RECEIVE: 'received',
        // Waits in the worker until its ETA (rule 3.17).
        HOLD: 'held',
        RESERVE: 'reserved',
        // A retry with no countdown is received before RETRY has been written (rule 4.7).
        RETRY: 'received',
        // Expired or revoked when it came (rules 3.15, 3.59).
        REVOKE: 'revoked',
        // The worker gave its unacknowledged messages back (rules 2.30, 2.32, 3.46).
        RESTORE: 'sent',
      },
    },
    held: {
      on: {
        PUBLISH: 'held',
        RECEIVE: 'received',
        RESERVE: 'reserved',
        RETRY: 'held',
        // Revoked tasks with an ETA are thrown away when it comes (rule 3.57).
        REVOKE: 'revoked',
        RESTORE: 'sent',
      },
    },
    reserved: {
      on: {
        PUBLISH: 'reserved',
        RECEIVE: 'received',
        START: 'started',
        // Delivered again though it has succeeded: its worker was told to look (rule 3.31).
        SKIP: 'succeeded',
        RETRY: 'reserved',
        // Looked at again just before it would run (rule 3.59).
        REVOKE: 'revoked',
        RESTORE: 'sent',
        // The process died between accepting it and running it (rule 3.28).
        LOSE: 'lost',
      },
    },
    started: {
      on: {
        // retry() publishes the next try while the body still runs (rule 4.7).
        PUBLISH: 'started',
        RECEIVE: 'received',
        SUCCEED: 'succeeded',
        FAIL: 'failed',
        RETRY: 'retrying',
        // Rule 4.8.
        IGNORE: 'ignored',
        // Rules 3.29 and 4.9.
        REJECT: 'rejected',
        // revoke(terminate=True), rule 3.58.
        REVOKE: 'revoked',
        LOSE: 'lost',
        // A late acknowledged task whose worker died goes back to its queue (rules 2.32, 3.48).
        RESTORE: 'sent',
      },
    },
    retrying: {
      on: {
        PUBLISH: 'retrying',
        RECEIVE: 'received',
        DROP: 'dropped',
        UNKNOWN: 'failed',
        INVALID: 'dropped',
        FAIL: 'failed',
        REVOKE: 'revoked',
        // Not acknowledged yet when its connection was lost (rule 3.12).
        RESTORE: 'sent',
      },
    },
    lost: {
      on: {
        PUBLISH: 'sent',
        RECEIVE: 'received',
        // WorkerLostError is stored by the worker's main process (rules 3.28, 3.35).
        FAIL: 'failed',
        // reject_on_worker_lost (rule 3.28), or the worker died too.
        RESTORE: 'sent',
      },
    },
    succeeded: {
      tags: 'final',
      on: {
        PUBLISH: 'sent',
        RECEIVE: 'received',
        // An error after the result had been stored, in on_success for one (rule 4.11).
        FAIL: 'failed',
        RESTORE: 'sent',
      },
    },
    failed: {
      tags: 'final',
      on: {
        PUBLISH: 'sent',
        RECEIVE: 'received',
        // Failures that Celery handles twice: rules 3.38 and 4.36.
        FAIL: 'failed',
        RESTORE: 'sent',
      },
    },
    ignored: { tags: 'final', on: { PUBLISH: 'sent', RECEIVE: 'received', RESTORE: 'sent' } },
    rejected: { tags: 'final', on: { PUBLISH: 'sent', RECEIVE: 'received', RESTORE: 'sent' } },
    revoked: {
      tags: 'final',
      // A member of a chain or a chord that was revoked is stored as a failure too (rules 3.61, 5.43).
      on: {
        PUBLISH: 'sent',
        RECEIVE: 'received',
        FAIL: 'failed',
        REVOKE: 'revoked',
        // Its acknowledgement was lost, or its worker was before it could (rules 2.30, 2.32).
        RESTORE: 'sent',
        // Terminated with a signal that its body survives: it ends as it likes (rule 3.58).
        SUCCEED: 'succeeded',
        RETRY: 'retrying',
        IGNORE: 'ignored',
        REJECT: 'rejected',
      },
    },
    dropped: { tags: 'final', on: { PUBLISH: 'sent', RECEIVE: 'received', FAIL: 'failed' } },
  },
})
