import { initialTransition, transition } from 'xstate'
import { test } from 'vitest'
import { machines, step, tables } from '../../simulator/machines/index.ts'
import { reportRatio } from './report.ts'

/** One life of a task, as most have it. */
const LIFE = ['PUBLISH', 'RECEIVE', 'RESERVE', 'START', 'SUCCEED'] as const

test('a transition by the compiled table and by the chart itself', async ({ bench }) => {
  const { task } = tables
  const codes = LIFE.map((event) => task.event(event))
  const [initial] = initialTransition(machines.task)
  const result = await bench.compare(
    bench('table', () => {
      let state = task.initial
      for (const code of codes) state = step(task, state, code)
      return state
    }),
    bench('chart', () => {
      let snapshot = initial
      for (const type of LIFE) [snapshot] = transition(machines.task, snapshot, { type })
      return snapshot
    }),
  )
  reportRatio(result, 'table', 'chart', LIFE.length)
})
