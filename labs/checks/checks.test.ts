import { describe, expect, it } from 'vitest'
import { seconds } from '../../simulator/index.ts'
import {
  lookOf,
  noted,
  podOf,
  queueOf,
  runOf,
  taskOf,
  times,
  visitOf,
  workerOf,
} from '../testing.ts'
import { type CheckWord, KIND_WORDS, parameterProblems } from './check.ts'
import { handledApart } from './handled-apart.ts'
import { clairvoyantPlan } from './clairvoyant.ts'
import { CHECKS, checkWord } from './index.ts'
import { nothingLost } from './nothing-lost.ts'
import { p95Wait } from './p95-wait.ts'
import { queuesConsumed } from './queues-consumed.ts'
import { p95, type RequestRecord, type TaskRecord, type WaitRecord } from './run-record.ts'
import { throughput } from './throughput.ts'
import { workKept } from './work-kept.ts'

const waited = (wait: number) => taskOf('mail', { firstStarted: seconds(wait) })

describe('p95-wait', () => {
  const parameters = { task: 'mail', below: 2 }

  it('holds while at most 5 of 100 wait too long', () => {
    const tasks = [...times(95, () => waited(1.9)), ...times(5, () => waited(50))]
    expect(p95Wait.judge(runOf({ tasks }), parameters)).toBeNull()
  })

  it('breaks with one more, at the moment when the first has waited too long', () => {
    const late = () => taskOf('mail', { published: seconds(10), firstStarted: seconds(60) })
    const tasks = [...times(94, () => waited(1)), ...times(6, late)]
    expect(p95Wait.judge(runOf({ tasks }), parameters)).toEqual({
      time: seconds(12),
      sentence: 'The slowest 5 of 100 mail waited 50 s or more; 95 of 100 must wait less than 2 s.',
    })
  })

  it('counts the limit itself as too long', () => {
    expect(p95Wait.judge(runOf({ tasks: [waited(2)] }), parameters)).not.toBeNull()
  })

  it('counts a task that never began as waiting to the end of the run', () => {
    const never = taskOf('mail', { firstStarted: null, lastStarted: null, workers: [] })
    expect(p95Wait.judge(runOf({ tasks: [never] }), parameters)?.sentence).toContain('100 s')
  })

  it('does not hold of nothing', () => {
    const violation = p95Wait.judge(runOf({ tasks: [taskOf('film')] }), parameters)
    expect(violation?.sentence).toBe('No mail was ever sent.')
  })
})

describe('checks of what is done for visitors', () => {
  const told = { path: '/signup', field: 'email', service: 'mail' }
  const three = [visitOf(1, 1), visitOf(2, 2), visitOf(31, 3)]
  const mails = three.map(({ number }) => noted('mail', `user-${number}@a.org`, 1))
  const judge = (word: 'once-for-each' | 'done-before-answer', ...changes: object[]) =>
    CHECKS[word].judge(runOf(Object.assign({ requests: three, effects: mails }, ...changes)), told)

  it('hold where each has happened once, and in time', () => {
    expect(judge('once-for-each')).toBeNull()
    expect(judge('done-before-answer')).toBeNull()
    // Somebody without an answer, or with an error, is owed nothing.
    const requests = [
      ...three,
      visitOf(4, 4, { status: 504, form: null }),
      visitOf(5, 5, { status: 400 }),
    ]
    expect(judge('once-for-each', { requests })).toBeNull()
  })

  it('tell of whom nothing was done for, and of whom it was done for twice', () => {
    expect(judge('once-for-each', { effects: mails.slice(1) })).toEqual({
      time: seconds(1.1),
      sentence:
        '1 of 3 visitors of /signup had a good answer, and mail never did anything for them. The first is user-1@a.org.',
    })
    // The name of one is the beginning of that of another.
    expect(
      judge('once-for-each', { effects: [mails[2], noted('mail', 'user-3@a.org', 2)] }),
    ).toMatchObject({ sentence: expect.stringContaining('2 of 3') as string })
    expect(judge('once-for-each', { effects: [...mails, mails[1]] })?.sentence).toBe(
      'mail has done its work for user-2@a.org 2 times.',
    )
    expect(judge('once-for-each', { requests: [] })?.sentence).toBe(
      'No visitor of /signup had a good answer.',
    )
  })

  it('tell of whom it was done for after the answer', () => {
    const effects = [noted('mail', 'user-1@a.org', 1.2), ...mails.slice(1)]
    expect(judge('done-before-answer', { effects })).toEqual({
      time: seconds(1.1),
      sentence: 'user-1@a.org had an answer from /signup before mail knew of them; so had 1 of 3.',
    })
  })

  it('answers-as-wanted tells of an answer that is not the one', () => {
    const word = CHECKS['answers-as-wanted']
    const wrong = visitOf(2, 2, { wanted: 402, status: 202 })
    const requests = [visitOf(1, 1, { wanted: 201 }), visitOf(3, 3, { wanted: 200, status: 504 })]
    expect(word.judge(runOf({ requests }), {})).toBeNull()
    expect(word.judge(runOf({ requests: [...requests, wrong] }), {})).toEqual({
      time: seconds(2.1),
      sentence:
        'POST /signup (request 2) was answered with 202, and its visitor should have heard 402; there were 1 such answers.',
    })
  })
})

