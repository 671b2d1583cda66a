import { describe, expect, it } from 'vitest'
import { runScript } from '../../tests/support/scripted.ts'
import { type Log, seconds } from '../index.ts'

const notes = (log: Log): readonly string[] =>
  Array.from({ length: log.length }, (_, row) => log.entry(row)).flatMap((entry) =>
    entry.kind === 'noted' ? [entry.detail.text] : [],
  )

/** Sends a task to each of these queues, with the workers of these options. */
const run = (queues: readonly string[], options: readonly string[]): Log =>
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
      *main(_args, api) {
        for (const queue of queues) api.send('tasks.t', [], { queue })
        yield { kind: 'sleep', duration: seconds(1) }
        return null
      },
    },
    {
      cluster: {
        workers: options.map((text, i) => ({ name: `w${i + 1}`, options: text, autostart: true })),
      },
    },
  )

describe('at the end of a run', () => {
  it('each queue with messages that nobody takes is named, with the mend', () => {
    expect(notes(run(['video', 'video', 'celery', 'mail'], ['-c 1']))).toEqual([
      '2 messages wait in the queue video, and no worker takes from it. Start a worker with -Q video, or send the tasks to a queue that a worker has.',
      '1 message waits in the queue mail, and no worker takes from it. Start a worker with -Q mail, or send the task to a queue that a worker has.',
    ])
  })

  it('nothing is said where all was taken', () => {
    expect(notes(run(['video', 'celery'], ['-c 1 -Q celery,video']))).toEqual([])
  })
})

describe('a worker without queues', () => {
  it('says so when it starts', () => {
    expect(notes(run(['celery'], ['-c 1 -X celery']))).toEqual([
      'w1@sim takes from no queue: -X leaves none of them. Name queues with -Q, or leave out fewer.',
      '1 message waits in the queue celery, and no worker takes from it. Start a worker with -Q celery, or send the task to a queue that a worker has.',
    ])
  })
})
