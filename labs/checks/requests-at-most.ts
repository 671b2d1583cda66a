import { type CheckWord, number, text } from './check.ts'
import { firstBack, perSecond, requestsTo } from './requests.ts'

/** A service that is back after an outage never gets more than so many requests in a second. */
export const requestsAtMost: CheckWord = {
  parameters: { service: 'service', most: 'count' },
  judge(run, parameters) {
    const service = text(parameters, 'service')
    const most = number(parameters, 'most')
    const back = firstBack(run, service) ?? 0
    // Who finds nobody there is no load.
    const served = requestsTo(run, service).filter(
      ({ from, outcome }) => from >= back && outcome !== 'refused',
    )
    const [over] = [...perSecond(served)].filter(([, count]) => count > most)
    if (over === undefined) return null
    const [second, count] = over
    return {
      time: second * 1_000_000,
      sentence: `${service} got ${count} requests in second ${second}; it bears ${most}.`,
    }
  },
}
