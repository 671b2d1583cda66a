import type { Distribution, Of } from './distribution.ts'

/** One of a list, each as likely: durations that were measured. */
export const values: Distribution<Of<'values'>> = {
  parameters: ['values'],
  problem: ({ values }) => (values.length === 0 ? 'The list of values is empty.' : null),
  quantile: ({ values }, share) => values[Math.floor(share * values.length)] ?? 0,
}
