import { describe, expect, it } from 'vitest'
import type { RunRecord, SuccessRecord, TaskRecord, WaitRecord } from '../checks/run-record.ts'
import {
  inThread,
  lookOf,
  mailed,
  noted,
  podOf,
  queueOf,
  runOf,
  taskOf,
  times,
  visitOf,
  workerOf,
} from '../testing.ts'
import { labSlugs, readLab } from '../catalogue-node.ts'
import { CRASHES, crashes, matrix } from '../testing-crashes.ts'
import { HERD, herd } from '../testing-herd.ts'
import { type JsonObject, seconds } from '../../simulator/index.ts'
import { lostAt, MACHINES, onMachines, refused, shortAt } from '../testing-machines.ts'
import type { Parameters } from '../checks/check.ts'
import type { DiagnosisWord, Findings } from './diagnosis.ts'
import { DIAGNOSES, diagnosisWord } from './index.ts'

const PARAMETERS = { task: 'mail', other: 'film' }

const W1 = workerOf('w1@sim', 2)
const W2 = workerOf('w2@sim', 2)

/** Mails and films in the queues named, in `w1@sim` and `w2@sim`. */
const sent = (mail: string, film: string, priority: number | null = null) => [
  taskOf('mail', { queue: mail, priority }),
  taskOf('film', { queue: film, workers: ['w2@sim'] }),
]

const BEFORE = runOf({
  tasks: sent('celery', 'celery'),
  queues: [queueOf('celery', 'w1@sim', 'w2@sim')],
  workers: [W1, W2],
})

const run = (changes: Partial<RunRecord>): RunRecord =>
  runOf({ ...BEFORE, baseline: BEFORE, ...changes })

/** A run of an autoscaler alone. */
const scaled = (changes: Partial<RunRecord>): RunRecord => runOf({ baseline: runOf(), ...changes })

/** So many tasks that came at once and wait for a long time. */
const backlog = (count: number) => times(count, () => taskOf('film', { firstStarted: seconds(90) }))

/** Counting films, and a mail about all of them, which begins after 9 s. */
const counted = (
  film: Partial<TaskRecord>,
  mail: Partial<TaskRecord> = {},
): Partial<RunRecord> => ({
  tasks: [
    taskOf('film', { called: "('a',)", queue: 'f', workers: ['w2@sim'], ...film }),
    taskOf('mail', { queue: 'm', firstStarted: seconds(9), ...mail }),
  ],
  queues: [queueOf('m', 'w1@sim'), queueOf('f', 'w2@sim', 'w3@sim')],
  workers: [W1, W2, workerOf('w3@sim', 2)],
})

const gave = (at: number, value: number): SuccessRecord => ({
  time: seconds(at),
  value,
  repr: String(value),
})

/** The client waits for a film. */
const waited = (group: string | null): RunRecord => {
  const changes = counted({ id: 'a', group })
  const wait = { task: null, ids: ['a'], sleeps: false, from: seconds(1), to: seconds(3) }
  return run({ ...changes, waits: [wait] })
}

const inSlot = taskOf('mail', { queue: 'm' })

/** Two tasks about order 31 of a shop, which its gateway has charged at these seconds, with these keys. */
function shop(order: {
  readonly charges?: readonly (readonly [at: number, key: string | null])[]
  readonly refunds?: number
  readonly silent?: boolean
  readonly task?: Partial<TaskRecord>
}): RunRecord {
  const { charges = [], refunds = 0, silent = false, task } = order
  const tasks = ['click 1', 'click 2'].map((id) =>
    taskOf('charge', { id, root: id, argument: '31', ...task }),
  )
  const call = { service: 'pay.example.com', call: 'POST', subject: '/charges' }
  const asking = silent || charges.length === 0 ? [] : tasks
  const entries = [
    ...charges.map(([at, key]) => [at, { payment: 'charged', customer: '31', key }] as const),
    ...Array.from({ length: refunds }, () => [9, { payment: 'refunded', customer: '31' }] as const),
  ]
  return runOf({
    tasks,
    calls: asking.map((own) => ({
      ...{ ...call, task: own, from: 0, to: seconds(1) },
      ...{ outcome: 'answered', code: 201 },
    })),
    effects: entries.map(([at, entry]) => ({ ...call, time: seconds(at), entry })),
  })
}

/** A task about order 31 runs twice and succeeds; the gateway, which it asked in its first run, never answered. */
function unanswered(asksAgain: boolean): RunRecord {
  const runs = [
    { from: seconds(1), to: seconds(2) },
    { from: seconds(3), to: seconds(4) },
  ]
  const task = taskOf('charge', { id: 'click 1', root: 'click 1', argument: '31', runs })
  const call = { service: 'pay.example.com', call: 'POST', subject: '/charges', task }
  const times = asksAgain ? [1.5, 3.5] : [1.5]
  return runOf({
    tasks: [task],
    calls: times.map((at) => ({
      ...{ ...call, from: seconds(at), to: seconds(at) },
      ...{ outcome: null, code: null },
    })),
  })
}

