import { describe, expect, it } from 'vitest'
import { runScript, type Script, sleep } from '../../tests/support/scripted.ts'
import type { Action, BackendName } from '../cluster/spec.ts'
import type { Json } from '../messages/json.ts'
import { type Micros, seconds, toSeconds } from '../kernel/units.ts'
import type { Entry } from '../log/entry.ts'
import type { Log } from '../log/log.ts'
import { parseBeatOptions } from './options.ts'

/** A client that only waits, and what beat is told to send. */
const waiting = (settings: { readonly [name: string]: Json }, length: number): Script => ({
  tasks: {
    'tasks.tick': {
      *body() {
        yield sleep(seconds(0.1))
        return null
      },
    },
  },
  settings,
  *main() {
    yield sleep(seconds(length))
    return null
  },
})

interface Seen {
  readonly at: Micros
  readonly text: string
}

/** What happened while the client ran: beat would go on for ever. */
function seen(log: Log): readonly Entry[] {
  const entries = Array.from({ length: log.length }, (_, row) => log.entry(row))
  return entries.slice(
    0,
    entries.findIndex(({ kind }) => kind === 'program-ended'),
  )
}

/** What beat logged, and when. */
const logged = (log: Log): readonly Seen[] =>
  seen(log).flatMap((entry) =>
    entry.kind === 'logged' && entry.actor.kind === 'beat'
      ? [{ at: entry.time, text: entry.detail.text }]
      : [],
  )

const published = (log: Log): readonly Json[] =>
  seen(log).flatMap((entry) =>
    entry.kind === 'message-published' ? [entry.detail.message.headers.task] : [],
  )

const run = (settings: { readonly [name: string]: Json }, length: number): Log =>
  runScript(waiting(settings, length), { cluster: { beat: { options: '' } } })

const every = (length: number, more: { readonly [key: string]: Json } = {}): Json => ({
  task: 'tasks.tick',
  schedule: { every: length, relative: false },
  ...more,
})

describe('beat', () => {
  it('sends first one interval after its start, and then each (rules 7.5, 7.6)', () => {
    const [start, ...sent] = logged(run({ beat_schedule: { often: every(2) } }, 7.5))
    expect(start?.text).toBe('beat: Starting...')
    expect(sent.map(({ text }) => text)).toEqual(
      sent.map(() => 'Scheduler: Sending due task often (tasks.tick)'),
    )
    const passed = sent.map(({ at }) => toSeconds(at - (start?.at ?? 0)))
    expect(passed.map((time) => Math.round(time * 100) / 100)).toEqual([2, 4, 6])
  })

  it('sends one entry after the other where several are due (rule 7.5)', () => {
    const log = run({ beat_schedule: { a: every(3), b: every(3), c: every(2) } }, 5)
    const names = logged(log).map(({ text }) => /due task (\w)/.exec(text)?.[1])
    expect(names).toEqual([undefined, 'c', 'a', 'b', 'c'])
    expect(published(log)).toHaveLength(4)
  })

  it('sends at full minutes by a crontab, and goes by the time zone (rules 7.20, 7.21)', () => {
    const schedule = { crontab: { minute: 31, hour: 5 } }
    const entry = { task: 'tasks.tick', schedule }
    // Half past five in India is midnight in UTC, when a run begins.
    const log = run({ timezone: 'Asia/Kolkata', beat_schedule: { once: entry } }, 90)
    expect(logged(log).map(({ at }) => at >= seconds(60) && at < seconds(61))).toEqual([
      false,
      true,
    ])
  })

  it('sends what nobody has registered by its name (rule 7.12)', () => {
    const beat_schedule = { odd: every(1, { task: 'tasks.unknown', args: [1] }) }
    expect(published(run({ beat_schedule }, 2))).toContain('tasks.unknown')
  })

  it('goes on where a message cannot be sent (rule 7.12)', () => {
    const beat_schedule = { lost: every(1, { options: { queue: 'nowhere' } }) }
    const log = run({ beat_schedule, task_create_missing_queues: false }, 4)
    const errors = logged(log).filter(({ text }) => text.startsWith('Message Error: '))
    expect(errors.length).toBeGreaterThan(1)
    expect(errors[0]?.text).toContain("Couldn't apply scheduled task lost: ")
    expect(published(log)).toEqual([])
  })

  it('breaks down over a day that never comes (rule 7.18)', () => {
    const schedule = { crontab: { day_of_month: '30', month_of_year: '2' } }
    const log = run({ beat_schedule: { never: { task: 'tasks.tick', schedule } } }, 2)
    expect(logged(log).at(-1)?.text).toBe(
      "beat raised exception <class 'RuntimeError'>: RuntimeError('unable to rollover, time specification is probably invalid')",
    )
  })

  it('is not there unless the cluster has it (rule 7.2)', () => {
    const log = runScript(waiting({ beat_schedule: { often: every(1) } }, 3))
    expect(published(log)).toEqual([])
  })
})

