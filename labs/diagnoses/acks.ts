import { clockText, type Micros } from '../../simulator/index.ts'
import { number, type Parameters, text } from '../checks/check.ts'
import { rateOf } from '../checks/rate-at-least.ts'
import { named, type RunRecord, type TaskRecord } from '../checks/run-record.ts'
import { type DiagnosisWord, TWO_KINDS } from './diagnosis.ts'

/** Two kinds of task that must not be lost, and what is chosen for each. */
const KEPT = { ...TWO_KINDS, answer: 'answer', otherAnswer: 'answer' } as const

/** Tasks of both kinds whose work was never done; none as long as nothing was chosen. */
function lostIn(run: RunRecord, parameters: Parameters): readonly TaskRecord[] {
  if (!isChosen(run, parameters)) return []
  const worked = new Set(run.effects.map(({ task }) => task))
  return ['task', 'other']
    .flatMap((kind) => named(run, text(parameters, kind)))
    .filter((task) => !worked.has(task))
}

/** Was anything chosen? Hints are about what somebody did, not about what was there before. */
const isChosen = (run: RunRecord, parameters: Parameters): boolean =>
  ['answer', 'otherAnswer'].some((name) => (run.answers[text(parameters, name)] ?? null) !== null)

/** When it was last cut off; null where it never ran, or never was. */
const killedAt = ({ runs, state }: TaskRecord): Micros | null =>
  state === 'SUCCESS' ? null : (runs.at(-1)?.to ?? null)

/** A message was acknowledged when its work began, and the work was cut off. */
export const ackedBeforeKilled: DiagnosisWord = {
  parameters: KEPT,
  slots: ['task', 'delivered', 'acked', 'killed', 'lost'],
  find(run, parameters) {
    const lost = lostIn(run, parameters).filter((task) => ackedFirst(task) === true)
    const [first] = lost
    if (first === undefined) return null
    return { ...momentsOf(first), delivered: clockText(first.delivered ?? 0), lost: lost.length }
  },
}

/** A process was killed, and the worker acknowledged for it: nobody gets the message again. */
export const ackedThoughKilled: DiagnosisWord = {
  parameters: KEPT,
  slots: ['task', 'acked', 'killed', 'lost'],
  find(run, parameters) {
    const lost = lostIn(run, parameters).filter((task) => ackedFirst(task) === false)
    const [first] = lost
    return first === undefined ? null : { ...momentsOf(first), lost: lost.length }
  },
}

/** Was it acknowledged before it was cut off? Null where it was not both. */
function ackedFirst(task: TaskRecord): boolean | null {
  const killed = killedAt(task)
  return killed === null || task.acked === null ? null : task.acked < killed
}

const momentsOf = (task: TaskRecord) => ({
  task: task.name,
  acked: clockText(task.acked ?? 0),
  killed: clockText(killedAt(task) ?? 0),
})

/** A message was gone before anybody had acknowledged it: its broker did not keep it. */
export const lostWithBroker: DiagnosisWord = {
  parameters: KEPT,
  slots: ['task', 'sent', 'lost'],
  find(run, parameters) {
    const lost = lostIn(run, parameters).filter(({ acked }) => acked === null)
    const [first] = lost
    if (first === undefined) return null
    return { task: first.name, sent: clockText(first.published), lost: lost.length }
  },
}

/** Somebody says that work is never done twice, and it was. */
export const claimedOnce: DiagnosisWord = {
  parameters: { task: 'task', answer: 'answer', claim: 'option' },
  slots: ['first', 'killed', 'again', 'twice'],
  find(run, parameters) {
    if (run.answers[text(parameters, 'answer')] !== text(parameters, 'claim')) return null
    const twice = named(run, text(parameters, 'task')).flatMap((task) => {
      const effects = run.effects.filter((effect) => effect.task === task)
      const [first, again] = effects
      return first === undefined || again === undefined ? [] : [{ task, first, again }]
    })
    const [one] = twice
    if (one === undefined) return null
    return {
      first: clockText(one.first.time),
      killed: clockText(one.task.runs.find(({ to }) => to >= one.first.time)?.to ?? 0),
      again: clockText(one.again.time),
      twice: twice.length,
    }
  },
}

/** Nothing is lost, but what should be quick waits for an acknowledgement between any two of its tasks. */
export const slowByAcks: DiagnosisWord = {
  parameters: { ...KEPT, quick: 'task', perSecond: 'count' },
  slots: ['rate', 'wanted', 'milliseconds'],
  find(run, parameters) {
    const quick = named(run, text(parameters, 'quick'))
    const [rate, wanted] = [rateOf(run, text(parameters, 'quick')), number(parameters, 'perSecond')]
    const late = quick.filter(({ acked, finished }) => (acked ?? 0) >= (finished ?? Infinity))
    if (rate >= wanted || late.length * 2 < quick.length) return null
    if (!isChosen(run, parameters) || lostIn(run, parameters).length > 0) return null
    return {
      rate: Math.floor(rate),
      wanted,
      milliseconds: Math.round((late[0]?.runtime ?? 0) / 1000),
    }
  },
}