describe('checks of visitors', () => {
  const visit = (latency: number, status = 200) => ({
    ...{ time: seconds(10 + latency), service: 'shop', number: 1, method: 'GET', path: '/' },
    ...{ form: {}, status, wanted: null, latency: seconds(latency) },
  })
  const judge = (word: 'p95-response' | 'no-server-errors', ...requests: RequestRecord[]) =>
    CHECKS[word].judge(runOf({ requests }), { below: 0.15 })

  it('p95-response holds while 5 of 100 wait, and tells of the first that is one too many', () => {
    const quick = Array.from({ length: 95 }, () => visit(0.1))
    const slow = Array.from({ length: 6 }, () => visit(3))
    expect(judge('p95-response', ...quick, ...slow.slice(1))).toBeNull()
    expect(judge('p95-response', ...quick, ...slow)).toEqual({
      time: seconds(10.15),
      sentence:
        'The slowest 5 of 100 visitors waited 3 s or more for their answer; 95 of 100 must have it in less than 0.15 s.',
    })
    expect(judge('p95-response')?.sentence).toBe('Nobody had an answer.')
  })

  it('no-server-errors lets the visitor be wrong, and not the server', () => {
    expect(judge('no-server-errors', visit(0.1), visit(0.1, 404))).toBeNull()
    expect(judge('no-server-errors', visit(0.1), visit(0.1, 504))).toEqual({
      time: seconds(10.1),
      sentence:
        'GET / (request 1) was answered with 504, an error of the server; there were 1 of them.',
    })
  })
})

describe('p95', () => {
  it('is the nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1)
    expect(p95(hundred)).toBe(95)
    expect(p95([3, 1, 2])).toBe(3)
    expect(p95([])).toBe(0)
  })
})

describe('handled-apart', () => {
  const parameters = { task: 'mail', other: 'film' }

  it('holds while no worker runs both', () => {
    const tasks = [taskOf('mail'), taskOf('film', { workers: ['w2@sim'] })]
    expect(handledApart.judge(runOf({ tasks }), parameters)).toBeNull()
  })

  it('breaks where a later try runs in the wrong worker', () => {
    const film = taskOf('film', { workers: ['w2@sim', 'w1@sim'], firstStarted: seconds(4) })
    expect(handledApart.judge(runOf({ tasks: [taskOf('mail'), film] }), parameters)).toEqual({
      time: seconds(4),
      sentence: 'w1@sim ran both mail and film.',
    })
  })
})

describe('throughput', () => {
  const films = (seconds_: number) =>
    times(2, () => taskOf('film', { finished: seconds(seconds_) }))
  const against = (now: number, before: number) =>
    throughput.judge(runOf({ tasks: films(now), baseline: runOf({ tasks: films(before) }) }), {
      task: 'film',
      atLeast: 0.85,
    })

  it('holds down to the share, and breaks below it', () => {
    expect(against(100, 85)).toBeNull()
    expect(against(100, 84)?.sentence).toBe(
      'film got done at 84 % of the speed of the first program; at least 85 % is wanted.',
    )
  })

  it('counts what was never done', () => {
    const [done] = films(85)
    const tasks = done === undefined ? [] : [done, taskOf('film', { state: null, finished: null })]
    const baseline = runOf({ tasks: films(85) })
    const violation = throughput.judge(runOf({ tasks, baseline }), { task: 'film', atLeast: 0.85 })
    expect(violation?.sentence).toContain('50 %')
  })
})

