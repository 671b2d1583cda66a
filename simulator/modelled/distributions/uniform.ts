import type { Distribution, Of } from './distribution.ts'

/** Anything between two values, each as likely. */
export const uniform: Distribution<Of<'uniform'>> = {
  parameters: ['from', 'to'],
  problem: ({ from, to }) =>
    from > to ? `From ${from} to ${to} is no span: "from" must not be more than "to".` : null,
  quantile: ({ from, to }, share) => from + (to - from) * share,
}
