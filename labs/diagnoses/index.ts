import type { DiagnosisWord } from './diagnosis.ts'
import {
  ackedBeforeKilled,
  ackedThoughKilled,
  claimedOnce,
  lostWithBroker,
  slowByAcks,
} from './acks.ts'
import { alwaysAtTheMost } from './always-at-the-most.ts'
import { asksAgain } from './asks-again.ts'
import { cellsDiffer, cellsEmpty } from './cells.ts'
import {
  chargesAndRefunds,
  chargesWithoutKey,
  claimedForEver,
  keyOfTheTask,
  keyOfTheTry,
  looksThenCharges,
  lostAfterAck,
  neverAskedAgain,
  noAnswerDropped,
} from './charges.ts'
import { clientCollects, clientJoins } from './client-waits.ts'
import { cpuDoesNotSeeWaiting } from './cpu-does-not-see-waiting.ts'
import { fewerProcesses } from './fewer-processes.ts'
import { flapping } from './flapping.ts'
import { evenWaves, growingWaves, lateLastSuccess, triedTooManyTimes, triesUsedUp } from './herd.ts'
import { killedAtScaleIn } from './killed-at-scale-in.ts'
import { lostInHeader } from './lost-in-header.ts'
import {
  allAtOnce,
  badForgotten,
  evenGaps,
  gaveUp,
  goodAsBad,
  neverTriedAgain,
  oneErrorEndsIt,
  triedTooOften,
  triedTooSoon,
} from './mail-retries.ts'
import { nobodyAtNight } from './nobody-at-night.ts'
import { oneQueueForBoth, onlyMoreProcesses } from './one-queue-for-both.ts'
import { onlyWorkerAway } from './only-worker-away.ts'
import {
  chargedAgain,
  chargedTooSoon,
  doneForEachClick,
  leftHalfDone,
  longPause,
  mailGivenUp,
  noAnswerTakenForNo,
  nothingBegun,
  notPutBack,
  oversold,
} from './orders.ts'
import { permanentRetried } from './permanent-retried.ts'
import { podsWithoutWork } from './pods-without-work.ts'
import { priorityInsteadOfQueue } from './priority-instead-of-queue.ts'
import { queueWithoutConsumer } from './queue-without-consumer.ts'
import { retrySwallowed } from './retry-swallowed.ts'
import { rowsDiffer } from './rows-differ.ts'
import { sameRoute } from './same-route.ts'
import { slotSleepsBetween } from './slot-sleeps.ts'
import { slotWaitsForResults } from './slot-waits.ts'
import { lessThanItsParts, moreThanItsParts } from './sum-of-parts.ts'
import { twoResults } from './two-results.ts'
import {
  circleAllowed,
  givesUpWaiting,
  largerCircle,
  sleepsAndLooks,
  waitsInACircle,
  waitsInPart,
} from './waiting-room.ts'
import {
  killedForMemory,
  noMachineLeft,
  predictionOff,
  rateLimitEach,
  tooManyConnections,
  tooManyMachines,
  upstreamRefuses,
  waitsInLine,
} from './machines.ts'
import {
  answeredBlindly,
  answeredTooSoon,
  busyInRequest,
  neverBegun,
  nothingPublished,
  waitsInRequest,
} from './web-front.ts'
import {
  beforeItsParts,
  errbackOfEach,
  errbackOfSome,
  failureSwallowed,
  lostWithItsProcess,
  noErrback,
  oneByOne,
  resultInFront,
  resultLeftOut,
  slotsSpentWaiting,
  withoutItsParts,
} from './workflow.ts'
import { withoutBefore } from './without-before.ts'
import { workerTakesBoth } from './worker-takes-both.ts'