/** A mail waits for a film that nobody begins, in one of two processes. */
const circle = (wait: Partial<WaitRecord>): RunRecord => {
  const film = taskOf('film', { firstStarted: null, lastStarted: null, finished: null })
  const mail = wait.task ?? taskOf('mail', { finished: seconds(2) })
  const waits = [
    { task: mail, ids: [film.id], sleeps: false, from: seconds(1), to: seconds(100), ...wait },
  ]
  return runOf({ tasks: [mail, film], waits, workers: [W1] })
}

/** Photo 7, of which two thumbnails are made, and the page that shows it. */
function photo(told: {
  /** When its thumbnails were made. */
  readonly thumbs?: readonly (readonly [from: number, to: number])[]
  readonly thumb?: Partial<TaskRecord>
  /** When it was shown, and with which thumbnails. */
  readonly page?: readonly [at: number, names: string]
  readonly damaged?: true
  readonly mails?: readonly string[]
}): RunRecord {
  const { thumbs = [], thumb = {}, page, damaged, mails = [] } = told
  const tasks = thumbs.map(([from, to]) =>
    taskOf('thumb', {
      argument: '7',
      runs: [{ from: seconds(from), to: seconds(to) }],
      successes: [gave(to, 1)],
      ...thumb,
    }),
  )
  const row = (at: number, table: string, own: JsonObject) => ({
    ...{ time: seconds(at), service: 'sql', call: 'commit', subject: '' },
    entry: { changes: [{ table, change: 'inserted', row: own }] },
  })
  return runOf({
    tasks,
    effects: [
      row(0, 'right', { photo: damaged === undefined ? 7 : 8, owner: 'kim@a.org' }),
      ...(page === undefined ? [] : [row(page[0], 'pages', { photo: 7, names: page[1] })]),
      ...mails.map((to) => ({
        ...{ time: seconds(9), service: 'mail.example.com', call: 'data', subject: to },
        ...{ entry: { mail: 'accepted', to: [to], subject: 'Hello' }, task: tasks[0] ?? null },
      })),
    ],
  })
}

/** Two photos that could not be done, and whether somebody has written that down. */
function damaged(...told: readonly boolean[]): RunRecord {
  const state = { state: 'FAILURE', error: 'Broken' }
  return runOf({
    tasks: told.map((_, index) =>
      taskOf(index === 0 ? 'check' : 'thumb', { ...state, argument: String(index) }),
    ),
    effects: told.flatMap((isTold, index) =>
      isTold
        ? [
            {
              ...{ time: seconds(9), service: 'sql', call: 'commit', subject: '' },
              entry: {
                changes: [
                  { table: 'pages', change: 'updated', row: { photo: index, status: 'partial' } },
                ],
              },
            },
          ]
        : [],
    ),
  })
}

/** A day in a shop with six of item 3 and two orders of it, 31 and 32. */
function shopDay(told: {
  /** What became of order 31, and when; order 32 is rejected at once. */
  readonly ends?: readonly (readonly [at: number, status: string])[]
  /** What became of the stock. */
  readonly stock?: readonly (readonly [at: number, count: number])[]
  readonly charges?: readonly number[]
  readonly mails?: number
  readonly clicks?: number
  readonly task?: Partial<TaskRecord>
}): RunRecord {
  const { ends = [], stock = [], charges = [], mails = 0, clicks = 1, task = {} } = told
  const row = (at: number, table: string, change: string, own: JsonObject) => ({
    ...{ time: seconds(at), service: 'sql', call: 'commit', subject: '' },
    entry: { changes: [{ table, change, row: own }] },
  })
  const bought = { id: 31, item: 3, quantity: 2, address: 'kim@a.org' }
  const other = { id: 32, item: 3, quantity: 9, address: 'lee@a.org' }
  const rejected =
    ends.length === 0 ? [] : [row(1, 'orders', 'updated', { ...other, status: 'no' })]
  return runOf({
    tasks: times(clicks, () => {
      const sent = taskOf('order', { argument: '31' })
      return { ...sent, root: sent.id, ...task }
    }),
    effects: [
      row(0, 'items', 'inserted', { id: 3, stock: 6 }),
      row(0, 'orders', 'inserted', { ...bought, status: 'new' }),
      row(0, 'orders', 'inserted', { ...other, status: 'new' }),
      ...rejected,
      ...ends.map(([at, status]) => row(at, 'orders', 'updated', { ...bought, status })),
      ...stock.map(([at, count]) => row(at, 'items', 'updated', { id: 3, stock: count })),
      ...charges.map((at) => ({
        ...{ time: seconds(at), service: 'pay', call: 'POST', subject: '/charges' },
        entry: { payment: 'charged', customer: '31' },
      })),
      ...Array.from({ length: mails }, () => ({
        ...{ time: seconds(9), service: 'mail', call: 'data', subject: 'kim@a.org' },
        entry: { mail: 'accepted', to: ['kim@a.org'], subject: 'Hello' },
      })),
    ],
  })
}

