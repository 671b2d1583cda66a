import { describe, expect, it } from 'vitest'
import { type Body, Raise, runScript, type Script, sleep } from '../../../tests/support/scripted.ts'
import { type Action, type Json, type Log, seconds } from '../../index.ts'

const entries = (log: Log) => Array.from({ length: log.length }, (_, row) => log.entry(row))

/** What the worker wrote to standard output. */
const said = (log: Log): readonly string[] =>
  entries(log).flatMap((entry) =>
    entry.kind === 'printed' && entry.detail.plain === true ? [entry.detail.text] : [],
  )

const lines = (log: Log): readonly string[] =>
  entries(log).flatMap((entry) => (entry.kind === 'logged' ? [entry.detail.text] : []))

const stopped = (log: Log) =>
  entries(log).flatMap((entry) =>
    entry.kind === 'worker-stopped' ? [[entry.detail.reason, entry.detail.exitCode]] : [],
  )

const stores = (log: Log): readonly string[] =>
  entries(log).flatMap((entry) =>
    entry.kind === 'state-stored' ? [`${entry.detail.state} ${entry.detail.kept}`] : [],
  )

const times = (log: Log, kind: string): readonly number[] =>
  entries(log).flatMap((entry) => (entry.kind === kind ? [entry.time] : []))

/** Messages that went back to their queue. */
const restored = (log: Log): number =>
  entries(log).filter(
    (entry) => entry.kind === 'message-enqueued' && entry.detail.reason === 'restored',
  ).length

/** Sleeps, and has SystemExit in it when it goes on: cut off. */
const cutOff: Body = function* ([duration]) {
  yield sleep(seconds(Number(duration)))
  throw new Raise({ type: 'SystemExit', args: [-241], repr: 'SystemExit(-241)' })
}

const slow: Body = function* ([duration]) {
  yield sleep(seconds(Number(duration)))
  return 'done'
}

const TASKS: Script['tasks'] = {
  'tasks.slow': { body: slow },
  'tasks.late': { body: slow, options: { acks_late: true } },
  'tasks.cut': { body: cutOff },
  'tasks.cutLate': { body: cutOff, options: { acks_late: true } },
}

type Send = readonly [task: string, duration: number]

/** Sends tasks to one worker, and signals to that worker at moments after the first has begun. */
function run(
  sends: readonly Send[],
  signals: readonly (readonly [after: number, signal: string])[],
  {
    options = '-c 1',
    settings = {},
  }: { options?: string; settings?: { [key: string]: Json } } = {},
): Log {
  const first = sends[0]?.[0] ?? ''
  const actions = signals.map(([after, signal]): Action => ({
    on: first === '' ? { kind: 'ready', worker: 'w1' } : { kind: 'started', task: first, nth: 1 },
    after: seconds(after),
    verb: 'kill',
    target: 'w1',
    signal,
  }))
  const main: Body = function* (_args, api) {
    for (const [task, duration] of sends) api.send(task, [duration])
    yield sleep(seconds(20))
    return null
  }
  return runScript(
    { tasks: TASKS, settings, main },
    { actions, cluster: { workers: [{ name: 'w1', options, autostart: true }] } },
  )
}

const HIT = 'worker: Hitting Ctrl+C again will terminate all running tasks!'
const FIRST =
  'worker: Hitting Ctrl+C again will initiate cold shutdown, terminating all running tasks!'
const WARM = 'worker: Warm shutdown (MainProcess)'
const COLD = 'worker: Cold shutdown (MainProcess)'
const WAITING = 'Waiting gracefully for cold shutdown to complete...'

describe('a warm shutdown (rules 3.44 to 3.46, 3.50)', () => {
  it('finishes what runs, gives back the rest, and ends with 0 after SIGTERM', () => {
    const log = run(
      [
        ['tasks.slow', 2],
        ['tasks.slow', 2],
      ],
      [[0.5, 'SIGTERM']],
    )
    expect(said(log)).toEqual([WARM])
    expect(stopped(log)).toEqual([['warm', 0]])
    expect(stores(log)).toEqual(['SUCCESS true'])
    expect(restored(log)).toBe(1)
    expect(lines(log)).toContain('Restoring 1 unacknowledged message(s)')
  })

  it('says so each time, and takes the exit code of the last signal', () => {
    const log = run(
      [['tasks.slow', 2]],
      [
        [0.3, 'SIGTERM'],
        [0.6, 'SIGTERM'],
        [0.9, 'SIGINT'],
      ],
    )
    expect(said(log)).toEqual([WARM, WARM, FIRST, WARM])
    expect(stopped(log)).toEqual([['warm', 1]])
  })

  it('starts again after SIGHUP', () => {
    const log = run([['tasks.slow', 1]], [[0.3, 'SIGHUP']])
    expect(stopped(log)).toEqual([['warm', 0]])
    expect(times(log, 'worker-ready')).toHaveLength(2)
  })
})

