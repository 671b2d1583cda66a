import { describe, expect, it } from 'vitest'
import type { FactKind } from '../../simulator/index.ts'
import { explain, MOST_REASONS } from '../../src/lib/why/explain.ts'
import { readRun, type RunName, type Told } from './recorded.ts'

interface Question {
  readonly run: RunName
  /** The nth fact of a kind, counted from 1, that has these words. */
  readonly about: readonly [kind: FactKind, nth: number, has?: string]
  readonly asks: string
  /** What has to be said, in this order. */
  readonly says: readonly RegExp[]
  /** Lines that have to be linked. */
  readonly lines: readonly string[]
  readonly rule: string | null
}

/** Twenty questions that learners ask of the labs. */
const QUESTIONS: Readonly<Record<string, Question>> = {
  'why a retry with backoff waits': {
    run: 'backoff',
    about: ['task-retried', 3],
    asks: 'Why does it wait 4 s?',
    says: [/4 s is your backoff of 1 s, doubled twice/, /autoretry_for/, /with 451/, /^Chance/],
    lines: ['tasks.py:16', 'tasks.py:14'],
    rule: 'exponential backoff',
  },
  'why a retry with jitter waits': {
    run: 'jitter',
    about: ['task-retried', 2],
    asks: 'Why does it wait 14 s?',
    says: [/Jitter drew 14 s out of 0 to 16 s/, /backoff of 8 s, doubled once/, /^Chance/],
    lines: ['tasks.py:16'],
    rule: 'full jitter',
  },
  'why a pause of its own': {
    run: 'pauses',
    about: ['task-retried', 1],
    asks: 'Why does it wait 2 s?',
    says: [
      /Your code asked for this pause/,
      /answered data member-002@example.com with 451/,
      /^Chance/,
    ],
    lines: ['tasks.py:29', 'client.py:18'],
    rule: 'retrying',
  },
  'why a try begins when it does': {
    run: 'backoff',
    about: ['task-started', 1, '"retries":1'],
    asks: 'Why does it begin now?',
    says: [/holds tasks.send_mail .* until its time comes/, /retry 1/, /with 451/, /client sent/],
    lines: ['client.py:18'],
    rule: 'calling tasks',
  },
  'why it is held': {
    run: 'jitter',
    about: ['task-held', 2],
    asks: 'Why is it held back?',
    says: [/countdown or an ETA: not before 00:18/, /retry 2/, /with 451/, /client sent/],
    lines: ['client.py:18'],
    rule: 'ETA and countdown',
  },
  'why the server turns a mail away': {
    run: 'unmended',
    about: ['service-answered', 1, '"code":451'],
    asks: 'Why this answer?',
    says: [/^Chance decided it: mail.example.com/, /client sent tasks.send_mail \(S 2\)/],
    lines: ['client.py:18'],
    rule: null,
  },
  'why a mail is lost': {
    run: 'unmended',
    about: ['task-failed', 1],
    asks: 'Why did it fail?',
    says: [
      /comes from this line: SMTPDataError/,
      /Nothing in your code asks to try again/,
      /451/,
      /^Chance/,
    ],
    lines: ['tasks.py:17', 'client.py:18'],
    rule: 'retrying',
  },
  'why nobody answers during the outage': {
    run: 'unmended',
    about: ['service-answered', 1, '"outcome":"refused"'],
    asks: 'Why this answer?',
    says: [/mail.example.com is away since 03:00.000, until 04:30.000/, /client sent/],
    lines: ['client.py:18'],
    rule: null,
  },
  'why a mail fails during the outage': {
    run: 'unmended',
    about: ['task-failed', 1, 'ConnectionRefusedError'],
    asks: 'Why did it fail?',
    says: [/ConnectionRefusedError/, /does not listen/, /away since 03:00/],
    lines: ['tasks.py:16'],
    rule: 'retrying',
  },
  'why a film begins a minute late': {
    run: 'lanes',
    about: ['task-started', 13],
    asks: 'Why does it begin now?',
    says: [
      /w1@sim had taken it 61 s before/,
      /came free when it was done with tasks.encode_video \(E 11\)/,
      /client sent/,
    ],
    lines: ['cluster.yaml:4', 'client.py:15'],
    rule: 'prefetch limits',
  },
  'why a film is in the queue again': {
    run: 'lanes',
    about: ['message-enqueued', 1, '"restored"'],
    asks: 'Why is it in the queue again?',
    says: [/had not been acknowledged yet/, /takes no more messages/, /w2 was told to stop/],
    lines: ['client.py:15'],
    rule: 'early and late acknowledgement',
  },
  'why a worker stopped': {
    run: 'lanes',
    about: ['worker-stopped', 1],
    asks: 'Why did it stop?',
    says: [/w2@sim takes no more messages/, /w2 was told to stop/],
    lines: [],
    rule: 'stopping a worker',
  },
  'why a mail is in its queue': {
    run: 'routed',
    about: ['message-enqueued', 1],
    asks: 'Why is it in this queue?',
    says: [/A route sends tasks.send_mail to the queue mail/, /client sent/],
    lines: ['celeryconfig.py:6', 'client.py:28'],
    rule: 'routing tasks',
  },
  'why a part waits for a process': {
    run: 'counted',
    about: ['task-started', 1, '(C 26)'],
    asks: 'Why does it begin now?',
    says: [/It waited 1 s: all 8 processes/, /17 messages were in front of it/, /came free/],
    lines: ['cluster.yaml:4', 'client.py:10'],
    rule: 'concurrency',
  },
  'why a process ended': {
    run: 'counted',
    about: ['process-ended', 1],
    asks: 'Why did the process end?',
    says: [/^Fault: a process of the worker of the task is killed/],
    lines: [],
    rule: 'tasks of a lost process',
  },
  'why a part runs twice': {
    run: 'counted',
    about: ['message-enqueued', 1, '"requeued"'],
    asks: 'Why is it in the queue again?',
    says: [
      /acks_late is on/,
      /asked the broker to put it back/,
      /^Fault: a process/,
      /client sent/,
    ],
    lines: ['celeryconfig.py:2'],
    rule: 'early and late acknowledgement',
  },
  'why parts come back when the connection breaks': {
    run: 'counted',
    about: ['message-enqueued', 1, '"restored"'],
    asks: 'Why is it in the queue again?',
    says: [/acks_late is on/, /^Fault: the broker closes every connection/, /client sent/],
    lines: ['celeryconfig.py:2'],
    rule: 'early and late acknowledgement',
  },
  'why the body of a chord starts': {
    run: 'counted',
    about: ['chord-unlocked', 1],
    asks: 'Why does the body start now?',
    says: [/was the last of the 200 tasks in the header/, /client sent/],
    lines: ['client.py:10'],
    rule: 'chords',
  },
  'why a part is lost for good': {
    run: 'early',
    about: ['task-failed', 1],
    asks: 'Why did it fail?',
    says: [/was acknowledged at 00:02.515, before the task began/, /^Fault: a process/],
    lines: ['celeryconfig.py:2'],
    rule: 'early and late acknowledgement',
  },
  'what the client waits for': {
    run: 'asking',
    about: ['body-parked', 5, '"kind":"result"'],
    asks: 'What does it wait for?',
    says: [/It needs the result of tasks.count \(C 5\), which is started/, /tasks.count \(C 5\)/],
    lines: [],
    rule: 'results',
  },
}

