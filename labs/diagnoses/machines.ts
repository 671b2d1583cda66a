import { clockText, lengthText, type Micros } from '../../simulator/index.ts'
import { numberIn } from '../answers.ts'
import { number, type Parameters, text } from '../checks/check.ts'
import { costOf, diedAt, drainedAt, priceText } from '../checks/cost-at-most.ts'
import { shortages } from '../checks/memory-suffices.ts'
import { perSecond } from '../checks/requests.ts'
import { named, p95, type RunRecord, type TaskRecord, waitOf } from '../checks/run-record.ts'
import type { DiagnosisWord, Findings } from './diagnosis.ts'

const SECOND: Micros = 1_000_000

const isOpen = ({ state }: TaskRecord): boolean => state !== 'SUCCESS'
const isRefused = ({ state }: TaskRecord): boolean => state === 'FAILURE'

/** Every machine that there was has died, and tasks are left. */
export const noMachineLeft: DiagnosisWord = {
  parameters: {},
  slots: ['machine', 'when', 'left'],
  find(run) {
    const [first] = run.machines
    const left = run.tasks.filter(isOpen).length
    if (first === undefined || left === 0 || !allDead(run)) return null
    return { machine: first.name, when: clockText(diedAt(run, first.name) ?? 0), left }
  },
}

const allDead = (run: RunRecord): boolean =>
  run.machines.every(({ name }) => diedAt(run, name) !== null)

/** The processes of a machine take more memory than it has. */
export const killedForMemory: DiagnosisWord = {
  parameters: {},
  slots: ['worker', 'processes', 'when', 'times'],
  find(run) {
    const all = shortages(run)
    const [first] = all
    if (first?.fault.fault !== 'out-of-memory') return null
    const { worker } = first.fault
    const hostname = `${worker ?? ''}@sim`
    const processes = run.workers.find((one) => one.hostname === hostname)?.processes ?? 0
    return {
      ...{ worker: worker ?? '', processes, times: all.length },
      when: clockText(first.time),
    }
  },
}

const UPSTREAM = { task: 'task', service: 'service', answer: 'answer' } as const

/** What a service turned away until tasks gave up; null where none did, or where memory is the trouble. */
function refusalOf(run: RunRecord, parameters: Parameters): Findings | null {
  const tasks = named(run, text(parameters, 'task'))
  const lost = tasks.filter(isRefused).length
  if (lost === 0 || shortages(run).length > 0) return null
  const calls = run.calls.filter(({ service }) => service === text(parameters, 'service'))
  const workers = new Set(tasks.flatMap((task) => task.workers)).size
  return {
    ...{ lost, workers, refused: calls.filter(({ code }) => code === 429).length },
    busiest: Math.max(0, ...perSecond(calls).values()),
  }
}

/** More processes ask a service than it bears, and nothing holds them back. */
export const upstreamRefuses: DiagnosisWord = {
  parameters: UPSTREAM,
  slots: ['lost', 'workers', 'refused', 'busiest'],
  find(run, parameters) {
    return (numberIn(run.answers, text(parameters, 'answer')) ?? 0) > 0
      ? null
      : refusalOf(run, parameters)
  },
}

/** A rate limit is there, and each worker has it for itself. */
export const rateLimitEach: DiagnosisWord = {
  parameters: UPSTREAM,
  slots: ['lost', 'workers', 'refused', 'busiest', 'rate', 'together'],
  find(run, parameters) {
    const rate = numberIn(run.answers, text(parameters, 'answer')) ?? 0
    const refusal = rate > 0 ? refusalOf(run, parameters) : null
    return refusal && { ...refusal, rate, together: rate * Number(refusal['workers']) }
  },
}

/** More processes than a database takes connections. */
export const tooManyConnections: DiagnosisWord = {
  parameters: { most: 'count' },
  slots: ['processes', 'when', 'most'],
  find(run, parameters) {
    const most = number(parameters, 'most')
    if (run.crowd.most <= most || shortages(run).length > 0) return null
    return { processes: run.crowd.most, when: clockText(run.crowd.at), most }
  },
}

/** Everything is done in time, on more machines than are paid for. */
export const tooManyMachines: DiagnosisWord = {
  parameters: { most: 'count', below: 'seconds' },
  slots: ['cost', 'most', 'machines', 'wait'],
  find(run, parameters) {
    const [cost, most] = [costOf(run), number(parameters, 'most')]
    const slowest = p95(run.tasks.map((task) => waitOf(task, run)))
    if (cost <= most || slowest >= number(parameters, 'below') * SECOND) return null
    if (run.tasks.some(isOpen)) return null
    const wait = lengthText(Math.round(slowest / SECOND) * SECOND)
    return { cost: priceText(cost), most, machines: run.machines.length, wait }
  },
}

/** Nothing is lost, and tasks stand in line for a process of their queue. */
export const waitsInLine: DiagnosisWord = {
  parameters: { below: 'seconds' },
  slots: ['task', 'queue', 'wait', 'processes', 'shared'],
  find(run, parameters) {
    const limit = number(parameters, 'below') * SECOND
    const slowest = p95(run.tasks.map((task) => waitOf(task, run)))
    if (slowest < limit || shortages(run).length > 0 || allDead(run)) return null
    const lines = [...new Set(run.tasks.map(({ name }) => name))].map((name) => lineOf(run, name))
    const [worst] = lines.toSorted((a, b) => b.wait - a.wait)
    if (worst === undefined) return null
    return { ...worst, wait: lengthText(Math.round(worst.wait / SECOND) * SECOND) }
  },
}

/** How long the tasks of a name wait, and how many processes take from their queue. */
function lineOf(run: RunRecord, task: string) {
  const tasks = named(run, task)
  const queue = run.queues.find(({ name }) => name === tasks[0]?.queue)
  const takers = run.workers.filter(({ hostname }) => queue?.consumers.has(hostname) === true)
  const both = run.queues.filter(({ consumers, everWaited }) =>
    everWaited ? takers.some(({ hostname }) => consumers.has(hostname)) : false,
  )
  return {
    task,
    queue: queue?.name ?? '',
    wait: p95(tasks.map((one) => waitOf(one, run))),
    processes: takers.reduce((sum, { processes }) => sum + processes, 0),
    shared: Math.max(1, both.length),
  }
}

/** Everything is as wanted, but not as it was foreseen. */
export const predictionOff: DiagnosisWord = {
  parameters: { answer: 'answer', within: 'share', below: 'seconds', most: 'count' },
  slots: ['said', 'drained', 'last'],
  find(run, parameters) {
    const said = numberIn(run.answers, text(parameters, 'answer'))
    const drained = drainedAt(run) / SECOND
    const slowest = p95(run.tasks.map((task) => waitOf(task, run)))
    if (said === null || Math.abs(said - drained) <= number(parameters, 'within') * drained)
      return null
    if (run.tasks.some(isOpen) || slowest >= number(parameters, 'below') * SECOND) return null
    if (shortages(run).length > 0 || costOf(run) > number(parameters, 'most')) return null
    const last = run.tasks.reduce((latest, { published }) => Math.max(latest, published), 0)
    return {
      said,
      drained: Math.round(drained),
      last: Math.round(last / SECOND),
    }
  },
}
