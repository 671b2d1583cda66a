import { test } from 'vitest'
import { Calendar } from '../../simulator/kernel/calendar.ts'
import { runScript, type Script } from '../support/scripted.ts'
import { reportRatio } from './report.ts'

const TASKS = 2_000
/** Calendar events that one task of this model takes. */
const EVENTS_A_TASK = 11

/** One queue, one worker: every task returns at once, and nobody waits for its result. */
const oneQueue: Script = {
  tasks: {
    'tasks.noop': {
      *body() {
        return null
      },
    },
  },
  *main(_args, api) {
    for (let i = 0; i < TASKS; i++) api.send('tasks.noop', [i])
    return null
  },
}

test('tasks of a one-queue model with its log, and its events alone', async ({ bench }) => {
  const result = await bench.compare(
    bench('events', () => {
      const calendar = new Calendar()
      for (let i = 0; i < TASKS * EVENTS_A_TASK; i++) {
        calendar.schedule(calendar.time + 100, 0, i, 0)
        calendar.pop()
      }
      return calendar.time
    }),
    bench('run', () => runScript(oneQueue).length),
  )
  reportRatio(result, 'events', 'run', TASKS)
  const seconds = result.get('run').latency.p50 / 1000
  console.log(`one queue with log and protocol-2 messages: ${Math.round(TASKS / seconds)} tasks/s`)
})
