import { seconds } from '../simulator/index.ts'
import type {
  CallRecord,
  EffectRecord,
  LookRecord,
  PodRecord,
  QueueRecord,
  RequestRecord,
  RunRecord,
  TaskRecord,
  WaitRecord,
  WorkerRecord,
} from './checks/run-record.ts'
import { type Lab, problemText } from './lab.ts'
import type { ParsedLab } from './parse-lab.ts'

let made = 0

/** For tests: a task that was sent at 0 s, began at once in `w1@sim`, and succeeded after a second. */
export function taskOf(name: string, changes: Partial<TaskRecord> = {}): TaskRecord {
  made += 1
  return {
    id: `t${made}`,
    name,
    called: '()',
    argument: '',
    group: null,
    published: 0,
    priority: null,
    queue: 'celery',
    delivered: 0,
    acked: 0,
    firstStarted: 0,
    lastStarted: 0,
    finished: seconds(1),
    runtime: seconds(1),
    state: 'SUCCESS',
    workers: ['w1@sim'],
    runs: [{ from: 0, to: seconds(1) }],
    successes: [],
    replaced: false,
    retries: 0,
    error: null,
    root: `t${made}`,
    swallowed: null,
    ...changes,
  }
}

/** For tests: the same task so many times over. */
export const times = (count: number, task: () => TaskRecord): readonly TaskRecord[] =>
  Array.from({ length: count }, task)

/** For tests: a queue that had messages and has none left. */
export const queueOf = (name: string, ...consumers: readonly string[]): QueueRecord => ({
  name,
  waiting: 0,
  everWaited: true,
  consumers: new Set(consumers),
})

/** For tests: a worker, and when it was away, in seconds. */
export const workerOf = (
  hostname: string,
  processes: number,
  ...away: readonly (readonly [from: number, to: number])[]
): WorkerRecord => ({
  hostname,
  processes,
  away: away.map(([from, to]) => ({ from: seconds(from), to: seconds(to) })),
})

/** For tests: a look of an autoscaler at this second, at a queue of four for two pods, which changes nothing. */
export const lookOf = (at: number, changes: Partial<LookRecord> = {}): LookRecord => ({
  time: seconds(at),
  metric: 'queue',
  value: 4,
  current: 2,
  recommended: 2,
  desired: 2,
  ...changes,
})

/** For tests: a pod from one second to another, and how many tasks died with it. */
export const podOf = (from: number, to: number, killed = 0): PodRecord => ({
  name: 'pod-1@sim',
  from: seconds(from),
  to: seconds(to),
  killed,
})

/** For tests: what became of one mail; times in seconds. */
export interface Mail {
  readonly address: string
  /** When it was tried, and the code that ended that; null: the server was away. */
  readonly tries: readonly (readonly [at: number, code: number | null])[]
  /** Rows about it in the table `bounces`. */
  readonly rows?: number
  readonly task?: Partial<TaskRecord>
}

/** For tests: tasks called `send` that send mails, and what comes of them. */
export function mailed(...mails: readonly Mail[]): Partial<RunRecord> {
  const tasks = mails.map(({ address, tries, task }) =>
    taskOf('send', { called: `('${address}',)`, retries: tries.length - 1, ...task }),
  )
  const calls = mails.flatMap(({ address, tries }, index) =>
    tries.flatMap(([at, code]) => callsOf(tasks[index] ?? null, address, seconds(at), code)),
  )
  const effects = mails.flatMap(({ address, tries, rows = 0 }) => [
    ...tries.flatMap(([at, code]) => (code === 250 ? [acceptedOf(address, seconds(at))] : [])),
    ...Array.from({ length: rows }, () => rowOf(address)),
  ])
  return { tasks, calls: calls.toSorted((a, b) => a.from - b.from), effects }
}

function callsOf(
  task: TaskRecord | null,
  address: string,
  from: number,
  code: number | null,
): readonly CallRecord[] {
  const told = { task, service: 'mail.example.com', subject: address, from, to: from }
  const connect = { ...told, call: 'connect' }
  if (code === null) return [{ ...connect, outcome: 'refused', code }]
  const answer = { ...told, call: 'data', outcome: 'answered', code } as const
  return [{ ...connect, outcome: 'answered', code: 220 }, answer]
}

const acceptedOf = (address: string, time: number): EffectRecord => ({
  time,
  service: 'mail.example.com',
  call: 'data',
  subject: address,
  entry: { mail: 'accepted', to: [address] },
})

const rowOf = (address: string): EffectRecord => ({
  time: seconds(9),
  service: 'sql',
  call: 'commit',
  subject: '',
  entry: { changes: [{ table: 'bounces', change: 'inserted', row: { address } }] },
})

/** For tests: a visitor of the front `shop` who signs up under the name `user-<number>` at this second. */
export const visitOf = (
  number: number,
  at: number,
  changes: Partial<RequestRecord> = {},
): RequestRecord => ({
  ...{ number, service: 'shop', method: 'POST', path: '/signup' },
  ...{ form: { email: `user-${number}@a.org` }, status: 201, wanted: null },
  ...{ time: seconds(at + 0.1), latency: seconds(0.1) },
  ...changes,
})

/** For tests: a service's ledger speaks of somebody at this second. */
export const noted = (service: string, name: string, at: number): EffectRecord => ({
  ...{ time: seconds(at), task: null, service, call: 'put' },
  ...{ subject: `files/${name}.png`, entry: {} },
})

/** For tests: the thread that answers a visitor stands still, for itself or for the results of tasks. */
export const inThread = (
  request: RequestRecord,
  from: number,
  to: number,
  ids: readonly string[] = [],
): WaitRecord => ({
  ...{ task: null, request: { ...request, form: request.form ?? {} } },
  ...{ ids, sleeps: false, from: seconds(from), to: seconds(to) },
})

/** For tests: a run in which nothing happened, but for `changes`. */
export const runOf = (changes: Partial<RunRecord> = {}): RunRecord => ({
  tasks: [],
  queues: [],
  workers: [],
  waits: [],
  faults: [],
  machines: [],
  crowd: { most: 0, at: 0 },
  calls: [],
  effects: [],
  outages: [],
  requests: [],
  looks: [],
  pods: [],
  asks: [],
  answers: {},
  truths: {},
  curves: {},
  trouble: null,
  clientEnded: true,
  end: seconds(100),
  baseline: null,
  ...changes,
})

/** For tests: a lab that was read without problems. */
export function goodLab(parsed: ParsedLab): Lab {
  if (parsed.ok) return parsed.lab
  throw new Error(parsed.problems.map(problemText).join('\n'))
}
