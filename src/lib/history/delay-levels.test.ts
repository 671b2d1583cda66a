import { expect, test } from 'vitest'
import { type Json, seconds } from '../../../simulator/index.ts'
import { runScript, sleep } from '../../../tests/support/scripted.ts'
import { topologyOf } from '../../stage/view/from-picture.ts'
import { isIdleDelay, shownQueues } from './delay-levels.ts'
import { historyOf } from './history.ts'

const JOBS: Json = {
  name: 'jobs',
  routing_key: 'jobs',
  exchange: { name: 'jobs', type: 'topic' },
  queue_arguments: { 'x-queue-type': 'quorum' },
}

/** A worker with a quorum queue has declared 28 delay levels; one message was sent with a countdown. */
const history = (countdown: number | null) =>
  historyOf(
    runScript(
      {
        settings: { task_queues: [JOBS] },
        tasks: {
          'tasks.ok': {
            *body() {
              return null
            },
          },
        },
        *main(_args, api) {
          yield sleep(seconds(1))
          const options = { queue: 'jobs', ...(countdown === null ? {} : { countdown }) }
          api.send('tasks.ok', [], options)
          yield sleep(seconds(9))
          return null
        },
      },
      {
        cluster: {
          broker: 'rabbitmq',
          workers: [{ name: 'w1', options: '-c 1 -Q jobs', autostart: true }],
        },
      },
    ),
  )

const exchanges = (all: ReturnType<typeof history>): readonly string[] =>
  topologyOf(all, { workers: [], beats: [], services: [], fronts: [] }).exchanges.map(
    ({ name }) => name,
  )

test('delay levels that nobody uses are not shown', () => {
  const idle = history(null)
  expect(idle.depths.has('celery_delayed_27')).toBe(true)
  expect(shownQueues(idle)).toEqual(['jobs'])
  expect(isIdleDelay(idle, 'celery_delayed_27')).toBe(true)
  expect(isIdleDelay(idle, 'celery_delayed_delivery')).toBe(true)
  expect(exchanges(idle)).toEqual(['jobs'])
})

test('those that a message has passed are', () => {
  const used = history(5)
  expect(shownQueues(used)).toEqual(['jobs', 'celery_delayed_2', 'celery_delayed_0'])
  expect(isIdleDelay(used, 'celery_delayed_delivery')).toBe(false)
})
