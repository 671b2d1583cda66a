import type { CheckWord } from './check.ts'
import { handledApart } from './handled-apart.ts'
import { nothingLost } from './nothing-lost.ts'
import { p95Wait } from './p95-wait.ts'
import { queuesConsumed } from './queues-consumed.ts'
import { throughput } from './throughput.ts'
import { workKept } from './work-kept.ts'

/** Every check word there is. To add one: a file of this folder, and its line here. */
export const CHECKS = {
  'p95-wait': p95Wait,
  'handled-apart': handledApart,
  throughput,
  'queues-consumed': queuesConsumed,
  'nothing-lost': nothingLost,
  'work-kept': workKept,
} as const satisfies { readonly [word: string]: CheckWord }

/** A check word by its name. */
export const checkWord = (word: string): CheckWord | undefined =>
  Object.hasOwn(CHECKS, word) ? CHECKS[word as keyof typeof CHECKS] : undefined