/** Beat starts when the worker is ready, and takes half a second. */
const order = (verb: 'start' | 'kill', at: number, signal?: string): Action => ({
  on: { kind: 'ready', worker: 'w1' },
  after: seconds(at),
  verb,
  target: 'beat',
  ...(signal === undefined ? {} : { signal }),
})

/** Seconds at which tasks were sent, rounded to tenths. */
const sentAt = (log: Log): readonly number[] =>
  logged(log)
    .filter(({ text }) => text.startsWith('Scheduler: '))
    .map(({ at }) => Math.round(toSeconds(at) * 10) / 10)

/** Runs with beat stopped and started again. */
const again = (
  actions: readonly Action[],
  length: number,
  settings: { readonly [name: string]: Json },
  options = '',
  backend: BackendName = 'redis',
): Log => runScript(waiting(settings, length), { actions, cluster: { beat: { options }, backend } })

describe('a beat that is started again (rules 7.8, 7.9)', () => {
  const often = { beat_schedule: { often: every(4) } }
  const downFor = (from: number, to: number, signal = 'SIGTERM'): readonly Action[] => [
    order('kill', from, signal),
    order('start', to),
  ]

  it('sends once what it has missed, and goes on from there (recording beat_restart)', () => {
    const [first = 0, caughtUp = 0, next = 0] = sentAt(again(downFor(6, 20), 27, often))
    expect(caughtUp - first).toBeGreaterThan(12)
    expect(caughtUp - first).toBeLessThan(18)
    expect(next - caughtUp).toBeCloseTo(4, 1)
  })

  it('goes on with an interval that is not over yet (recording beat_restart_soon)', () => {
    const [first = 0, second = 0] = sentAt(again(downFor(5.5, 6), 10, often))
    expect(second - first).toBeCloseTo(4, 1)
  })

  it('knows only what was written before it was killed (recordings beat_killed, beat_killed_synced)', () => {
    const kill = downFor(9.5, 10, 'SIGKILL')
    const gaps = (settings: { readonly [name: string]: Json }): readonly number[] => {
      const times = sentAt(again(kill, 14, settings))
      return times.slice(1).map((time, at) => Math.round(time - (times[at] ?? 0)))
    }
    expect(gaps(often)).toEqual([4, 2])
    expect(gaps({ ...often, beat_sync_every: 1 })).toEqual([4, 4])
  })

  it.each([
    ['-S celery.beat:Scheduler', {}],
    ['', { beat_scheduler: 'celery.beat.Scheduler' }],
  ])('knows nothing with the scheduler that keeps nothing: %s %j', (options, more) => {
    const [first = 0, second = 0] = sentAt(
      again(downFor(5.5, 6), 12, { ...often, ...more }, options),
    )
    expect(second - first).toBeCloseTo(6, 0)
  })

  it('is not started twice, and a stopped one is not stopped again', () => {
    const actions = [order('start', 3), order('kill', 6, 'SIGTERM'), order('kill', 7, 'SIGTERM')]
    expect(sentAt(again(actions, 12, often))).toHaveLength(1)
  })
})

