import { describe, expect, it } from 'vitest'
import { result, runScript } from '../../tests/support/scripted.ts'
import { type Json, type Log, seconds } from '../index.ts'

const run = (broker_url: Json): Log =>
  runScript(
    {
      settings: { broker_url },
      tasks: {
        'tasks.add': {
          *body() {
            yield { kind: 'sleep', duration: 1 }
            return 3
          },
        },
      },
      *main(_args, api) {
        const id = api.send('tasks.add')
        return (yield* result(id, seconds(5)))?.status ?? null
      },
    },
    {
      cluster: {
        broker: 'redis',
        brokerUrl: 'source',
        workers: [{ name: 'w1', options: '-c 1', autostart: true }],
      },
    },
  )

const kinds = (log: Log): readonly string[] =>
  Array.from({ length: log.length }, (_, row) => log.kindAt(row))

describe('a list of brokers (rule 2.42)', () => {
  it.each([
    ['a list', ['redis://localhost:9/0', 'redis://localhost:6379/0']],
    ['a text with ;', 'redis://localhost:9/0;redis://localhost:6379/0'],
  ])('the next one is taken where the first is away: %s', (_how, urls) => {
    expect(kinds(run(urls))).toContain('task-succeeded')
  })

  it('none is there', () => {
    const seen = kinds(run(['redis://localhost:9/0', 'amqp://localhost//']))
    expect(seen).toContain('connection-refused')
    expect(seen).not.toContain('task-succeeded')
  })
})
