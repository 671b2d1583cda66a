import { describe, expect, it } from 'vitest'
import { type Log, seconds, sentence } from './index.ts'
import {
  Raise,
  result,
  runScript,
  type Script,
  ScriptedPython,
  simulationOf,
  sleep,
} from '../tests/support/scripted.ts'

const sentences = (log: Log): string[] =>
  Array.from({ length: log.length }, (_, row) => sentence(log, row))

const kinds = (log: Log, about: string): string[] =>
  Array.from({ length: log.length }, (_, row) => log.entry(row))
    .filter(({ task }) => task === about)
    .map(({ kind }) => kind)

const ended = (log: Log) => {
  for (let row = log.length - 1; row >= 0; row--) {
    const entry = log.entry(row)
    if (entry.kind === 'program-ended') return entry.detail.returned
  }
  throw new Error(`the program did not end:\n${sentences(log).join('\n')}`)
}

const ADD: Script = {
  tasks: {
    'tasks.add': {
      *body([x, y]) {
        yield sleep(seconds(0.5))
        return Number(x) + Number(y)
      },
    },
  },
  *main(_args, api) {
    const id = api.send('tasks.add', [2, 3])
    return (yield* result(id))?.result ?? null
  },
}

describe('a run', () => {
  it('brings a result back to the client', () => {
    const log = runScript(ADD)
    expect(ended(log)).toBe(5)
    const id = log.tasks[0] ?? ''
    expect(kinds(log, id).filter((kind) => kind !== 'logged')).toEqual([
      'message-published',
      'message-enqueued',
      'message-delivered',
      'task-received',
      'task-reserved',
      'message-acked',
      'task-started',
      'body-parked',
      'body-resumed',
      'state-stored',
      'task-succeeded',
      'task-finished',
    ])
  })

  it('is the same for the same seed, on each broker', () => {
    for (const broker of ['redis', 'rabbitmq'] as const) {
      const hash = runScript(ADD, { cluster: { broker } }).hash()
      expect(runScript(ADD, { cluster: { broker } }).hash()).toBe(hash)
      expect(runScript(ADD, { cluster: { broker }, seed: 2 }).hash()).not.toBe(hash)
    }
  })

  it('stores a failure with its exception', () => {
    const log = runScript({
      tasks: {
        'tasks.boom': {
          *body() {
            throw new Raise({ type: 'ValueError', args: ['boom'], repr: "ValueError('boom')" })
          },
        },
      },
      *main(_args, api) {
        return (yield* result(api.send('tasks.boom')))?.result ?? null
      },
    })
    expect(ended(log)).toEqual({
      exc_type: 'ValueError',
      exc_message: ['boom'],
      exc_module: 'builtins',
    })
  })

  it('runs a task with a countdown when it is due, not before', () => {
    const log = runScript({
      ...ADD,
      *main(_args, api) {
        return (yield* result(api.send('tasks.add', [1, 1], { countdown: 3 })))?.result ?? null
      },
    })
    expect(ended(log)).toBe(2)
    const entries = Array.from({ length: log.length }, (_, row) => log.entry(row))
    const published = entries.find(({ kind }) => kind === 'message-published')
    const started = entries.find(({ kind }) => kind === 'task-started')
    const wait = (started?.time ?? 0) - (published?.time ?? 0)
    expect(wait).toBeGreaterThan(seconds(2.99))
    expect(wait).toBeLessThan(seconds(3.1))
  })
})

describe('limits and lost processes', () => {
  const SLOW: Script = {
    tasks: {
      'tasks.slow': {
        options: { time_limit: 1, acks_late: true, reject_on_worker_lost: true },
        *body() {
          yield sleep(seconds(3))
          return 'end'
        },
      },
    },
    *main(_args, api) {
      const heard = yield* result(api.send('tasks.slow'))
      return heard?.result ?? null
    },
  }

  it('kills a task over its hard limit and fills its place (rule 3.38)', () => {
    const log = runScript(SLOW, { until: seconds(20) })
    expect(ended(log)).toMatchObject({ exc_type: 'TimeLimitExceeded' })
    const stored = kinds(log, log.tasks[0] ?? '').filter((kind) => kind === 'state-stored')
    expect(stored).toHaveLength(2)
    const started = sentences(log).filter((text) => text.includes('w1@sim/1 is here'))
    expect(started).toHaveLength(2)
  })

  it('gives a late task back when its process dies, where the task asks for it (rule 3.28)', () => {
    const log = runScript(
      {
        ...SLOW,
        tasks: {
          'tasks.slow': {
            ...SLOW.tasks['tasks.slow']!,
            options: { acks_late: true, reject_on_worker_lost: true },
          },
        },
      },
      {
        actions: [
          {
            on: { kind: 'started', task: 'tasks.slow', nth: 1 },
            after: seconds(1),
            fault: 'kill-process',
            worker: 'w1',
            lasts: null,
          },
        ],
        until: seconds(20),
      },
    )
    expect(ended(log)).toBe('end')
    const starts = kinds(log, log.tasks[0] ?? '').filter((kind) => kind === 'task-started')
    expect(starts).toHaveLength(2)
  })
})

describe('a module that waits while it is imported', () => {
  it('goes on when its time has come, in the client and in a worker', () => {
    const simulation = simulationOf()
    const python = new ScriptedPython(ADD, simulation)
    const paused = new Set<string>()
    for (;;) {
      const progress = simulation.advance(seconds(60))
      if (progress.kind !== 'question') break
      const { question } = progress
      const first = question.kind === 'load' && !paused.has(question.process)
      if (first) {
        paused.add(question.process)
        simulation.answer({ kind: 'parked', spent: 0, wait: sleep(seconds(2)) })
      } else if (question.kind === 'resume' && paused.delete(question.process)) {
        simulation.answer(python.load(question.process))
        paused.add(`${question.process} loaded`)
      } else simulation.answer(python.answer(question))
    }
    expect(ended(simulation.log)).toBe(5)
    // The worker's import, then the client's.
    expect(simulation.log.timeAt(simulation.log.length - 1)).toBeGreaterThan(seconds(4))
  })
})