const GAVE_UP = { state: 'FAILURE', error: 'NoAnswer' }
const SLOW = taskOf('order', {
  argument: '31',
  runs: [
    { from: seconds(1), to: seconds(3) },
    { from: seconds(63), to: seconds(64) },
  ],
})

/** Each mistake that has a word, as a small run, and what the word finds in it. */
const MISTAKES: { readonly [word in keyof typeof DIAGNOSES]: readonly [RunRecord, Findings] } = {
  'one-queue-for-both': [run({}), { queue: 'celery', wait: '0 s', processes: 4, others: 1 }],
  'only-more-processes': [
    run({ workers: [W1, W2, workerOf('w3@sim', 4)] }),
    { queue: 'celery', wait: '0 s', processes: 8, others: 1 },
  ],
  'priority-instead-of-queue': [
    run({ tasks: sent('celery', 'celery', 9) }),
    { queue: 'celery', processes: 4 },
  ],
  'queue-without-consumer': [
    run({
      tasks: sent('mail', 'celery'),
      queues: [{ ...queueOf('mail'), waiting: 140 }, queueOf('celery', 'w1@sim', 'w2@sim')],
    }),
    { queue: 'mail', waiting: 140 },
  ],
  'same-route': [
    run({
      tasks: sent('video', 'video'),
      queues: [queueOf('video', 'w1@sim', 'w2@sim')],
    }),
    { queue: 'video', task: 'mail', other: 'film' },
  ],
  'worker-takes-both': [
    run({
      tasks: sent('m', 'f'),
      queues: [queueOf('m', 'w1@sim', 'w2@sim'), queueOf('f', 'w1@sim', 'w2@sim')],
    }),
    { worker: 'w1@sim', queue: 'm', other: 'f' },
  ],
  'only-worker-away': [
    run({
      tasks: sent('m', 'f'),
      queues: [queueOf('m', 'w1@sim'), queueOf('f', 'w2@sim')],
      workers: [workerOf('w1@sim', 2, [10, 70.5]), workerOf('w2@sim', 4)],
    }),
    { worker: 'w1@sim', queue: 'm', wait: '60.5 s' },
  ],
  'fewer-processes': [
    run({
      tasks: sent('m', 'f'),
      queues: [queueOf('m', 'w1@sim'), queueOf('f', 'w2@sim')],
      workers: [workerOf('w1@sim', 6), workerOf('w2@sim', 1)],
    }),
    { task: 'film', before: 4, now: 1 },
  ],
  'cpu-does-not-see-waiting': [
    scaled({
      tasks: backlog(200),
      looks: [lookOf(50, { metric: 'cpu', value: 9.4, recommended: 1 })],
    }),
    { waiting: 200, cpu: 9, pods: 2 },
  ],
  flapping: [
    scaled({ looks: [1, 2, 3, 4].map((at) => lookOf(at, { desired: 1 + (at % 2) * 2 })) }),
    { changes: 4 },
  ],
  'killed-at-scale-in': [
    scaled({ tasks: [taskOf('film')], pods: [podOf(0, 9, 2)] }),
    { killed: 2, longest: '1 s' },
  ],
  'nobody-at-night': [
    scaled({
      tasks: [taskOf('mail', { published: seconds(20), firstStarted: seconds(75) })],
      looks: [lookOf(30, { current: 0, desired: 1, recommended: 1 })],
    }),
    { wait: '55 s', times: 1 },
  ],
  'pods-without-work': [
    scaled({ looks: [lookOf(30, { current: 3, desired: 3, recommended: 1 })] }),
    { pods: 3, needed: 1 },
  ],
  'always-at-the-most': [
    scaled({ tasks: backlog(200), looks: [lookOf(50, { recommended: 7 })] }),
    { pods: 2, asked: 7, waiting: 200 },
  ],
  'asks-again': [
    run(counted({}, { retries: 2, workers: ['w1@sim', 'w1@sim', 'w1@sim'] })),
    { task: 'mail', times: 3 },
  ],
  'client-collects': [waited(null), { wait: '2 s', results: 1, task: 'film' }],
  'client-joins': [waited('g'), { wait: '2 s', results: 1, task: 'film' }],
  'less-than-its-parts': [
    run(counted({ successes: [gave(1, 7)] }, { successes: [gave(10, 5)] })),
    { given: 5, sum: 7 },
  ],
  'more-than-its-parts': [
    run(
      counted(
        { successes: [gave(1, 7), gave(2, 7)], workers: ['w2@sim', 'w2@sim'] },
        { successes: [gave(10, 14)] },
      ),
    ),
    { given: 14, sum: 7, call: "('a',)", times: 2 },
  ],
  'lost-in-header': [
    run(counted({ state: 'FAILURE', error: 'WorkerLostError' }, { firstStarted: null })),
    { call: "('a',)", task: 'mail' },
  ],
  'slot-waits': [
    run({
      ...counted({}),
      waits: [{ task: inSlot, ids: ['a'], sleeps: false, from: seconds(1), to: seconds(3) }],
    }),
    { task: 'mail', wait: '2 s', worker: 'w1@sim' },
  ],
  'retry-swallowed': [
    run(
      mailed({
        address: 'kim@a.org',
        tries: [
          [1, 421],
          [5, 250],
        ],
        task: { swallowed: { file: 'tasks.py', line: 9 }, retries: 0 },
      }),
    ),
    { call: "('kim@a.org',)", file: 'tasks.py', line: 9, state: 'SUCCESS' },
  ],
  'slot-sleeps': [
    run({
      ...mailed({ address: 'kim@a.org', tries: [[1, 250]] }),
      waits: [{ task: inSlot, ids: [], sleeps: true, from: seconds(1), to: seconds(65) }],
    }),
    { task: 'mail', call: '()', wait: '64 s', worker: 'w1@sim' },
  ],
  'permanent-retried': [
    run(
      mailed({
        address: 'no@a.org',
        tries: [
          [1, 550],
          [4, 550],
          [9, 550],
        ],
      }),
    ),
    { address: 'no@a.org', times: 3 },
  ],
  'never-tried-again': [
    run(mailed({ address: 'kim@a.org', tries: [[1, 451]], task: { error: 'SMTPDataError' } })),
    { address: 'kim@a.org', lost: 1, error: 'SMTPDataError' },
  ],
  'one-error-ends-it': [
    run(
      mailed(
        { address: 'kim@a.org', tries: [[1, null]], task: { error: 'ConnectionRefusedError' } },
        {
          address: 'lee@a.org',
          tries: [
            [1, 451],
            [3, 250],
          ],
        },
      ),
    ),
    { address: 'kim@a.org', lost: 1, error: 'ConnectionRefusedError' },
  ],
  'gave-up': [
    run(
      mailed({
        address: 'kim@a.org',
        tries: [
          [1, null],
          [3, null],
          [7, null],
        ],
      }),
    ),
    { address: 'kim@a.org', lost: 1, tries: 3, span: '6 s' },
  ],
  'even-gaps': [
    run(
      mailed({
        address: 'kim@a.org',
        tries: [
          [1, null],
          [6, null],
          [11, 250],
        ],
      }),
    ),
    { address: 'kim@a.org', gap: '5 s', tries: 3 },
  ],
  'tried-too-soon': [
    run(
      mailed({
        address: 'kim@a.org',
        tries: [
          [1, 421],
          [1.5, 250],
        ],
      }),
    ),
    { address: 'kim@a.org', gap: '0.5 s' },
  ],
  'tried-too-often': [
    run(
      mailed({
        address: 'kim@a.org',
        tries: [1, 2, 4, 8, 14, 20, 26, 32, 38].map((at) => [at, at < 38 ? 421 : 250] as const),
      }),
    ),
    { address: 'kim@a.org', tries: 9, span: '37 s' },
  ],
  'all-at-once': [
    run({
      ...mailed(
        { address: 'kim@a.org', tries: [[1, 250]] },
        ...[1, 2, 3].map((number) => ({
          address: `member-${number}@a.org`,
          tries: [
            [20 + number, null],
            [60, 250],
          ] as const,
        })),
      ),
      outages: [{ service: 'mail.example.com', from: seconds(10), to: seconds(50) }],
    }),
    { after: 3, usual: 1 },
  ],
  'good-as-bad': [
    run(mailed({ address: 'kim@a.org', tries: [[1, 250]], rows: 1 })),
    { address: 'kim@a.org', count: 1 },
  ],
  'bad-forgotten': [
    run(mailed({ address: 'no@a.org', tries: [[1, 550]] })),
    { address: 'no@a.org' },
  ],
  'charges-without-key': [
    shop({
      charges: [
        [1, null],
        [2, null],
      ],
    }),
    { order: '31', times: 2 },
  ],
  'looks-then-charges': [
    shop({
      charges: [
        [1, null],
        [1.04, null],
      ],
      silent: true,
    }),
    { order: '31', times: 2, apart: 40 },
  ],
  'key-of-the-task': [
    shop({
      charges: [
        [1, 'click 1'],
        [2, 'click 2'],
      ],
    }),
    { order: '31', times: 2, tasks: 2 },
  ],
  'key-of-the-try': [
    shop({
      charges: [
        [1, 'a'],
        [2, 'b'],
      ],
    }),
    { order: '31', times: 2, one: 'a', two: 'b' },
  ],
  'charges-and-refunds': [
    shop({
      charges: [
        [1, 'a'],
        [2, 'b'],
      ],
      refunds: 1,
    }),
    { order: '31', times: 2, refunds: 1 },
  ],
  'lost-after-ack': [
    shop({ task: { state: 'FAILURE', error: 'WorkerLostError' } }),
    { order: '31', open: 1 },
  ],
  'never-asked-again': [
    shop({ task: { state: 'FAILURE', error: 'NoAnswer' } }),
    { order: '31', open: 1, error: 'NoAnswer' },
  ],
  'no-answer-dropped': [unanswered(true), { order: '31', open: 1 }],
  'claimed-for-ever': [unanswered(false), { order: '31', open: 1 }],
  'without-before': [
    runOf({
      effects: [
        {
          ...{ time: seconds(9), service: 'sql', call: 'commit', subject: '' },
          entry: { changes: [{ table: 'orders', change: 'updated', row: { id: 31 } }] },
        },
      ],
    }),
    { key: '31', count: 1 },
  ],
  'waits-in-a-circle': [circle({}), { task: 'mail', slots: 1, queued: 1, worker: 'w1@sim' }],
  'larger-circle': [
    { ...circle({}), workers: [workerOf('w1@sim', 16)] },
    { task: 'mail', slots: 1, queued: 1, worker: 'w1@sim' },
  ],
  'circle-allowed': [
    circle({ allowed: true }),
    { task: 'mail', slots: 1, queued: 1, worker: 'w1@sim' },
  ],
  'gives-up-waiting': [
    circle({ task: taskOf('mail', { retries: 2 }), to: seconds(31) }),
    { task: 'mail', wait: '30 s', times: 1, queued: 1 },
  ],
  'waits-in-part': [circle({ to: seconds(1.5) }), { task: 'mail', share: 25, worker: 'w1@sim' }],
  'rows-differ': [
    runOf({
      effects: [
        {
          ...{ time: seconds(9), service: 'sql', call: 'commit', subject: '' },
          entry: {
            changes: [
              { table: 'expected', change: 'inserted', row: { id: 7, text: 'a' } },
              { table: 'reports', change: 'inserted', row: { id: 7, text: 'b' } },
            ],
          },
        },
      ],
    }),
    { key: '7', said: 'b', wanted: 'a' },
  ],
  'sleeps-and-looks': [
    runOf({
      tasks: [inSlot],
      waits: [1, 2, 3].map((at) => ({
        ...{ task: inSlot, ids: [], sleeps: true },
        ...{ from: seconds(at), to: seconds(at + 0.2) },
      })),
    }),
    { task: 'mail', times: 3, wait: '0.6 s', worker: 'w1@sim' },
  ],
  'nothing-published': [
    runOf({ requests: [visitOf(1, 1)], waits: [inThread(visitOf(1, 1), 1, 3)] }),
    { number: 1, path: '/signup', length: '2 s', count: 1 },
  ],
  'busy-in-request': [
    runOf({
      tasks: [taskOf('pdf')],
      waits: [inThread(visitOf(1, 1), 1, 3), inThread(visitOf(1, 1), 4, 5)],
    }),
    { number: 1, length: '3 s', count: 1 },
  ],
  'waits-in-request': [
    runOf({ tasks: [taskOf('mail', { id: 'm' })], waits: [inThread(visitOf(1, 1), 1, 3, ['m'])] }),
    { number: 1, path: '/signup', task: 'mail', wait: '2 s', count: 1 },
  ],
  'answered-too-soon': [
    runOf({ requests: [visitOf(1, 1)], effects: [noted('books', 'user-1@a.org', 2)] }),
    { number: 1, name: 'user-1@a.org', late: '0.9 s', count: 1 },
  ],
  'answered-blindly': [
    runOf({ requests: [visitOf(1, 1, { status: 202, wanted: 401, path: '/login' })] }),
    { number: 1, path: '/login', status: 202, wanted: 401, count: 1 },
  ],
  'never-begun': [
    runOf({ requests: [visitOf(1, 1)], tasks: [taskOf('mail', { firstStarted: null })] }),
    { name: 'user-1@a.org', count: 1, task: 'mail' },
  ],
  'slots-spent-waiting': [
    runOf({
      tasks: [inSlot],
      waits: [{ task: inSlot, ids: ['a'], sleeps: false, from: 0, to: seconds(0.5) }],
    }),
    { task: 'mail', share: 50, worker: 'w1@sim' },
  ],
  'lost-with-its-process': [
    photo({
      thumbs: [[1, 2]],
      thumb: { error: 'WorkerLostError', state: 'FAILURE', called: '(7,)' },
    }),
    { task: 'thumb', call: '(7,)', count: 1 },
  ],
  'result-in-front': [
    photo({
      thumbs: [[1, 2]],
      thumb: {
        error: 'TypeError',
        errorText: 'tell() takes 1 positional argument but 2 were given',
      },
    }),
    { task: 'thumb', what: 'tell() takes 1 positional argument but 2 were given' },
  ],
  'result-left-out': [
    photo({
      thumbs: [[1, 2]],
      thumb: { errorText: "show() missing 1 required positional argument: 'names'" },
    }),
    { task: 'thumb', what: "show() missing 1 required positional argument: 'names'" },
  ],
  'before-its-parts': [
    photo({
      thumbs: [
        [1, 3],
        [2, 4],
      ],
      page: [3.5, 'a, b'],
    }),
    { key: '7', done: 1, count: 2, early: 1 },
  ],
  'without-its-parts': [
    photo({
      thumbs: [
        [1, 3],
        [2, 4],
      ],
      page: [5, 'a'],
    }),
    { key: '7', found: 1, count: 2, poor: 1 },
  ],
  'failure-swallowed': [
    photo({
      thumbs: [
        [1, 3],
        [2, 4],
      ],
      page: [5, 'a, b'],
      damaged: true,
    }),
    { key: '7', task: 'thumb' },
  ],
  'errback-of-some': [damaged(true, false), { key: '1', task: 'thumb', other: 'check' }],
  'no-errback': [damaged(false, false), { key: '0', task: 'check', count: 2 }],
  'errback-of-each': [
    photo({ mails: ['kim@a.org', 'kim@a.org'] }),
    { address: 'kim@a.org', times: 2 },
  ],
  'one-by-one': [
    photo({
      thumbs: [
        [1, 2],
        [2, 4],
      ],
    }),
    { key: '7', task: 'thumb', length: '3 s' },
  ],
  'nothing-begun': [shopDay({}), { count: 2, status: 'new' }],
  'charged-again': [
    shopDay({ ends: [[5, 'yes']], stock: [[1, 4]], charges: [2, 3], mails: 1 }),
    { order: '31', times: 2, count: 1 },
  ],
  'charged-too-soon': [
    shopDay({ ends: [[5, 'no']], charges: [2], mails: 1 }),
    { order: '31', item: '3', count: 1 },
  ],
  'done-for-each-click': [
    shopDay({ ends: [[5, 'yes']], stock: [[1, 4]], mails: 2, clicks: 2 }),
    { order: '31', clicks: 2, mails: 2 },
  ],
  oversold: [
    shopDay({ ends: [[5, 'yes']], stock: [[1, 5]], mails: 1 }),
    { item: '3', sold: 2, left: 5, initial: 6 },
  ],
  'not-put-back': [
    shopDay({ ends: [[5, 'no']], stock: [[1, 4]], mails: 1 }),
    { item: '3', sold: 0, left: 4, initial: 6, gone: 2 },
  ],
  'no-answer-taken-for-no': [
    shopDay({
      ends: [
        [1, 'reserved'],
        [5, 'no'],
      ],
      charges: [2],
      mails: 1,
    }),
    { order: '31', count: 1 },
  ],
  'left-half-done': [
    shopDay({ ends: [[1, 'reserved']], stock: [[1, 4]], task: GAVE_UP }),
    { order: '31', status: 'reserved', task: 'order', error: 'NoAnswer', count: 1 },
  ],
  'mail-given-up': [
    shopDay({ ends: [[5, 'yes']], stock: [[1, 4]], task: GAVE_UP }),
    { order: '31', task: 'order', error: 'NoAnswer', count: 1 },
  ],
  'long-pause': [
    runOf({
      tasks: [SLOW],
      calls: [
        {
          ...{ task: SLOW, service: 'pay', call: 'POST', subject: '/charges' },
          ...{ from: seconds(1), to: seconds(3), outcome: 'timed out', code: null },
        },
      ],
    }),
    { task: 'order', key: '31', pause: '60 s', count: 1 },
  ],
  'two-results': [
    run({
      ...counted({}),
      tasks: [
        ...(counted({ successes: [gave(1, 7), gave(2, 8)] }).tasks ?? []),
        taskOf('film', { called: "('b',)", queue: 'f', workers: ['w2@sim'] }),
      ],
    }),
    { call: "('a',)", one: '7', two: '8', missing: "('b',)" },
  ],
  'even-waves': [
    run(herd([...Array.from({ length: 5 }, () => [1, 11, 21]), [1, 11, 21, 31]])),
    { first: 6, gap: '10 s', falls: 0 },
  ],
  'growing-waves': [run(herd(Array.from({ length: 5 }, () => [1, 4, 11, 25]))), { first: 5 }],
  'late-last-success': [
    run(
      herd([
        [1, 5, 12],
        [1, 9, 95],
      ]),
    ),
    { after: '85 s', limit: '60 s' },
  ],
  'tries-used-up': [
    run(
      herd(
        [
          [1, 5, 6],
          [1, 9, 10],
        ],
        { lost: true },
      ),
    ),
    { lost: 2, tries: 3, when: '00:06.000' },
  ],
  'tried-too-many-times': [
    run(
      herd([
        [1, 2, 3.5, 5, 7, 9, 11],
        [1, 4, 6, 8, 9, 11.5],
      ]),
    ),
    { tries: 7, gap: '1 s' },
  ],
  'acked-before-killed': [
    run(crashes([{ acked: 1, runs: [[1, 2]], effects: [] }])),
    { task: 'pay', delivered: '00:01.000', acked: '00:01.000', killed: '00:02.000', lost: 1 },
  ],
  'acked-though-killed': [
    run(crashes([{ acked: 2, runs: [[1, 2]], effects: [] }])),
    { task: 'pay', acked: '00:02.000', killed: '00:02.000', lost: 1 },
  ],
  'lost-with-broker': [
    run(crashes([{ acked: null, runs: [], effects: [] }])),
    { task: 'pay', sent: '00:00.000', lost: 1 },
  ],
  'claimed-once': [
    run(
      crashes([
        {
          acked: 5,
          runs: [
            [1, 2],
            [3, 4],
          ],
          effects: [1.5, 3.5],
          done: true,
        },
      ]),
    ),
    { first: '00:01.500', killed: '00:02.000', again: '00:03.500', twice: 1 },
  ],
  'slow-by-acks': [
    run(crashes([], { at: 0.002, acked: 0.003 })),
    { rate: 500, wanted: 1100, milliseconds: 1 },
  ],
  'no-machine-left': [
    run(onMachines({ state: null }, { faults: [lostAt('m1', 30), lostAt('m2', 40)] })),
    { machine: 'm1', when: '00:30.000', left: 1 },
  ],
  'killed-for-memory': [
    run(onMachines({}, { faults: [shortAt(7), shortAt(9)] })),
    { worker: 'w1', processes: 2, when: '00:07.000', times: 2 },
  ],
  'upstream-refuses': [run(refused(0)), { lost: 1, workers: 1, refused: 1, busiest: 1 }],
  'rate-limit-each': [
    run(refused(25)),
    { lost: 1, workers: 1, refused: 1, busiest: 1, rate: 25, together: 25 },
  ],
  'too-many-connections': [
    run(onMachines({}, { crowd: { most: 101, at: seconds(2) } })),
    { processes: 101, when: '00:02.000', most: 100 },
  ],
  'too-many-machines': [
    run(onMachines({ finished: seconds(90) })),
    { cost: '3', most: 2, machines: 2, wait: '0 s' },
  ],
  'waits-in-line': [
    run(onMachines({ firstStarted: seconds(59) + seconds(1) })),
    { task: 'mail', queue: 'celery', wait: '60 s', processes: 2, shared: 1 },
  ],
  'prediction-off': [
    run(onMachines({}, { answers: { drained: 90 } })),
    { said: 90, drained: 60, last: 0 },
  ],
  'cells-empty': [run(matrix({})), { filled: 0, all: 2, least: 2 }],
  'cells-differ': [
    run(matrix({ before: { early: 'once', late: 'once' } })),
    { wrong: 1, row: 'Before', column: 'Early', said: 'once' },
  ],
}