describe('queues-consumed', () => {
  it('holds while each queue that had messages had a worker', () => {
    const unused = { ...queueOf('unused'), everWaited: false }
    expect(queuesConsumed.judge(runOf({ queues: [queueOf('q', 'w1@sim'), unused] }), {})).toBeNull()
  })

  it('breaks at the first message that nobody took', () => {
    const queues = [{ ...queueOf('mail'), waiting: 7 }]
    const tasks = [taskOf('film'), taskOf('mail', { queue: 'mail', published: seconds(3) })]
    expect(queuesConsumed.judge(runOf({ queues, tasks }), {})).toEqual({
      time: seconds(3),
      sentence: 'No worker takes from the queue mail. Messages waiting there at the end: 7.',
    })
  })
})

describe('nothing-lost', () => {
  it('holds when every task has succeeded', () => {
    expect(nothingLost.judge(runOf({ tasks: [taskOf('mail')] }), {})).toBeNull()
  })

  it('breaks with a task that failed, or that never ran', () => {
    const failed = taskOf('mail', { state: 'FAILURE', finished: seconds(9) })
    const tasks = [taskOf('mail'), failed, taskOf('film', { state: null, finished: null })]
    expect(nothingLost.judge(runOf({ tasks }), {})).toEqual({
      time: seconds(9),
      sentence: '2 of 3 tasks had not succeeded when the run ended. The first was mail.',
    })
  })

  it('breaks when the program never came to its end', () => {
    expect(nothingLost.judge(runOf({ clientEnded: false }), {})).not.toBeNull()
  })
})

describe('work-kept', () => {
  const parameters = { task: 'film', atLeast: 40 }

  it('holds when each success took its time, counted from its last start', () => {
    const retried = taskOf('film', { lastStarted: seconds(5), finished: seconds(45) })
    expect(workKept.judge(runOf({ tasks: [retried] }), parameters)).toBeNull()
  })

  it('breaks when one was done too soon', () => {
    const hasty = taskOf('film', { lastStarted: seconds(5), finished: seconds(44.9) })
    expect(workKept.judge(runOf({ tasks: [hasty] }), parameters)).toEqual({
      time: seconds(44.9),
      sentence: 'film was done after 39.9 s; its work takes at least 40 s.',
    })
  })
})

describe('checks of an autoscaler', () => {
  it('p95-wait-of-all looks at tasks of every name', () => {
    const slow = { published: 0, firstStarted: seconds(30) }
    const tasks = [...times(95, () => taskOf('mail')), ...times(5, () => taskOf('film', slow))]
    expect(CHECKS['p95-wait-of-all'].judge(runOf({ tasks }), { below: 20 })).toBeNull()
    const one = runOf({ tasks: [...tasks, taskOf('film', slow)] })
    expect(CHECKS['p95-wait-of-all'].judge(one, { below: 20 })).toEqual({
      time: seconds(20),
      sentence:
        'The slowest 5 of 100 tasks waited 30 s or more; 95 of 100 must wait less than 20 s.',
    })
  })

  it('scale-changes counts in any hour, not by the clock', () => {
    const at = (...minutes: readonly number[]) =>
      runOf({ looks: minutes.map((minute) => lookOf(minute * 60, { desired: 3 })) })
    const judge = CHECKS['scale-changes'].judge.bind(null)
    expect(judge(at(0, 30, 61, 91), { most: 2 })).toBeNull()
    expect(judge(at(0, 40, 70, 90), { most: 2 })).toEqual({
      time: seconds(40 * 60),
      sentence:
        'The number of pods was changed 3 times in one hour; at most 2 changes an hour are allowed.',
    })
    expect(judge(runOf({ looks: [lookOf(1), lookOf(2), lookOf(3)] }), { most: 1 })).toBeNull()
  })

  it('no-task-killed counts what SIGKILL ended', () => {
    const judge = CHECKS['no-task-killed'].judge.bind(null)
    expect(judge(runOf({ pods: [podOf(0, 9), podOf(3, 8)] }), {})).toBeNull()
    expect(judge(runOf({ pods: [podOf(0, 9), podOf(3, 8, 2), podOf(3, 9, 1)] }), {})).toEqual({
      time: seconds(8),
      sentence:
        'Pods that were told to go were killed while they worked: 3 tasks were cut off and had to begin again.',
    })
  })

  it('pods-near-best compares with who knows the day', () => {
    // Ten minutes: in the first two tasks for 200 s each at a time, so two pods of one process.
    const job = { published: 0, runtime: seconds(200) }
    const tasks = [taskOf('film', job), taskOf('film', job)]
    const base = { tasks, workers: [workerOf('pod-1@sim', 1)], end: seconds(600) }
    expect(clairvoyantPlan(runOf(base), seconds(300), seconds(20)).pods).toEqual([2, 1])
    const judge = CHECKS['pods-near-best'].judge.bind(null)
    const told = { times: 1.2, wait: 20 }
    expect(judge(runOf({ ...base, pods: [podOf(0, 600), podOf(0, 480)] }), told)).toBeNull()
    expect(judge(runOf({ ...base, pods: [podOf(0, 600), podOf(0, 600)] }), told)?.sentence).toBe(
      'Your pods ran 0.3 hours; somebody who knew the day would have needed 0.3. At most 1.2 times that is allowed, which is 0.3 hours.',
    )
  })
})

