import { seconds } from '../simulator/index.ts'
import type { Cells } from './answers.ts'
import type { Parameters } from './checks/check.ts'
import type { RunRecord, TaskRecord } from './checks/run-record.ts'
import { taskOf } from './testing.ts'

const KEPT = { task: 'pay', other: 'film', answer: 'pay', otherAnswer: 'film' } as const
const CELLS = { answer: 'stamps', least: 2 } as const

/** For tests: what diagnoses of crashes are told, by their words. */
export const CRASHES: { readonly [word: string]: Parameters } = {
  'acked-before-killed': KEPT,
  'acked-though-killed': KEPT,
  'lost-with-broker': KEPT,
  'claimed-once': { task: 'pay', answer: 'code', claim: 'once' },
  'slow-by-acks': { ...KEPT, quick: 'ping', perSecond: 1100 },
  'cells-empty': CELLS,
  'cells-differ': CELLS,
}

/** A task called `pay`, by the seconds of what happened to it. */
interface Crash {
  readonly acked: number | null
  readonly runs: readonly (readonly [from: number, to: number])[]
  readonly effects: readonly number[]
  readonly done?: boolean
}

/** For tests: payments that crashed, somebody who chose and claims that none is done twice, and one ping of 1 ms. */
export function crashes(
  all: readonly Crash[],
  ping: { readonly at: number; readonly acked: number } = { at: 0.0005, acked: 0 },
): Partial<RunRecord> {
  const tasks = all.map(payment)
  const effects = all.flatMap((one, index) =>
    one.effects.map((at) => ({
      ...{ time: seconds(at), task: tasks[index] ?? null, service: 'bank', call: 'POST' },
      ...{ subject: '/charges', entry: {} },
    })),
  )
  const quick = taskOf('ping', {
    runtime: seconds(0.001),
    finished: seconds(ping.at),
    acked: seconds(ping.acked),
  })
  return { tasks: [...tasks, quick], effects, answers: { pay: 'late', code: 'once' } }
}

const payment = ({ acked, runs, done = false }: Crash): TaskRecord =>
  taskOf('pay', {
    delivered: seconds(runs[0]?.[0] ?? 0),
    acked: acked === null ? null : seconds(acked),
    runs: runs.map(([from, to]) => ({ from: seconds(from), to: seconds(to) })),
    state: done ? 'SUCCESS' : 'FAILURE',
  })

/** For tests: a matrix of one row, which comes out as lost and once, and what was answered. */
export const matrix = (said: Cells): Partial<RunRecord> => ({
  asks: [
    {
      ...{ kind: 'matrix', id: 'stamps', title: '', note: '', task: 'pay', until: 1 },
      rows: [{ id: 'before', title: 'Before', with: {} }],
      columns: [
        { id: 'early', title: 'Early', with: {} },
        { id: 'late', title: 'Late', with: {} },
      ],
    },
  ],
  answers: { stamps: said },
  truths: { stamps: { before: { early: 'lost', late: 'once' } } },
})