/** What a word is told in its lab. */
const MAILS = { task: 'send', table: 'bounces' }
const BOOKS = { path: '/signup', field: 'email', service: 'books' }
const CHARGE = { task: 'charge' }
const PAGES = { task: 'thumb', table: 'pages', column: 'photo', count: 2 }
const DAY = { items: 'items', orders: 'orders', sold: 'yes', rejected: 'no', task: 'order' }
const PARTIAL = { table: 'pages', column: 'photo', status: 'partial' }
const TOLD: { readonly [word: string]: Parameters } = {
  'nothing-begun': DAY,
  'charged-again': DAY,
  'charged-too-soon': DAY,
  'done-for-each-click': DAY,
  oversold: DAY,
  'not-put-back': DAY,
  'no-answer-taken-for-no': DAY,
  'left-half-done': DAY,
  'mail-given-up': DAY,
  'long-pause': { longest: 20 },
  'slots-spent-waiting': { longest: 0.05 },
  'result-in-front': { table: 'right', column: 'owner' },
  'before-its-parts': PAGES,
  'without-its-parts': { ...PAGES, parts: 'names' },
  'failure-swallowed': { ...PAGES, good: 'right' },
  'errback-of-some': PARTIAL,
  'no-errback': PARTIAL,
  'one-by-one': { task: 'thumb' },
  'charges-without-key': CHARGE,
  'looks-then-charges': CHARGE,
  'key-of-the-task': CHARGE,
  'key-of-the-try': CHARGE,
  'charges-and-refunds': CHARGE,
  'lost-after-ack': CHARGE,
  'never-asked-again': CHARGE,
  'claimed-for-ever': CHARGE,
  'no-answer-dropped': CHARGE,
  'without-before': {
    first: { entry: { payment: 'charged' }, key: 'customer' },
    then: { table: 'orders', change: 'updated', row: {}, key: 'id' },
  },
  'waits-in-a-circle': { processes: 4 },
  'larger-circle': { processes: 4 },
  'waits-in-part': { longest: 0.05 },
  'sleeps-and-looks': { longest: 0.05, times: 2 },
  'rows-differ': { table: 'reports', wanted: 'expected', column: 'id' },
  'retry-swallowed': MAILS,
  'slot-sleeps': { longest: 0.5 },
  'permanent-retried': MAILS,
  'never-tried-again': MAILS,
  'one-error-ends-it': MAILS,
  'gave-up': { ...MAILS, atLeast: 1 },
  'even-gaps': { ...MAILS, atLeast: 0.5, below: 100 },
  'tried-too-soon': { ...MAILS, atLeast: 1 },
  'tried-too-often': { ...MAILS, most: 8 },
  'all-at-once': { ...MAILS, most: 2, within: 10, tries: 8 },
  'good-as-bad': MAILS,
  'bad-forgotten': MAILS,
  'nothing-published': { longer: 0.15 },
  'busy-in-request': { path: '/signup', longer: 0.15 },
  'answered-too-soon': BOOKS,
  'never-begun': BOOKS,
  'fewer-processes': { task: 'film' },
  'even-waves': { ...HERD, most: 4 },
  'growing-waves': { ...HERD, most: 4 },
  'late-last-success': { ...HERD, within: 60 },
  'tries-used-up': HERD,
  ...CRASHES,
  ...MACHINES,
  'tried-too-many-times': { ...HERD, most: 5 },
  flapping: { above: 3 },
  'lost-in-header': { task: 'mail', other: 'film' },
  'slot-waits': { longest: 0.5 },
  'pods-without-work': { least: 3 },
  'always-at-the-most': { waiting: 100, below: 8 },
}
const told = (name: string): Parameters => TOLD[name] ?? PARAMETERS