describe('checks of one task after many', () => {
  const success = (at: number, value: number) => ({
    time: seconds(at),
    value,
    repr: String(value),
  })
  const part = (at: number) => taskOf('part', { successes: [success(at, 1)] })
  const whole = (at: number, value = 2) =>
    taskOf('whole', { firstStarted: seconds(at), successes: [success(at + 1, value)] })

  it('starts-once counts every beginning, under any id', () => {
    const judge = CHECKS['starts-once'].judge.bind(null)
    const told = { task: 'whole' }
    expect(judge(runOf({ tasks: [whole(5)] }), told)).toBeNull()
    expect(judge(runOf({ tasks: [part(1)] }), told)?.sentence).toBe('whole never began.')
    expect(judge(runOf({ tasks: [whole(5), whole(3)] }), told)).toEqual({
      time: seconds(5),
      sentence: 'whole began 2 times; it must begin once.',
    })
    const again = { ...whole(5), workers: ['w1@sim', 'w2@sim'], lastStarted: seconds(8) }
    expect(judge(runOf({ tasks: [again] }), told)?.time).toBe(seconds(8))
  })

  it('starts-after-all looks at the first success of each', () => {
    const judge = CHECKS['starts-after-all'].judge.bind(null)
    const told = { task: 'whole', other: 'part', count: 2 }
    const late = { ...part(2), successes: [success(2, 1), success(9, 1)] }
    expect(judge(runOf({ tasks: [part(1), late, whole(5)] }), told)).toBeNull()
    expect(judge(runOf({ tasks: [part(1), part(6), whole(5)] }), told)).toEqual({
      time: seconds(5),
      sentence: 'whole began when 1 of 2 part had succeeded.',
    })
    expect(judge(runOf({ tasks: [part(1), part(6)] }), told)?.sentence).toBe(
      'whole never began; 2 of 2 part succeeded.',
    )
  })

  it('result-is wants the number of every success', () => {
    const judge = CHECKS['result-is'].judge.bind(null)
    const told = { task: 'whole', value: 2 }
    expect(judge(runOf({ tasks: [whole(5)] }), told)).toBeNull()
    expect(judge(runOf({ tasks: [whole(5), whole(6, 3)] }), told)).toEqual({
      time: seconds(7),
      sentence: 'whole gave 3; 2 is right.',
    })
    expect(judge(runOf({ tasks: [] }), told)?.sentence).toBe('whole never succeeded.')
  })

  it('no-result-waited forgives whatever is no result', () => {
    const judge = CHECKS['no-result-waited'].judge.bind(null)
    const wait = { task: null, ids: [], sleeps: false, from: seconds(1), to: seconds(3) }
    expect(judge(runOf({ waits: [wait] }), {})).toBeNull()
    expect(judge(runOf({ waits: [wait, { ...wait, ids: ['a'] }] }), {})).toEqual({
      time: seconds(1),
      sentence: 'The client stood still for 2 s and waited for the results of tasks.',
    })
    expect(judge(runOf({ clientEnded: false }), {})?.sentence).toBe(
      'The program never came to its end.',
    )
  })

  it('client-free adds up what the program waits', () => {
    const judge = CHECKS['client-free'].judge.bind(null)
    const wait = (from: number, to: number, task: TaskRecord | null = null): WaitRecord => ({
      task,
      ids: [],
      sleeps: false,
      from: seconds(from),
      to: seconds(to),
    })
    const told = { below: 1 }
    expect(judge(runOf({ waits: [wait(1, 1.9), wait(0, 9, part(1))] }), told)).toBeNull()
    expect(judge(runOf({ waits: [wait(1, 1.9), wait(3, 5)] }), told)).toEqual({
      time: seconds(3.1),
      sentence: 'The client stood still for 2.9 s; it must go on within 1 s.',
    })
    expect(judge(runOf({ clientEnded: false }), told)?.sentence).toBe(
      'The program never came to its end.',
    )
  })

  it('no-slot-waits is about results of other tasks', () => {
    const judge = CHECKS['no-slot-waits'].judge.bind(null)
    const wait = (ids: readonly string[], to: number): WaitRecord => ({
      task: whole(5),
      ids,
      sleeps: false,
      from: seconds(5),
      to: seconds(to),
    })
    const told = { below: 1 }
    expect(judge(runOf({ waits: [wait([], 20), wait(['t1'], 5.5)] }), told)).toBeNull()
    expect(judge(runOf({ waits: [wait(['t1'], 8)] }), told)).toEqual({
      time: seconds(6),
      sentence:
        'A process was inside whole for 3 s and only waited for the results of other tasks.',
    })
  })

  it('nothing-lost asks what came in the place of a replaced task', () => {
    const replaced = taskOf('first', { replaced: true, state: 'IGNORED' })
    expect(nothingLost.judge(runOf({ tasks: [replaced, whole(5)] }), {})).toBeNull()
  })
})

