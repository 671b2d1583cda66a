import { describe, expect, it } from 'vitest'
import { runScript, type Script, sleep } from '../../tests/support/scripted.ts'
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

describe('options of celery beat', () => {
  it('reads the longest sleep, and names what is not simulated', () => {
    expect(parseBeatOptions('--max-interval 5 -l INFO')).toEqual({
      maxInterval: seconds(5),
      unsupported: [],
    })
    expect(parseBeatOptions('--max-interval=2 -S custom:Scheduler')).toEqual({
      maxInterval: seconds(2),
      unsupported: ['--scheduler'],
    })
  })
})
