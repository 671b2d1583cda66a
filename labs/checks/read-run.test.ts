import { describe, expect, it } from 'vitest'
import { messageOf, Scribe } from '../../simulator/log/testing.ts'
import { readRun } from './read-run.ts'

const STARTED = { hostname: 'w1@sim', queues: ['mail'], concurrency: 2, pool: 'prefork' } as const
const ENQUEUED = { reason: 'published', priority: 0 } as const

/** A mail that is sent, taken, tried twice and done. */
function story(): Scribe {
  const scribe = new Scribe()
  scribe.say('w1@sim', 'worker-started', STARTED)
  scribe.say('w1@sim', 'worker-ready', {})
  scribe.say('client', 'message-published', { message: messageOf('a', 'send') }, { task: 'a' })
  scribe.say('queue:mail', 'message-enqueued', { tag: 1, ...ENQUEUED }, { task: 'a' })
  const delivery = { tag: 1, queue: 'mail', redelivered: false }
  scribe.say('w1@sim', 'message-delivered', delivery, { task: 'a' })
  scribe.say('w1@sim/2', 'task-started', { name: 'send', retries: 0 }, { task: 'a' })
  scribe.say('w1@sim/2', 'task-finished', { state: 'RETRY' }, { task: 'a' })
  const again = messageOf('a', 'send', { retries: 1 })
  scribe.say('w1@sim/2', 'message-published', { message: again }, { task: 'a' })
  scribe.say('queue:late', 'message-enqueued', { tag: 2, ...ENQUEUED }, { task: 'a' })
  scribe.say('w2@sim/1', 'task-started', { name: 'send', retries: 1 }, { task: 'a' })
  scribe.say('w2@sim/1', 'task-finished', { state: 'SUCCESS' }, { task: 'a' })
  scribe.say('client', 'program-ended', { returned: null, repr: 'None' })
  return scribe
}