const GOOD = {
  ...{
    task: 'mail',
    table: 'bounces',
    path: '/signup',
    field: 'email',
    service: 'api',
    answer: 'load',
    option: 'once',
    column: 'id',
    seconds: 1,
    share: 0.5,
    count: 3,
  },
  happening: { task: 'mail', is: 'sent' },
  conditions: { status: ['paid', 'refused'], left: { above: 0 } },
  sentence: 'Order {key} was charged {times} times.',
} as const
const BAD = {
  task: [0, '', null],
  seconds: [0, -1, '1'],
  share: [0, 2.1, Number.NaN],
  count: [0, 1.5, '3'],
  happening: [{}, 'mail', { task: 'mail', is: 'eaten' }, { table: 'orders', key: 'id', rows: {} }],
  conditions: ['paid', { status: { under: 1 } }, { status: [] }],
  sentence: ['', 3],
} as const

describe('every check word', () => {
  const words: readonly (readonly [string, CheckWord])[] = Object.entries(CHECKS)

  it.each(words)('%s has a name of its own and says what its parameters must be', (name, word) => {
    expect(name).toMatch(/^[a-z][a-z0-9-]*$/u)
    expect(checkWord(name)).toBe(word)
    for (const kind of Object.values(word.parameters)) expect(KIND_WORDS[kind]).not.toBe('')
  })

  it.each(words)('%s reads a run and leaves it as it is', (_name, word) => {
    const parameters = Object.fromEntries(
      Object.entries(word.parameters).map(([name, kind]) => [name, GOOD[kind]]),
    )
    const run = runOf({ tasks: [taskOf('mail')], queues: [queueOf('celery', 'w1@sim')] })
    const before = structuredClone(run)
    const first = word.judge(run, parameters)
    expect(word.judge(run, parameters)).toEqual(first)
    expect(run).toEqual(before)
  })

  it.each(words)('%s compares with the starter only where it says so', (_name, word) => {
    const parameters = Object.fromEntries(
      Object.entries(word.parameters).map(([name, kind]) => [name, GOOD[kind]]),
    )
    let looked = false
    const run = Object.defineProperty({ ...runOf({ tasks: [taskOf('mail')] }) }, 'baseline', {
      get: () => {
        looked = true
        return null
      },
    })
    word.judge(run, parameters)
    expect(looked).toBe(word.needsBaseline === true)
  })

  it('is known by its own name only', () => {
    expect(checkWord('toString')).toBeUndefined()
    expect(checkWord('p95')).toBeUndefined()
  })
})

describe('the kinds of parameters', () => {
  it.each(Object.keys(BAD) as (keyof typeof BAD)[])(
    '%s takes good values and no others',
    (kind) => {
      expect(parameterProblems(kind, 'a', GOOD[kind])).toEqual([])
      for (const value of BAD[kind]) expect(parameterProblems(kind, 'a', value)).not.toEqual([])
    },
  )
})