/** Every diagnosis word there is. To add one: a file of this folder, and its line here. */
export const DIAGNOSES = {
  'always-at-the-most': alwaysAtTheMost,
  'cpu-does-not-see-waiting': cpuDoesNotSeeWaiting,
  flapping,
  'killed-at-scale-in': killedAtScaleIn,
  'nobody-at-night': nobodyAtNight,
  'pods-without-work': podsWithoutWork,
  'fewer-processes': fewerProcesses,
  'one-queue-for-both': oneQueueForBoth,
  'only-more-processes': onlyMoreProcesses,
  'only-worker-away': onlyWorkerAway,
  'priority-instead-of-queue': priorityInsteadOfQueue,
  'queue-without-consumer': queueWithoutConsumer,
  'same-route': sameRoute,
  'worker-takes-both': workerTakesBoth,
  'asks-again': asksAgain,
  'client-collects': clientCollects,
  'client-joins': clientJoins,
  'less-than-its-parts': lessThanItsParts,
  'more-than-its-parts': moreThanItsParts,
  'lost-in-header': lostInHeader,
  'slot-waits': slotWaitsForResults,
  'two-results': twoResults,
  'retry-swallowed': retrySwallowed,
  'slot-sleeps': slotSleepsBetween,
  'permanent-retried': permanentRetried,
  'never-tried-again': neverTriedAgain,
  'one-error-ends-it': oneErrorEndsIt,
  'gave-up': gaveUp,
  'even-gaps': evenGaps,
  'tried-too-soon': triedTooSoon,
  'tried-too-often': triedTooOften,
  'all-at-once': allAtOnce,
  'good-as-bad': goodAsBad,
  'bad-forgotten': badForgotten,
  'charges-without-key': chargesWithoutKey,
  'looks-then-charges': looksThenCharges,
  'key-of-the-task': keyOfTheTask,
  'key-of-the-try': keyOfTheTry,
  'charges-and-refunds': chargesAndRefunds,
  'lost-after-ack': lostAfterAck,
  'never-asked-again': neverAskedAgain,
  'no-answer-dropped': noAnswerDropped,
  'claimed-for-ever': claimedForEver,
  'without-before': withoutBefore,
  'waits-in-a-circle': waitsInACircle,
  'larger-circle': largerCircle,
  'circle-allowed': circleAllowed,
  'gives-up-waiting': givesUpWaiting,
  'waits-in-part': waitsInPart,
  'sleeps-and-looks': sleepsAndLooks,
  'rows-differ': rowsDiffer,
  'even-waves': evenWaves,
  'growing-waves': growingWaves,
  'late-last-success': lateLastSuccess,
  'tries-used-up': triesUsedUp,
  'tried-too-many-times': triedTooManyTimes,
  'nothing-published': nothingPublished,
  'busy-in-request': busyInRequest,
  'waits-in-request': waitsInRequest,
  'answered-too-soon': answeredTooSoon,
  'answered-blindly': answeredBlindly,
  'never-begun': neverBegun,
  'acked-before-killed': ackedBeforeKilled,
  'acked-though-killed': ackedThoughKilled,
  'claimed-once': claimedOnce,
  'lost-with-broker': lostWithBroker,
  'slow-by-acks': slowByAcks,
  'no-machine-left': noMachineLeft,
  'killed-for-memory': killedForMemory,
  'upstream-refuses': upstreamRefuses,
  'rate-limit-each': rateLimitEach,
  'too-many-connections': tooManyConnections,
  'too-many-machines': tooManyMachines,
  'waits-in-line': waitsInLine,
  'prediction-off': predictionOff,
  'cells-empty': cellsEmpty,
  'cells-differ': cellsDiffer,
  'slots-spent-waiting': slotsSpentWaiting,
  'lost-with-its-process': lostWithItsProcess,
  'result-in-front': resultInFront,
  'result-left-out': resultLeftOut,
  'before-its-parts': beforeItsParts,
  'without-its-parts': withoutItsParts,
  'failure-swallowed': failureSwallowed,
  'errback-of-some': errbackOfSome,
  'no-errback': noErrback,
  'errback-of-each': errbackOfEach,
  'one-by-one': oneByOne,
  'nothing-begun': nothingBegun,
  'charged-again': chargedAgain,
  'charged-too-soon': chargedTooSoon,
  'done-for-each-click': doneForEachClick,
  oversold,
  'not-put-back': notPutBack,
  'no-answer-taken-for-no': noAnswerTakenForNo,
  'left-half-done': leftHalfDone,
  'mail-given-up': mailGivenUp,
  'long-pause': longPause,
} as const satisfies { readonly [word: string]: DiagnosisWord }

/** A diagnosis word by its name. */
export const diagnosisWord = (word: string): DiagnosisWord | undefined =>
  Object.hasOwn(DIAGNOSES, word) ? DIAGNOSES[word as keyof typeof DIAGNOSES] : undefined
