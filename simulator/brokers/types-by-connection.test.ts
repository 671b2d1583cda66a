import { describe, expect, it } from 'vitest'
import { runScript } from '../../tests/support/scripted.ts'
import { type Log, seconds } from '../index.ts'

const rows = (log: Log, kind: string): number =>
  Array.from({ length: log.length }, (_, row) => log.entry(row)).filter(
    (entry) => entry.kind === kind,
  ).length

/** One message to a topic exchange that only the worker has declared. */
const run = (broker: 'redis' | 'rabbitmq', queue: string | null): Log =>
  runScript(
    {
      tasks: {
        'tasks.t': {
          *body() {
            yield { kind: 'sleep', duration: 0 }
            return null
          },
        },
      },
      settings: {
        task_queues: [
          { name: 'feeds', exchange: 'news', exchange_type: 'topic', routing_key: 'feed.#' },
        ],
      },
      *main(_args, api) {
        const where = queue === null ? {} : { queue }
        api.send('tasks.t', [], { exchange: 'news', routing_key: 'feed.rss', ...where })
        yield { kind: 'sleep', duration: seconds(2) }
        return null
      },
    },
    { cluster: { broker, workers: [{ name: 'w1', options: '-c 1', autostart: true }] } },
  )

describe('an exchange that the sender has not declared itself (trace route_topic_redis)', () => {
  it('is taken for a direct one by kombu on Redis: nobody is bound to the key', () => {
    const log = run('redis', null)
    expect([rows(log, 'message-unroutable'), rows(log, 'task-succeeded')]).toEqual([1, 0])
  })

  it('is what it is where the sender declares it with its queue', () => {
    const log = run('redis', 'feeds')
    expect([rows(log, 'message-unroutable'), rows(log, 'task-succeeded')]).toEqual([0, 1])
  })

  it('is what it is to RabbitMQ, which routes itself', () => {
    const log = run('rabbitmq', null)
    expect([rows(log, 'message-unroutable'), rows(log, 'task-succeeded')]).toEqual([0, 1])
  })
})
