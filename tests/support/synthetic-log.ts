import { Log, millis, seconds } from '../../simulator/index.ts'
import type { ExceptionInfo, Micros, TaskMessage } from '../../simulator/index.ts'

/** A made-up run: as many tasks as wanted, with the facts that a real run of them would have. */
export interface SyntheticRun {
  readonly tasks: number
  readonly types: readonly string[]
  readonly queues: readonly string[]
  readonly workers: readonly {
    readonly name: string
    readonly processes: number
    readonly queues: readonly string[]
  }[]
  /** Between two publishes. */
  readonly every: Micros
  readonly runtime: Micros
  /** One try in so many is retried, or fails; 0: none. */
  readonly retryOneIn: number
  readonly failOneIn: number
  readonly seed: number
  /** A worker that is killed at a moment. */
  readonly kill?: { readonly worker: string; readonly at: Micros }
}

export const SMALL_RUN: SyntheticRun = {
  tasks: 46,
  types: ['tasks.send_mail', 'tasks.log_bounce'],
  queues: ['mail', 'celery'],
  workers: [
    { name: 'w1@sim', processes: 4, queues: ['mail', 'celery'] },
    { name: 'w2@sim', processes: 4, queues: ['mail', 'celery'] },
  ],
  every: millis(170),
  runtime: seconds(1.2),
  retryOneIn: 5,
  failOneIn: 13,
  seed: 7,
}

/** Every kind of mark there is, in one run. */
export function syntheticLog(run: SyntheticRun = SMALL_RUN): Log {
  return new Synthesis(run).play()
}

type Step = readonly [time: Micros, order: number, act: () => void]

interface Waiting {
  readonly task: number
  readonly message: TaskMessage
  readonly tag: number
  readonly cause: number
}

const ERROR: ExceptionInfo = {
  type: 'TryLater',
  module: 'smtp',
  args: ['451 try later'],
  repr: "TryLater('451 try later')",
  message: '451 try later',
  frames: [{ file: 'tasks.py', line: 15, function: 'send_mail' }],
}

class Synthesis {
  private readonly run: SyntheticRun
  readonly log = new Log()
  private readonly steps: Step[] = []
  private order = 0
  private chance: number
  private tag = 0
  private now = 0
  private readonly waiting = new Map<string, Waiting[]>()
  private readonly free = new Map<string, string[]>()
  private readonly dead = new Set<string>()
  private readonly busy = new Map<string, { task: number; cause: number }>()

  constructor(run: SyntheticRun) {
    this.run = run
    this.chance = run.seed + 1
  }

  play(): Log {
    const { run } = this
    const started = this.say('program-started', -1, 'client', -1, { file: 'client.py' })
    for (const queue of run.queues) {
      this.say('queue-declared', -1, 'client', started, { name: queue, arguments: {} })
      this.waiting.set(queue, [])
    }
    for (const worker of run.workers) this.startWorker(worker)
    // Last first, so that each goes to the end of the ordered list.
    for (let nth = run.tasks - 1; nth >= 0; nth--) {
      const burst = nth % 7 === 6 ? 5 : 1
      this.at(millis(300) + nth * run.every - (burst - 1) * millis(60), () =>
        this.send(nth, started),
      )
    }
    const { kill } = run
    if (kill) this.at(kill.at, () => this.kill(kill.worker))
    while (this.steps.length > 0) this.step()
    this.say('program-ended', -1, 'client', started, { returned: null, repr: 'None' })
    return this.log
  }

  /** The earliest step: `steps` is in order, latest first. */
  private step(): void {
    const [time, , act] = this.steps.pop()!
    this.now = time
    act()
  }

