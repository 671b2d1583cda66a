import { describe, expect, it } from 'vitest'
import { seconds } from '../../simulator/index.ts'
import { type Mail, mailed, runOf, taskOf } from '../testing.ts'
import { CHECKS } from './index.ts'
import type { RunRecord } from './run-record.ts'

const told = { task: 'send', table: 'bounces', atLeast: 1, most: 2, within: 10, below: 0.5 }
const judge = (word: keyof typeof CHECKS, ...mails: readonly Mail[]): string | null =>
  judgeRun(word, runOf(mailed(...mails)))
const judgeRun = (word: keyof typeof CHECKS, run: RunRecord): string | null =>
  CHECKS[word].judge(run, told)?.sentence ?? null

const good: Mail = { address: 'kim@a.org', tries: [[1, 250]] }
const bad: Mail = { address: 'no@a.org', tries: [[2, 550]], rows: 1 }
const late: Mail = {
  address: 'lee@a.org',
  tries: [
    [3, 421],
    [5, null],
    [9, 250],
  ],
}

describe('checks of mails', () => {
  it.each([
    'mail-once',
    'unknown-recorded',
    'unknown-tried-once',
    'gaps-grow',
    'load-after-outage',
    'no-slot-sleeps',
  ] as const)(
    '%s holds where each mail is sent once and bad addresses are written down',
    (word) => {
      expect(judge(word, good, bad, late)).toBeNull()
    },
  )

  it('mail-once tells of a mail that never came, and of one that came twice', () => {
    expect(judge('mail-once', good, { ...late, tries: [[3, 421]] })).toBe(
      '1 of 2 good addresses never got their mail. The first is lee@a.org.',
    )
    const twice: Mail = {
      ...good,
      tries: [
        [1, 250],
        [4, 250],
      ],
    }
    expect(judge('mail-once', twice)).toBe('kim@a.org got the mail 2 times.')
    expect(judge('mail-once')).toBe('No mail was ever asked for.')
  })

  it('unknown-recorded wants one row for a bad address and none for another', () => {
    expect(judge('unknown-recorded', { ...bad, rows: 0 })).toBe(
      'Nobody has the address no@a.org. It has 0 rows in bounces; 1 is right.',
    )
    expect(judge('unknown-recorded', { ...bad, rows: 2 })).toContain('2 rows')
    expect(judge('unknown-recorded', { ...good, rows: 1 })).toBe(
      'kim@a.org stands in bounces, but the mail server never said that nobody has it.',
    )
  })

  it('unknown-tried-once and tries-at-most count', () => {
    const again: Mail = {
      ...bad,
      tries: [
        [2, 550],
        [4, 550],
      ],
    }
    expect(judge('unknown-tried-once', again)).toBe(
      'no@a.org was tried 2 times, although the first answer, 550, was final.',
    )
    expect(judge('tries-at-most', good)).toBeNull()
    expect(judge('tries-at-most', late)).toBe(
      'The mail to lee@a.org was tried 3 times; 2 are allowed.',
    )
  })

  it('gaps-grow wants a second at least, and more each time', () => {
    const hasty: Mail = {
      ...late,
      tries: [
        [3, 421],
        [3.4, 250],
      ],
    }
    expect(judge('gaps-grow', hasty)).toBe(
      'The mail to lee@a.org was tried again after 0.4 s; 1 s is the least.',
    )
    const even: Mail = {
      ...late,
      tries: [
        [3, 421],
        [8, 421],
        [13, 250],
      ],
    }
    expect(judge('gaps-grow', even)).toContain('do not grow: the first is 5 s')
  })

  it('load-after-outage compares with the busiest time before', () => {
    const crowd = [20, 21, 22].map((at): Mail => ({
      address: `member-${at}@a.org`,
      tries: [
        [at, null],
        [60 + at / 100, 250],
      ],
    }))
    const outages = [{ service: 'mail.example.com', from: seconds(10), to: seconds(50) }]
    expect(
      judgeRun('load-after-outage', runOf({ ...mailed(good, ...crowd.slice(1)), outages })),
    ).toBeNull()
    expect(judgeRun('load-after-outage', runOf({ ...mailed(good, ...crowd), outages }))).toBe(
      'After the outage the mail server got 3 tries within 10 s; before it never more than 1.',
    )
  })

  it('no-slot-sleeps is about sleeping in a task, and no other wait', () => {
    const wait = { task: taskOf('send'), ids: [], from: seconds(1), to: seconds(3) }
    expect(judgeRun('no-slot-sleeps', runOf({ waits: [{ ...wait, sleeps: false }] }))).toBeNull()
    expect(judgeRun('no-slot-sleeps', runOf({ waits: [{ ...wait, sleeps: true }] }))).toBe(
      'A process slept inside send for 2 s, and ran nothing else.',
    )
  })

  it('a mail that another task goes on with is the same mail', () => {
    const { tasks = [], calls = [], effects = [] } = mailed({ ...late, tries: [[3, 421]] })
    const root = tasks[0]?.id ?? ''
    const next = taskOf('send', { root, called: "('lee@a.org', 1)" })
    const more = mailed({ ...late, tries: [[9, 250]], task: next })
    const run = runOf({
      tasks: [...tasks, next],
      calls: [...calls, ...(more.calls ?? [])],
      effects: [...effects, ...(more.effects ?? [])],
    })
    expect(judgeRun('mail-once', run)).toBeNull()
    expect(judgeRun('tries-at-most', run)).toBeNull()
  })
})
