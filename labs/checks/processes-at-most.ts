import { type CheckWord, number } from './check.ts'

/** Never are there more pool processes than this at once: each holds a connection to the database. */
export const processesAtMost: CheckWord = {
  parameters: { most: 'count' },
  judge({ crowd }, parameters) {
    const most = number(parameters, 'most')
    if (crowd.most <= most) return null
    return {
      time: crowd.at,
      sentence: `There were ${crowd.most} processes at once, and each holds a connection; ${most} are allowed.`,
    }
  },
}