describe('a beat whose broker is away (rule 7.13)', () => {
  const away = (at: number, lasts: number): Action => ({
    on: { kind: 'ready', worker: 'w1' },
    after: seconds(at),
    fault: 'broker-away',
    lasts: seconds(lasts),
  })
  const lines = (action: Action): readonly string[] =>
    logged(again([action], 14, { beat_schedule: { often: every(2) } }))
      .filter(({ text }) => !text.startsWith('Scheduler: '))
      .map(({ text }) => text)

  it('goes on trying until it is there for the first time', () => {
    expect(lines(away(0.1, 5))).toEqual([
      'beat: Starting...',
      'beat: Connection error: Error 111 connecting to localhost:6379. Connection refused.. Trying again in 2.0 seconds...',
      'beat: Connection error: Error 111 connecting to localhost:6379. Connection refused.. Trying again in 4.0 seconds...',
    ])
  })

  it('goes by what each call says later', () => {
    const said = lines(away(3.5, 4)).join('\n')
    expect(said).not.toContain('Connection error')
    expect(said).toContain("Message Error: Couldn't apply scheduled task")
  })
})

describe('several beats (rule 7.2)', () => {
  it('send everything several times', () => {
    const beat = [
      { options: '' },
      { options: '', name: 'second' },
      { options: '', autostart: false },
    ]
    const log = runScript(waiting({ beat_schedule: { often: every(2) } }, 7), { cluster: { beat } })
    const by = seen(log).flatMap(({ kind, actor }) =>
      kind === 'message-published' ? [actor.name] : [],
    )
    expect(by.toSorted()).toEqual(['beat', 'beat', 'beat', 'second', 'second', 'second'])
  })
})

describe('what beat adds by itself (rule 7.15)', () => {
  const lines = (backend: BackendName, options = '-l DEBUG', settings = {}): string =>
    logged(again([], 2, { beat_schedule: { often: every(1) }, ...settings }, options, backend))
      .map(({ text }) => text)
      .join('\n')

  it.each(['database', 'filesystem', 'none'] as const)('cleans up %s', (backend) => {
    expect(lines(backend)).toContain('<ScheduleEntry: celery.backend_cleanup')
  })

  it.each([
    ['redis', '-l DEBUG', {}],
    ['rpc', '-l DEBUG', {}],
    ['database', '-l DEBUG', { result_expires: null }],
    ['database', '-l DEBUG -S celery.beat:Scheduler', {}],
  ] as const)('but not %s %s %j', (backend, options, settings) => {
    expect(lines(backend, options, settings)).not.toContain('celery.backend_cleanup')
  })

  it('writes what Celery writes on DEBUG (recording beat_debug)', () => {
    expect(lines('redis', '-l DEBUG --max-interval 2').split('\n').slice(0, 6)).toEqual([
      'beat: Starting...',
      'Current schedule:',
      '<ScheduleEntry: often ',
      'beat: Ticking with max interval->2.00 seconds',
      'beat: Waking up now.',
      'beat: Synchronizing schedule...',
    ])
    expect(lines('redis', '-l WARNING')).toBe('')
  })
})

describe('options of celery beat', () => {
  it('reads the longest sleep, the file and the scheduler', () => {
    expect(parseBeatOptions('--max-interval 5 -l INFO -s plan')).toMatchObject({
      maxInterval: seconds(5),
      schedule: 'plan',
      scheduler: null,
      loglevel: 'INFO',
      unsupported: [],
    })
    expect(parseBeatOptions('--max-interval=2 -S custom:Scheduler --detach')).toMatchObject({
      maxInterval: seconds(2),
      scheduler: 'custom:Scheduler',
      unsupported: ['--detach'],
    })
  })
})