  private at(time: Micros, act: () => void): void {
    const step: Step = [Math.max(this.now, Math.round(time)), this.order++, act]
    let low = 0
    let high = this.steps.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.steps[middle]![0] > step[0]) low = middle + 1
      else high = middle
    }
    this.steps.splice(low, 0, step)
  }

  private random(): number {
    this.chance = (Math.imul(this.chance, 1664525) + 1013904223) >>> 0
    return this.chance / 2 ** 32
  }

  private say(
    kind: Parameters<Log['append']>[1],
    task: number,
    actor: string,
    cause: number,
    detail: object,
  ): number {
    const index = this.log.actor({ kind: kindOf(actor, this.run.queues), name: actor })
    return this.log.append(this.now, kind, task, index, cause, detail)
  }

  private startWorker({ name, processes, queues }: SyntheticRun['workers'][number]): void {
    const detail = { hostname: name, queues, concurrency: processes, pool: 'prefork' }
    const row = this.say('worker-started', -1, name, -1, detail)
    const names = Array.from({ length: processes }, (_, nth) => `${name}/${nth + 1}`)
    names.forEach((process, nth) =>
      this.say('process-started', -1, process, row, { index: nth + 1, pid: 100 + nth }),
    )
    this.free.set(name, names)
    this.say('worker-ready', -1, name, row, {})
  }

  private send(nth: number, cause: number): void {
    const type = this.run.types[this.random() < 0.8 ? 0 : nth % this.run.types.length]!
    const id = `${String(nth).padStart(8, '0')}-0000-4000-8000-000000000000`
    const queue = this.run.queues[this.run.types.indexOf(type) % this.run.queues.length]!
    const parent = nth % 9 === 8 ? nth - 1 : null
    this.publish(messageOf(type, id, queue, parent, 0), 'client', cause)
  }

  private publish(message: TaskMessage, by: string, cause: number): void {
    const task = this.log.task(message.headers.id)
    const at = { file: 'client.py', line: 12 }
    const row = this.say('message-published', task, by, cause, { message, at })
    this.at(this.now + millis(2), () => this.enqueue(task, message, 'published', row))
  }

  private enqueue(task: number, message: TaskMessage, reason: string, cause: number): void {
    const tag = ++this.tag
    const queue = message.routingKey
    const row = this.say('message-enqueued', task, queue, cause, { tag, reason, priority: 0 })
    this.waiting.get(queue)!.push({ task, message, tag, cause: row })
    this.deliver()
  }

  private deliver(): void {
    for (const worker of this.run.workers) {
      if (this.dead.has(worker.name)) continue
      for (const queue of worker.queues) {
        const messages = this.waiting.get(queue)!
        while (
          messages.length > 0 &&
          (this.free.get(worker.name)!.length > 0 || isHeld(messages[0]!))
        ) {
          this.take(worker.name, queue, messages.shift()!)
        }
      }
    }
  }

  private take(worker: string, queue: string, { task, message, tag, cause }: Waiting): void {
    const detail = { tag, queue, redelivered: false }
    const row = this.say('message-delivered', task, worker, cause, detail)
    const received = this.say('task-received', task, worker, row, { tag })
    const until = Date.parse(message.headers.eta ?? '') * 1000
    const start = (): void => {
      if (this.dead.has(worker)) return
      const process = this.free.get(worker)!.shift()
      if (process === undefined) this.at(this.now + millis(50), start)
      else this.execute(process, worker, queue, { task, message, tag, cause: received })
    }
    if (until > this.now) {
      this.say('task-held', task, worker, received, { until })
      this.at(until, start)
    } else start()
  }

  private execute(process: string, worker: string, queue: string, given: Waiting): void {
    const { task, message, tag } = given
    const { retries } = message.headers
    this.say('task-reserved', task, worker, given.cause, {})
    const started = this.say('task-started', task, process, given.cause, {
      name: message.headers.task,
      retries,
    })
    this.say('message-acked', task, worker, started, { tag, queue })
    this.busy.set(process, { task, cause: started })
    const runtime = Math.round(this.run.runtime * (0.5 + this.random()))
    this.at(this.now + runtime, () => {
      if (this.dead.has(worker)) return
      this.end(process, given, runtime, started)
      this.busy.delete(process)
      this.free.get(worker)!.push(process)
      this.free.get(worker)!.sort()
      this.deliver()
    })
  }

  private end(process: string, { task, message }: Waiting, runtime: Micros, cause: number): void {
    const { retryOneIn, failOneIn } = this.run
    const { retries } = message.headers
    if (retryOneIn > 0 && this.random() < 1 / retryOneIn && retries < 3) {
      const due = this.now + seconds(2 ** retries)
      const next = { retries: retries + 1, eta: new Date(due / 1000).toISOString() }
      this.say('task-retried', task, process, cause, { error: ERROR, due, retries: retries + 1 })
      this.publish({ ...message, headers: { ...message.headers, ...next } }, process, cause)
      this.say('task-finished', task, process, cause, { state: 'RETRY' })
    } else if (failOneIn > 0 && this.random() < 1 / failOneIn) {
      const failed = this.say('task-failed', task, process, cause, { error: ERROR, runtime })
      this.store(task, process, 'FAILURE', failed)
    } else {
      const detail = { result: 250, repr: "'250 OK'", runtime }
      this.store(task, process, 'SUCCESS', this.say('task-succeeded', task, process, cause, detail))
    }
  }

  private store(task: number, process: string, state: string, cause: number): void {
    this.say('state-stored', task, process, cause, { state, result: null, kept: true })
    this.say('task-finished', task, process, cause, { state })
  }

  private kill(worker: string): void {
    const action = this.say('action-taken', -1, 'lab', -1, { verb: 'kill', target: worker })
    for (const process of [...this.busy.keys()].filter((name) => name.startsWith(`${worker}/`))) {
      this.say('process-ended', -1, process, action, { reason: 'killed' })
      this.busy.delete(process)
    }
    this.say('worker-stopped', -1, worker, action, { reason: 'killed' })
    this.dead.add(worker)
  }
}

const isHeld = ({ message }: Waiting): boolean => message.headers.eta !== null

function kindOf(actor: string, queues: readonly string[]) {
  if (actor === 'client' || actor === 'lab') return actor
  if (queues.includes(actor)) return 'queue'
  return actor.includes('/') ? 'process' : 'worker'
}

function messageOf(
  task: string,
  id: string,
  queue: string,
  parent: number | null,
  retries: number,
): TaskMessage {
  const parentId =
    parent === null ? null : `${String(parent).padStart(8, '0')}-0000-4000-8000-000000000000`
  return {
    exchange: '',
    routingKey: queue,
    headers: {
      lang: 'py',
      task,
      id,
      shadow: null,
      eta: null,
      expires: null,
      group: null,
      group_index: null,
      retries,
      timelimit: [null, null],
      root_id: parentId ?? id,
      parent_id: parentId,
      argsrepr: "('ada@shop.test',)",
      kwargsrepr: '{}',
      origin: 'client@sim',
      ignore_result: false,
      replaced_task_nesting: 0,
      stamped_headers: null,
      stamps: {},
    },
    properties: { correlation_id: id, reply_to: '', delivery_mode: 2 },
    body: [['ada@shop.test'], {}, { callbacks: null, errbacks: null, chain: null, chord: null }],
    contentType: 'application/json',
    contentEncoding: 'utf-8',
    declare: [queue],
  }
}
