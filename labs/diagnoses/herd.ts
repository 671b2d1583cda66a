import { clockText, lengthText, type Micros } from '../../simulator/index.ts'
import { number, type Parameters, text } from '../checks/check.ts'
import { firstBack, perSecond, requestsTo, triesOf } from '../checks/requests.ts'
import { named, type RunRecord } from '../checks/run-record.ts'
import type { DiagnosisWord } from './diagnosis.ts'

const SECOND: Micros = 1_000_000

/** First pauses that differ by less than this share of them are all alike. */
const ALIKE = 0.35
/** Pauses of one task that differ by less than this share of them do not grow. */
const EVEN = 0.2

/** What is to be known of a crowd of tasks that a service has turned away. */
interface Herd {
  /** Pauses of the task that was tried most often. */
  readonly pauses: readonly Micros[]
  /** All wait equally long, so they come back together. */
  readonly together: boolean
  readonly even: boolean
  /** Requests in the busiest second after the first outage. */
  readonly busiest: number
  readonly falls: number
  /** How often the task was tried that was tried most often. */
  readonly tries: number
}

function herdOf(run: RunRecord, parameters: Parameters): Herd {
  const service = text(parameters, 'service')
  const all = [...triesOf(run, text(parameters, 'task'), service).values()]
  const pausesOf = (tries: (typeof all)[number]): readonly Micros[] =>
    tries.slice(1).map(({ from }, at) => from - (tries[at]?.from ?? from))
  const [longest = []] = all.toSorted((a, b) => b.length - a.length)
  const pauses = pausesOf(longest)
  const firsts = all.flatMap((tries) => pausesOf(tries).slice(0, 1))
  const back = firstBack(run, service) ?? 0
  const after = perSecond(requestsTo(run, service).filter(({ from }) => from >= back))
  return {
    pauses,
    together: firsts.length > 1 && spread(firsts) < ALIKE,
    even: pauses.length > 0 && spread(pauses) < EVEN,
    busiest: Math.max(0, ...after.values()),
    falls: run.effects.filter((effect) => effect.service === service && 'fell' in effect.entry)
      .length,
    tries: longest.length,
  }
}

/** How far values lie apart, as a share of the greatest. */
const spread = (values: readonly number[]): number => {
  const greatest = values.reduce((a, b) => Math.max(a, b), 1)
  return (greatest - values.reduce((a, b) => Math.min(a, b), greatest)) / greatest
}

const HERD = { task: 'task', service: 'service' } as const

/** Everybody comes back again and again at the same pace. */
export const evenWaves: DiagnosisWord = {
  parameters: { ...HERD, most: 'count' },
  slots: ['first', 'gap', 'falls'],
  find(run, parameters) {
    const { pauses, together, even, busiest, falls } = herdOf(run, parameters)
    if (!together || !even || busiest <= number(parameters, 'most')) return null
    return { first: busiest, gap: lengthText(pauses[0] ?? 0), falls }
  },
}

/** Everybody comes back together, only less and less often. */
export const growingWaves: DiagnosisWord = {
  parameters: { ...HERD, most: 'count' },
  slots: ['first'],
  find(run, parameters) {
    const { together, even, busiest } = herdOf(run, parameters)
    if (!together || even || busiest <= number(parameters, 'most')) return null
    return { first: busiest }
  },
}

/** All are done in the end, but the last ones waited far too long for their next try. */
export const lateLastSuccess: DiagnosisWord = {
  parameters: { ...HERD, within: 'seconds' },
  slots: ['after', 'limit'],
  find(run, parameters) {
    const ends = named(run, text(parameters, 'task')).map(({ successes: [first] }) => first?.time)
    const back = firstBack(run, text(parameters, 'service')) ?? 0
    const within = number(parameters, 'within') * SECOND
    const last = ends.reduce<number>((latest, end) => Math.max(latest, end ?? 0), 0)
    if (ends.includes(undefined) || last <= back + within) return null
    if (herdOf(run, parameters).together) return null
    return { after: lengthText(last - back), limit: lengthText(within) }
  },
}

/** Tasks have failed for good: all their tries were over too soon. */
export const triesUsedUp: DiagnosisWord = {
  parameters: HERD,
  slots: ['lost', 'tries', 'when'],
  find(run, parameters) {
    const lost = named(run, text(parameters, 'task')).filter(({ state }) => state === 'FAILURE')
    const first = lost.reduce(
      (earliest, { finished }) => Math.min(earliest, finished ?? run.end),
      run.end,
    )
    const { together, tries } = herdOf(run, parameters)
    if (lost.length === 0 || together) return null
    return { lost: lost.length, tries, when: clockText(first) }
  },
}

/** Tasks knock again and again, though each draws its pauses. */
export const triedTooManyTimes: DiagnosisWord = {
  parameters: { ...HERD, most: 'count' },
  slots: ['tries', 'gap'],
  find(run, parameters) {
    const { together, tries, pauses } = herdOf(run, parameters)
    if (together || tries <= number(parameters, 'most')) return null
    return { tries, gap: lengthText(Math.min(...pauses)) }
  },
}
