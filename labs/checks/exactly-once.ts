import { atLeastOnce } from './at-least-once.ts'
import { atMostOnce } from './at-most-once.ts'
import type { CheckWord } from './check.ts'

/** `effect` happens exactly once to each key of `of`, but for those of `except`: none twice, none never. */
export const exactlyOnce: CheckWord = {
  parameters: { ...atMostOnce.parameters, ...atLeastOnce.parameters },
  optional: { ...atMostOnce.optional, ...atLeastOnce.optional },
  judge: (run, parameters) =>
    atMostOnce.judge(run, parameters) ?? atLeastOnce.judge(run, parameters),
}
