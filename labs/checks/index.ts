import { attemptsAtMost } from './attempts-at-most.ts'
import { answersAsWanted } from './answers-as-wanted.ts'
import { doneBeforeAnswer } from './done-before-answer.ts'
import { onceForEach } from './once-for-each.ts'
import type { CheckWord } from './check.ts'
import { exactlyOnce } from './exactly-once.ts'
import { atMostOnce } from './at-most-once.ts'
import { atLeastOnce } from './at-least-once.ts'
import { never } from './never.ts'
import { always } from './always.ts'
import { before } from './before.ts'
import { within } from './within.ts'
import { neverOverlap } from './never-overlap.ts'
import { overlap } from './overlap.ts'
import { endsAs } from './ends-as.ts'
import { clientFree } from './client-free.ts'
import { cellsRight } from './cells-right.ts'
import { claimHolds } from './claim-holds.ts'
import { costAtMost } from './cost-at-most.ts'
import { drainedAsPredicted } from './drained-as-predicted.ts'
import { memorySuffices } from './memory-suffices.ts'
import { processesAtMost } from './processes-at-most.ts'
import { curveNear } from './curve-near.ts'
import { doneAfterOutage } from './done-after-outage.ts'
import { gapsGrow } from './gaps-grow.ts'
import { handledApart } from './handled-apart.ts'
import { loadAfterOutage } from './load-after-outage.ts'
import { mailOnce } from './mail-once.ts'
import { noSlotSleeps } from './no-slot-sleeps.ts'
import { nothingLost } from './nothing-lost.ts'
import { noSlotWaits } from './no-slot-waits.ts'
import { noTaskKilled } from './no-task-killed.ts'
import { noResultWaited } from './no-result-waited.ts'
import { noServerErrors } from './no-server-errors.ts'
import { p95Between } from './p95-between.ts'
import { p95Response } from './p95-response.ts'
import { p95Wait } from './p95-wait.ts'
import { p95WaitOfAll } from './p95-wait-of-all.ts'
import { podsNearBest } from './pods-near-best.ts'
import { queuesConsumed } from './queues-consumed.ts'
import { rateAtLeast } from './rate-at-least.ts'
import { rejectedForAReason } from './rejected-for-a-reason.ts'
import { requestsAtMost } from './requests-at-most.ts'
import { resultIs } from './result-is.ts'
import { rowsAgree } from './rows-agree.ts'
import { scaleChanges } from './scale-changes.ts'
import { startsAfterAll } from './starts-after-all.ts'
import { startsOnce } from './starts-once.ts'
import { stockAddsUp } from './stock-adds-up.ts'
import { throughput } from './throughput.ts'
import { triesAtMost } from './tries-at-most.ts'
import { unknownRecorded } from './unknown-recorded.ts'
import { unknownTriedOnce } from './unknown-tried-once.ts'
import { workKept } from './work-kept.ts'

/** Every check word there is. To add one: a file of this folder, and its line here. */
export const CHECKS = {
  'exactly-once': exactlyOnce,
  'at-most-once': atMostOnce,
  'at-least-once': atLeastOnce,
  never,
  always,
  before,
  within,
  'never-overlap': neverOverlap,
  overlap,
  'ends-as': endsAs,
  'p95-between': p95Between,
  'stock-adds-up': stockAddsUp,
  'rejected-for-a-reason': rejectedForAReason,
  'p95-wait': p95Wait,
  'p95-wait-of-all': p95WaitOfAll,
  'pods-near-best': podsNearBest,
  'scale-changes': scaleChanges,
  'no-task-killed': noTaskKilled,
  'handled-apart': handledApart,
  throughput,
  'queues-consumed': queuesConsumed,
  'nothing-lost': nothingLost,
  'work-kept': workKept,
  'starts-once': startsOnce,
  'starts-after-all': startsAfterAll,
  'result-is': resultIs,
  'client-free': clientFree,
  'no-slot-waits': noSlotWaits,
  'no-result-waited': noResultWaited,
  'no-slot-sleeps': noSlotSleeps,
  'mail-once': mailOnce,
  'unknown-recorded': unknownRecorded,
  'unknown-tried-once': unknownTriedOnce,
  'tries-at-most': triesAtMost,
  'gaps-grow': gapsGrow,
  'load-after-outage': loadAfterOutage,
  'rows-agree': rowsAgree,
  'p95-response': p95Response,
  'no-server-errors': noServerErrors,
  'requests-at-most': requestsAtMost,
  'done-after-outage': doneAfterOutage,
  'attempts-at-most': attemptsAtMost,
  'curve-near': curveNear,
  'cells-right': cellsRight,
  'cost-at-most': costAtMost,
  'drained-as-predicted': drainedAsPredicted,
  'memory-suffices': memorySuffices,
  'processes-at-most': processesAtMost,
  'claim-holds': claimHolds,
  'rate-at-least': rateAtLeast,
  'once-for-each': onceForEach,
  'done-before-answer': doneBeforeAnswer,
  'answers-as-wanted': answersAsWanted,
} as const satisfies { readonly [word: string]: CheckWord }

/** A check word by its name. */
export const checkWord = (word: string): CheckWord | undefined =>
  Object.hasOwn(CHECKS, word) ? CHECKS[word as keyof typeof CHECKS] : undefined
