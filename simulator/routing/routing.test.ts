import { describe, expect, it } from 'vitest'
import { orPythonError } from '../messages/python-error.ts'
import { glob, topicMatches, virtualTopicMatches } from './patterns.ts'
import { configuredQueues, queueNamed } from './queues.ts'
import { route } from './router.ts'

describe('queues', () => {
  it('are the default queue alone unless task_queues says more', () => {
    expect(configuredQueues({}).map(({ name, routingKey }) => [name, routingKey])).toEqual([
      ['celery', 'celery'],
    ])
    const queues = [
      { name: 'mail', routing_key: 'post', exchange: { name: 'x', type: 'topic' } },
      { name: 'bare' },
    ]
    expect(configuredQueues({ task_queues: queues })).toMatchObject([
      { name: 'mail', routingKey: 'post', exchange: { name: 'x', type: 'topic' } },
      { name: 'bare', routingKey: 'celery', exchange: { name: 'celery', type: 'direct' } },
    ])
  })

  it('of unknown names are made, of the type that is set, or refused (rules 2.6, 2.7)', () => {
    expect(queueNamed({ task_create_missing_queue_type: 'quorum' }, 'q')).toMatchObject({
      name: 'q',
      exchange: { name: 'q', type: 'direct' },
      arguments: { 'x-queue-type': 'quorum' },
    })
    const refused = orPythonError(() =>
      route({ task_create_missing_queues: false }, { queue: 'zzz' }, 't'),
    )
    expect(refused).toEqual({
      error: {
        type: 'celery.exceptions.QueueNotFound',
        message: "Queue 'zzz' missing from task_queues",
      },
    })
    const wrong = orPythonError(() =>
      route({ task_create_missing_queue_type: 'x' }, { queue: 'q' }, 't'),
    )
    expect(wrong).toMatchObject({ error: { type: 'builtins.ValueError' } })
  })

  it('take sugar for their arguments, seconds as milliseconds (rule 2.18)', () => {
    const [queue] = configuredQueues({
      task_queues: [{ name: 'q', message_ttl: { $num: '1.5' }, max_priority: 9 }],
      task_queue_max_priority: 3,
    })
    expect(queue?.arguments).toEqual({ 'x-message-ttl': 1500, 'x-max-priority': 9 })
  })
})

describe('routes by functions (rule 2.5)', () => {
  const settings = { task_routes: [{ $callable: 0 }, { 'a.*': 'globbed' }] }

  it('use what Python answered for this call and never let it out', () => {
    const routed = route(settings, { $routes: [{ queue: 'asked', priority: 4 }] }, 'a.b')
    expect(routed.queue?.name).toBe('asked')
    expect(routed.options).toEqual({ priority: 4 })
  })

  it('pass to the next router where there is no answer', () => {
    expect(route(settings, { $routes: [null] }, 'a.b').queue?.name).toBe('globbed')
    expect(route(settings, {}, 'b.b').queue?.name).toBe('celery')
  })
})

it('a route that names what Celery passes by itself breaks the call (trace route_call_wins)', () => {
  const settings = { task_routes: { 'a.one': { queue: 'video', expires: 30 } } }
  expect(() => route(settings, {}, 'a.one')).toThrow(
    "AMQP.as_task_v2() got multiple values for argument 'expires'",
  )
  expect(route(settings, {}, 'a.two').queue?.name).toBe('celery')
})

describe('patterns', () => {
  it.each([
    ['a.*', 'a.b.c', true],
    ['a.*', 'b.a.c', false],
    ['*[!x]', 'ab', true],
    ['*[!x]', 'ax', false],
    ['a?c*', 'abc', true],
    ['*.[]', 'x.[]', true],
  ])('glob %s on %s', (pattern, name, matches) => {
    expect(glob(pattern).test(name)).toBe(matches)
  })

  // AMQP and kombu's virtual transports differ (rules 2.14, 2.15).
  it.each([
    ['a.#', 'a', true, false],
    ['a.#', 'a.b.c', true, true],
    ['a.*', 'a.b.c', false, true],
    ['a.*.c', 'a.b.c', true, true],
    ['#', '', true, true],
    ['*', 'a.b', false, true],
    ['a.b', 'a.c', false, false],
  ])('topic %s on %s', (binding, key, amqp, virtual) => {
    expect(topicMatches(binding, key)).toBe(amqp)
    expect(virtualTopicMatches(binding, key)).toBe(virtual)
  })
})