describe('a cold shutdown (rules 3.47, 3.48)', () => {
  it('stores RETRY for a task that was acknowledged early, and loses it', () => {
    const log = run(
      [
        ['tasks.cut', 5],
        ['tasks.slow', 1],
      ],
      [[0.5, 'SIGQUIT']],
    )
    expect(said(log)).toEqual([HIT, COLD])
    expect(stores(log)).toEqual(['RETRY true'])
    expect(restored(log)).toBe(1)
    expect(stopped(log)).toEqual([['cold', 0]])
  })

  it('cuts off what runs in several processes at once', () => {
    const log = run(
      [
        ['tasks.cut', 5],
        ['tasks.cut', 5],
        ['tasks.cutLate', 5],
      ],
      [[0.5, 'SIGQUIT']],
      { options: '-c 3' },
    )
    expect(stores(log)).toEqual(['RETRY true', 'RETRY true'])
    expect(restored(log)).toBe(1)
    expect(stopped(log)).toEqual([['cold', 0]])
  })

  it('stores nothing for a late acknowledged one: its message goes back', () => {
    const log = run([['tasks.cutLate', 5]], [[0.5, 'SIGQUIT']])
    expect(stores(log)).toEqual([])
    expect(restored(log)).toBe(1)
  })

  it('comes with the second Ctrl+C, and does not say its name', () => {
    const log = run(
      [['tasks.cut', 5]],
      [
        [0.3, 'SIGINT'],
        [0.8, 'SIGINT'],
      ],
    )
    expect(said(log)).toEqual([FIRST, WARM, HIT])
    expect(stores(log)).toEqual(['RETRY true'])
  })

  it('is what SIGTERM means where it is remapped', () => {
    const log = run([['tasks.cut', 5]], [[0.5, 'SIGTERM']], {
      options: 'REMAP_SIGTERM=SIGQUIT -c 1',
    })
    expect(said(log)).toEqual([HIT, COLD])
    expect(stopped(log)).toEqual([['cold', 0]])
  })

  it('waits for a body that does not end; its result takes the place of RETRY', () => {
    const log = run([['tasks.slow', 3]], [[0.5, 'SIGQUIT']])
    expect(stores(log)).toEqual(['RETRY true', 'SUCCESS true'])
  })
})

describe('a soft shutdown (rule 3.49)', () => {
  const settings = { worker_soft_shutdown_timeout: 2 }

  it('lets running tasks go on for a while; what ends meanwhile is cancelled all the same', () => {
    const log = run(
      [
        ['tasks.slow', 1],
        ['tasks.slow', 1],
      ],
      [[0.5, 'SIGQUIT']],
      { settings },
    )
    expect(lines(log)).toContain('Initiating Soft Shutdown, terminating in 2 seconds')
    expect(stores(log)).toEqual(['SUCCESS true', 'RETRY false'])
    expect(restored(log)).toBe(1)
  })

  it('does not wait for an idle worker, unless it is told to', () => {
    const told = { ...settings, worker_enable_soft_shutdown_on_idle: true }
    const length = (log: Log): number =>
      (times(log, 'worker-stopped')[0] ?? 0) - (times(log, 'worker-stopping')[0] ?? 0)
    expect(length(run([], [[0.5, 'SIGQUIT']], { settings }))).toBeLessThan(seconds(0.5))
    expect(length(run([], [[0.5, 'SIGQUIT']], { settings: told }))).toBeGreaterThan(seconds(2))
  })

  it('cuts tasks off at the next signal, and waits its time all the same', () => {
    const log = run(
      [['tasks.cut', 9]],
      [
        [0.5, 'SIGQUIT'],
        [1, 'SIGQUIT'],
      ],
      { settings },
    )
    expect(said(log)).toEqual([HIT, WAITING, COLD, COLD])
    const [began = 0] = times(log, 'worker-stopping')
    expect((times(log, 'worker-stopped')[0] ?? 0) - began).toBeGreaterThan(seconds(2))
  })

  it('is over at once with the third signal', () => {
    const signals = [0.5, 1, 1.2].map((after) => [after, 'SIGQUIT'] as const)
    const log = run([['tasks.cut', 9]], signals, { settings })
    expect(said(log)).toEqual([HIT, WAITING, COLD])
    const [began = 0] = times(log, 'worker-stopping')
    expect((times(log, 'worker-stopped')[0] ?? 0) - began).toBeLessThan(seconds(1))
  })
})

it('a signal that nobody handles ends the worker at once', () => {
  expect(stopped(run([['tasks.slow', 2]], [[0.5, 'SIGUSR2']]))).toEqual([['killed', undefined]])
  expect(stopped(run([['tasks.slow', 2]], [[0.5, 'SIGUSR1']]))).toEqual([])
})