const runs = new Map<RunName, Told>()

function told(name: RunName): Told {
  const known = runs.get(name) ?? readRun(name)
  runs.set(name, known)
  return known
}

/** The row that a question is about. */
function rowOf({ log }: Told, [kind, nth, has = '']: Question['about']): number {
  let left = nth
  for (let row = 0; row < log.length; row++) {
    if (log.kindAt(row) !== kind) continue
    const task = log.taskAt(row)
    const words = `${JSON.stringify(log.entry(row).detail)} (C ${String(task + 1)})`
    if (words.includes(has) && --left === 0) return row
  }
  throw new Error(`there is no ${kind} with ${has}`)
}

describe('Why?', () => {
  it.each(Object.entries(QUESTIONS))('says %s', (_, { run, about, asks, says, lines, rule }) => {
    const { log, sources } = told(run)
    const answer = explain(log, rowOf({ log, sources }, about), sources)
    expect(answer.question).toBe(asks)
    expect(answer.reasons.length).toBeLessThanOrEqual(MOST_REASONS)
    const texts = answer.reasons.map(({ text }) => text)
    let from = 0
    for (const said of says) {
      const at = texts.findIndex((text, index) => index >= from && said.test(text))
      expect(at, `${String(said)} in ${JSON.stringify(texts, null, 1)}`).toBeGreaterThanOrEqual(
        from,
      )
      from = at
    }
    const linked = answer.reasons.map(({ at }) => at && `${at.file}:${String(at.line)}`)
    for (const line of lines) expect(linked).toContain(line)
    expect(answer.rule?.title ?? null).toBe(rule)
  })

  it('has twenty questions', () => {
    expect(Object.keys(QUESTIONS)).toHaveLength(20)
  })

  it('answers about any fact in whole sentences, eight at most, and only of what came before', () => {
    for (const name of ['lanes', 'early'] as const) {
      const { log, sources } = told(name)
      for (let row = 0; row < log.length; row++) {
        const { reasons } = explain(log, row, sources)
        expect(reasons.length).toBeLessThanOrEqual(8)
        for (const reason of reasons) {
          expect(reason.text).not.toMatch(/[{}]\w*[{}]|undefined|NaN/u)
          if (reason.row !== null)
            expect(log.timeAt(reason.row)).toBeLessThanOrEqual(log.timeAt(row))
        }
      }
    }
  })
})