describe('readRun', () => {
  it('tells of a task from its first publish to the end of its last try', () => {
    const [task, ...others] = readRun(story().log).tasks
    expect(others).toEqual([])
    expect(task).toEqual({
      id: 'a',
      name: 'send',
      called: '()',
      argument: '',
      group: null,
      published: 3,
      priority: 0,
      queue: 'mail',
      delivered: 5,
      acked: null,
      firstStarted: 6,
      lastStarted: 10,
      finished: 11,
      runtime: null,
      state: 'SUCCESS',
      workers: ['w1@sim', 'w2@sim'],
      runs: [
        { from: 6, to: 7 },
        { from: 10, to: 11 },
      ],
      successes: [],
      replaced: false,
      retries: 0,
      error: null,
      root: 'a',
      swallowed: null,
    })
  })

  it('tells what each try gave, and how often it asked for another', () => {
    const scribe = story()
    const again = { error: null, due: 0, retries: 1 }
    scribe.say('w1@sim/1', 'task-started', { name: 'send', retries: 1 }, { task: 'a' })
    scribe.say('w1@sim/1', 'task-retried', again, { task: 'a' })
    const given = { result: 7, repr: '7', runtime: 2 }
    scribe.say('w1@sim/1', 'task-succeeded', given, { task: 'a' })
    const [task] = readRun(scribe.log).tasks
    expect(task).toMatchObject({ retries: 1, runtime: 2 })
    expect(task?.successes).toEqual([{ time: 15, value: 7, repr: '7' }])
  })

  it('takes a replaced task and what came in its place for two', () => {
    const scribe = story()
    scribe.say('w1@sim/1', 'task-started', { name: 'send', retries: 0 }, { task: 'a' })
    scribe.say('w1@sim/1', 'message-published', { message: messageOf('a', 'post') }, { task: 'a' })
    scribe.say('w1@sim/1', 'task-finished', { state: 'IGNORED' }, { task: 'a' })
    scribe.say('w1@sim/1', 'task-started', { name: 'post', retries: 0 }, { task: 'a' })
    scribe.say('w1@sim/1', 'task-finished', { state: 'SUCCESS' }, { task: 'a' })
    const { tasks } = readRun(scribe.log)
    expect(tasks.map(({ name, replaced, state }) => [name, replaced, state])).toEqual([
      ['send', true, 'IGNORED'],
      ['post', false, 'SUCCESS'],
    ])
  })

  it('knows who stood still, for what and for how long', () => {
    const scribe = story()
    const results = { on: { kind: 'result', ids: ['a'] } } as const
    scribe.say('client', 'body-parked', results)
    scribe.say('w1@sim/1', 'body-parked', { on: { kind: 'sleep', until: 99 } }, { task: 'a' })
    scribe.say('client', 'body-resumed', {})
    scribe.say('w1@sim/1', 'process-ended', { reason: 'killed' })
    scribe.say('client', 'body-parked', results)
    scribe.say('client', 'program-ended', { returned: null, repr: 'None' }, { wait: 10 })
    const { waits, tasks } = readRun(scribe.log)
    expect(waits).toEqual([
      { task: null, ids: ['a'], sleeps: false, from: 13, to: 15 },
      { task: tasks[0], ids: [], sleeps: true, from: 14, to: 16 },
      { task: null, ids: ['a'], sleeps: false, from: 17, to: 27 },
    ])
  })

  it('knows what services were asked for, what came of it, and when they were away', () => {
    const scribe = story()
    const on = {
      kind: 'service',
      service: 'mail.example.com',
      call: 'rcpt',
      subject: 'kim',
    } as const
    const said = { service: 'mail.example.com', call: 'rcpt', subject: 'kim' }
    scribe.say('w1@sim/1', 'body-parked', { on }, { task: 'a' })
    scribe.say('mail.example.com', 'service-effect', { call: 'rcpt', subject: 'kim', entry: {} })
    const answer = { ...said, outcome: 'answered', code: 250, text: 'Ok' } as const
    scribe.say('w1@sim/1', 'service-answered', answer, { task: 'a' })
    scribe.say('mail.example.com', 'service-away', { until: 99, how: 'refuses' })
    scribe.say('w1@sim/1', 'body-parked', { on }, { task: 'a' })
    const { calls, effects, outages, tasks } = readRun(scribe.log)
    const made = { ...said, task: tasks[0] }
    expect(calls).toEqual([
      { ...made, from: 13, to: 15, outcome: 'answered', code: 250 },
      { ...made, from: 17, to: 17, outcome: null, code: null },
    ])
    expect(effects).toMatchObject([{ ...said, time: 14, entry: {} }])
    expect(outages).toEqual([{ service: 'mail.example.com', from: 16, to: 17 }])
  })

  it('knows where a task asked for another try and went on', () => {
    const scribe = story()
    const again = messageOf('a', 'send', { retries: 1 })
    scribe.say('w1@sim/1', 'task-started', { name: 'send', retries: 0 }, { task: 'a' })
    const at = { file: 'tasks.py', line: 9 }
    scribe.say('w1@sim/1', 'message-published', { message: again, at }, { task: 'a' })
    scribe.say('w1@sim/1', 'task-finished', { state: 'SUCCESS' }, { task: 'a' })
    expect(readRun(scribe.log).tasks[0]?.swallowed).toEqual(at)
  })

  it('knows what waits in a queue and who takes from it', () => {
    const { queues } = readRun(story().log)
    expect(queues).toEqual([
      { name: 'mail', waiting: 0, everWaited: true, consumers: new Set(['w1@sim']) },
      { name: 'late', waiting: 1, everWaited: true, consumers: new Set() },
    ])
  })

  it('knows when the program ended, and when it did not', () => {
    expect(readRun(story().log)).toMatchObject({ clientEnded: true, trouble: null, end: 12 })
    const scribe = new Scribe()
    expect(readRun(scribe.log)).toMatchObject({ clientEnded: false, end: 0 })
  })

  it('says so when the program died', () => {
    const scribe = new Scribe()
    const error = {
      type: 'NameError',
      module: 'builtins',
      args: [],
      repr: "NameError('x')",
      message: 'x',
      frames: [],
    }
    scribe.say('client', 'program-failed', { error })
    expect(readRun(scribe.log).trouble).toBe("Your program stopped with NameError('x').")
  })

  it('says so when a worker could not start', () => {
    const scribe = new Scribe()
    scribe.say('w1@sim', 'worker-stopped', { reason: 'failed' })
    expect(readRun(scribe.log).trouble).toContain('w1@sim could not start')
  })

  it('counts a worker as away from its order to stop until it is ready again', () => {
    const scribe = story()
    scribe.say('w1@sim', 'worker-stopping', { how: 'warm' }, { wait: 100 })
    scribe.say('w1@sim', 'worker-stopped', { reason: 'warm' }, { wait: 10 })
    scribe.say('w1@sim', 'worker-started', STARTED, { wait: 10 })
    scribe.say('w1@sim', 'worker-ready', {}, { wait: 10 })
    scribe.say('w1@sim', 'worker-stopped', { reason: 'killed' }, { wait: 100 })
    scribe.say('client', 'printed', { stream: 'stdout', text: 'late' }, { wait: 100 })
    const [worker] = readRun(scribe.log).workers
    expect(worker).toEqual({
      hostname: 'w1@sim',
      processes: 2,
      away: [
        { from: 112, to: 142 },
        { from: 242, to: 342 },
      ],
    })
  })
})
