import { describe, expect, it } from 'vitest'
import { type Api, runScript, sleep } from '../../tests/support/scripted.ts'
import { type BrokerAsk, type Json, type Log, seconds } from '../index.ts'
import type { ResumeValue, Wait } from '../program.ts'

type Asking<T> = Generator<Wait, T, ResumeValue>

function* ask(what: BrokerAsk): Asking<Json> {
  const heard = yield { kind: 'broker', ask: what }
  return heard.kind === 'broker' ? heard.value : null
}

/** The types of all events that come until none has come for three seconds. */
function* types(): Asking<readonly Json[]> {
  const seen: Json[] = []
  for (;;) {
    const found = (yield* ask({ do: 'drain', channels: [1], timeout: seconds(3) })) as {
      readonly found: readonly {
        readonly message: { readonly body: { readonly type: Json } } | null
      }[]
    } | null
    if (found === null) return seen
    seen.push(
      ...found.found.flatMap(({ message }) => (message === null ? [] : [message.body.type])),
    )
    if (seen.length > 9) return seen
  }
}

const run = (options: string, routingKey: string, main: (api: Api) => Asking<Json>): Log =>
  runScript(
    {
      tasks: {
        'tasks.add': {
          *body() {
            yield sleep(seconds(1))
            return 3
          },
        },
      },
      *main(_args, api) {
        yield* ask({ do: 'monitor', channel: 1, consumer: 'c', routingKey })
        return yield* main(api)
      },
    },
    {
      cluster: {
        broker: 'rabbitmq',
        workers: [{ name: 'w1', options: `-c 1 ${options}`, autostart: true }],
      },
    },
  )

const returned = (log: Log): Json => {
  const rows = Array.from({ length: log.length }, (_, row) => log.entry(row))
  const end = rows.find(({ kind }) => kind === 'program-ended')
  return end?.kind === 'program-ended' ? end.detail.returned : null
}

describe('a monitor', () => {
  it('hears what a worker tells of a task (rules 8.1, 8.4)', () => {
    const log = run('-E --without-heartbeat', '#', function* (api) {
      api.send('tasks.add')
      return [...(yield* types())]
    })
    expect(returned(log)).toEqual(['task-received', 'task-started', 'task-succeeded'])
  })

  it('hears what its routing key fits, and no more', () => {
    const log = run('-E --without-heartbeat', 'task.succeeded', function* (api) {
      api.send('tasks.add')
      return [...(yield* types())]
    })
    expect(returned(log)).toEqual(['task-succeeded'])
  })

  it('hears a heartbeat each two seconds, also without -E (rule 3.52)', () => {
    const log = run('', 'worker.#', function* () {
      return [...(yield* types())]
    })
    expect(new Set(returned(log) as readonly Json[])).toEqual(new Set(['worker-heartbeat']))
    const rows = Array.from({ length: log.length }, (_, row) => log.entry(row))
    const times = rows.flatMap((one) =>
      one.kind === 'event-sent' && one.detail.type === 'worker-heartbeat' ? [one.time] : [],
    )
    const gaps = times.slice(1).map((time, at) => time - (times[at] ?? 0))
    expect(new Set(gaps)).toEqual(new Set([seconds(2)]))
  })

  it('hears nothing that came before it listened, or after', () => {
    const log = run('-E --without-heartbeat', '#', function* (api) {
      yield* ask({ do: 'cancel', channel: 1, consumer: 'c' })
      api.send('tasks.add')
      yield sleep(seconds(3))
      yield* ask({ do: 'monitor', channel: 1, consumer: 'd', routingKey: '#' })
      return [...(yield* types())]
    })
    expect(returned(log)).toEqual([])
  })
})
