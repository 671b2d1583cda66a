import type { DiagnosisWord } from './diagnosis.ts'
import { fewerProcesses } from './fewer-processes.ts'
import { oneQueueForBoth, onlyMoreProcesses } from './one-queue-for-both.ts'
import { onlyWorkerAway } from './only-worker-away.ts'
import { priorityInsteadOfQueue } from './priority-instead-of-queue.ts'
import { queueWithoutConsumer } from './queue-without-consumer.ts'
import { sameRoute } from './same-route.ts'
import { workerTakesBoth } from './worker-takes-both.ts'

/** Every diagnosis word there is. To add one: a file of this folder, and its line here. */
export const DIAGNOSES = {
  'fewer-processes': fewerProcesses,
  'one-queue-for-both': oneQueueForBoth,
  'only-more-processes': onlyMoreProcesses,
  'only-worker-away': onlyWorkerAway,
  'priority-instead-of-queue': priorityInsteadOfQueue,
  'queue-without-consumer': queueWithoutConsumer,
  'same-route': sameRoute,
  'worker-takes-both': workerTakesBoth,
} as const satisfies { readonly [word: string]: DiagnosisWord }

/** A diagnosis word by its name. */
export const diagnosisWord = (word: string): DiagnosisWord | undefined =>
  Object.hasOwn(DIAGNOSES, word) ? DIAGNOSES[word as keyof typeof DIAGNOSES] : undefined