const GOOD = run({
  tasks: sent('m', 'f'),
  queues: [queueOf('m', 'w1@sim'), queueOf('f', 'w2@sim', 'w3@sim')],
  workers: [W1, workerOf('w2@sim', 2, [90, 150]), workerOf('w3@sim', 2)],
})

const words: readonly (readonly [string, DiagnosisWord])[] = Object.entries(DIAGNOSES)

/** The words that speak in each lab. */
const HINTS: readonly (readonly string[])[] = labSlugs()
  .map((slug) => readLab(slug))
  .map((parsed) => (parsed.ok ? parsed.lab.hints.map(({ word }) => word) : []))

/** A word, and those that may speak in the same lab: in another one a mistake may be another thing. */
const besides = (name: string): ReadonlySet<string> =>
  new Set([name, ...HINTS.filter((own) => own.includes(name)).flat()])

describe.each(words)('%s', (name, word) => {
  const [, findings] = MISTAKES[name as keyof typeof MISTAKES]

  it('speaks of its mistake and of no other of its lab', () => {
    const speaks = Object.entries(MISTAKES)
      .filter(([mistake]) => besides(name).has(mistake))
      .filter(([, [mistake]]) => word.find(mistake, told(name)) !== null)
      .map(([mistake]) => mistake)
    expect(speaks).toEqual([name])
  })

  it('finds the values for its slots, and has no others', () => {
    const [mistake] = MISTAKES[name as keyof typeof MISTAKES]
    expect(word.find(mistake, told(name))).toEqual(findings)
    expect(Object.keys(findings).toSorted()).toEqual(word.slots.toSorted())
  })

  it('is silent on a good run, and on an empty one', () => {
    expect(word.find(GOOD, told(name))).toBeNull()
    expect(word.find(runOf({ baseline: runOf() }), told(name))).toBeNull()
  })

  it('compares with the starter only where it says so', () => {
    const [mistake] = MISTAKES[name as keyof typeof MISTAKES]
    const alone = word.find({ ...mistake, baseline: null }, told(name))
    expect(alone === null).toBe(word.needsBaseline === true)
  })
})

