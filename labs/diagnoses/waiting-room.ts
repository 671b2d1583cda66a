import { lengthText } from '../../simulator/index.ts'
import { number } from '../checks/check.ts'
import { doneBy, processesOf, type RunRecord, slotSleeps, slotWaits } from '../checks/run-record.ts'
import type { DiagnosisWord, Findings } from './diagnosis.ts'

/** Waits in processes that were still going on when nothing more happened. */
const forEver = (run: RunRecord): ReturnType<typeof slotWaits> =>
  slotWaits(run).filter(({ to }) => to >= run.end)

/** Waits in processes that somebody gave up, and then tried again or failed. */
function givenUp(run: RunRecord): ReturnType<typeof slotWaits> {
  const byId = new Map(run.tasks.map((task) => [task.id, task]))
  return slotWaits(run).filter(
    ({ task, ids, to }) =>
      to < run.end &&
      (task.retries > 0 || task.error === 'TimeoutError') &&
      !ids.some((id) => doneBy(byId.get(id) ?? task, to)),
  )
}

/** Everybody who could run what is waited for waits too; null where nobody does so for ever. */
function circle(run: RunRecord): Findings | null {
  const [first, ...others] = forEver(run)
  if (first === undefined || givenUp(run).length > 0) return null
  return {
    task: first.task.name,
    slots: others.length + 1,
    queued: run.tasks.filter(({ firstStarted }) => firstStarted === null).length,
    worker: first.task.workers.at(-1) ?? '',
  }
}

const isAllowed = (run: RunRecord): boolean => forEver(run).some(({ allowed }) => allowed)

const SLOTS = ['task', 'slots', 'queued', 'worker'] as const

/** Tasks wait for ever for tasks that nobody is left to run, and there are no more processes than at first. */
export const waitsInACircle: DiagnosisWord = {
  parameters: { processes: 'count' },
  slots: SLOTS,
  find: (run, parameters) =>
    isAllowed(run) || processesOf(run.workers) > number(parameters, 'processes')
      ? null
      : circle(run),
}

/** The same, with more processes: they wait as well. */
export const largerCircle: DiagnosisWord = {
  parameters: { processes: 'count' },
  slots: SLOTS,
  find: (run, parameters) =>
    isAllowed(run) || processesOf(run.workers) <= number(parameters, 'processes')
      ? null
      : circle(run),
}

/** The same, inside a block that lets a task wait. */
export const circleAllowed: DiagnosisWord = {
  parameters: {},
  slots: SLOTS,
  find: (run) => (isAllowed(run) ? circle(run) : null),
}

/** Tasks give up waiting for other tasks, and begin again from the front. */
export const givesUpWaiting: DiagnosisWord = {
  parameters: {},
  slots: ['task', 'wait', 'times', 'queued'],
  find(run) {
    const given = givenUp(run)
    const [first] = given
    if (first === undefined) return null
    return {
      task: first.task.name,
      wait: lengthText(first.to - first.from),
      times: given.length,
      queued: run.tasks.filter(({ firstStarted }) => firstStarted === null).length,
    }
  },
}

/** Nobody waits for ever, and yet processes wait for other tasks for a good part of their time. */
export const waitsInPart: DiagnosisWord = {
  parameters: { longest: 'seconds' },
  slots: ['task', 'share', 'worker'],
  find(run, parameters) {
    const long = slotWaits(run).filter(
      ({ from, to }) => to - from > number(parameters, 'longest') * 1_000_000,
    )
    const [first] = long
    if (first === undefined || forEver(run).length > 0 || givenUp(run).length > 0) return null
    const waited = long.reduce((sum, { from, to }) => sum + to - from, 0)
    const busy = run.tasks.reduce(
      (sum, { lastStarted, finished }) => sum + (finished ?? run.end) - (lastStarted ?? run.end),
      0,
    )
    return {
      task: first.task.name,
      share: Math.round(Math.min(1, waited / Math.max(1, busy)) * 100),
      worker: first.task.workers.at(-1) ?? '',
    }
  },
}

/** A task sleeps in its process, looks for the results of others, and sleeps again. */
export const sleepsAndLooks: DiagnosisWord = {
  parameters: { longest: 'seconds', times: 'count' },
  slots: ['task', 'times', 'wait', 'worker'],
  find(run, parameters) {
    if (slotWaits(run).length > 0) return null
    const limit = number(parameters, 'longest') * 1_000_000
    const naps = slotSleeps(run).filter(({ from, to }) => to - from > limit)
    const byTask = new Map<string, typeof naps>()
    for (const nap of naps) byTask.set(nap.task.id, [...(byTask.get(nap.task.id) ?? []), nap])
    const [most] = [...byTask.values()].toSorted((a, b) => b.length - a.length)
    const [first] = most ?? []
    if (most === undefined || first === undefined || most.length < number(parameters, 'times'))
      return null
    const whole = most.reduce((sum, { from, to }) => sum + to - from, 0)
    return {
      task: first.task.name,
      times: most.length,
      wait: lengthText(whole),
      worker: first.task.workers.at(-1) ?? '',
    }
  },
}