describe('only-worker-away', () => {
  const word = DIAGNOSES['only-worker-away']
  const two = (first: readonly [number, number], second: readonly [number, number]) =>
    word.find(
      run({
        tasks: sent('m', 'f'),
        queues: [queueOf('m', 'w1@sim', 'w2@sim'), queueOf('f', 'w3@sim')],
        workers: [workerOf('w1@sim', 1, first), workerOf('w2@sim', 1, second)],
      }),
      PARAMETERS,
    )

  it('is silent while one of two workers stays', () => {
    expect(two([10, 20], [20, 30])).toBeNull()
  })

  it('speaks when both are away at a time', () => {
    expect(two([10, 20], [19, 30])).not.toBeNull()
  })
})

it('who gives up after pauses of next to nothing is told of the pauses, and not of the giving up', () => {
  const hasty = run(
    mailed({
      address: 'kim@a.org',
      tries: [
        [1, null],
        [1.2, null],
        [5, null],
      ],
    }),
  )
  expect(DIAGNOSES['gave-up'].find(hasty, told('gave-up'))).toBeNull()
  expect(DIAGNOSES['tried-too-soon'].find(hasty, told('tried-too-soon'))).not.toBeNull()
})

it('knows words by their own names only', () => {
  for (const [name, word] of words) expect(diagnosisWord(name)).toBe(word)
  expect(diagnosisWord('toString')).toBeUndefined()
})

it('a mail to somebody whom nobody knows is a result in front as well', () => {
  const made = photo({ thumbs: [[1, 2]], thumb: { called: "(['a'], 'kim')" }, mails: ['a'] })
  const found = DIAGNOSES['result-in-front'].find(made, told('result-in-front'))
  expect(found).toEqual({ task: 'thumb', what: "(['a'], 'kim')" })
})

it('one task that makes all sizes makes them one by one', () => {
  const made = photo({ thumbs: [[1, 2]] })
  const [task = null] = made.tasks
  const effects = ['a', 'b'].map((subject) => ({ ...noted('store', subject, 1.5), task, subject }))
  const word = DIAGNOSES['one-by-one']
  const found = word.find({ ...made, effects }, told('one-by-one'))
  expect(found).toEqual({ key: '7', task: 'thumb', length: '1 s' })
  expect(word.find(made, told('one-by-one'))).toBeNull()
})
