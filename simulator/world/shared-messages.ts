import type { Log } from '../log/log.ts'
import { ID, SECONDS, withId } from '../log/shapes.ts'
import type { FactDetails, FactKind, LogLevel } from '../log/facts.ts'
import type { SharedMessage, SharedRows, TaskMessage } from '../messages/message.ts'
import { add, each } from './pages.ts'
import type { Arrival, CopyState, ProcessState, WorldState } from './state.ts'
import { NONE, type World } from './world.ts'

// The messages of a load are alike but for their ids, so they share one message, and what each of them is
// told is of a shape that the log knows already. The message of one task is made when somebody looks.

/** Makes a message that every task of a series shares. */
export function shareMessage(log: Log, message: TaskMessage, prefix: string): TaskMessage {
  return { ...message, shared: { prefix, series: log.series(prefix), rows: rowsOf(log, message) } }
}

function rowsOf(log: Log, message: TaskMessage): SharedRows {
  const { task, retries } = message.headers
  const of = <K extends FactKind>(
    kind: K,
    detail: FactDetails[K],
    field: string | null = null,
    fills: 'text' | 'message' | null = null,
  ): number => log.shape({ kind, detail, field, fills })
  const line = (text: string): number =>
    of('logged', { level: 'INFO' satisfies LogLevel, text }, null, 'text')
  const value = { result: null, repr: 'None' } as const
  return {
    published: of('message-published', { message }, null, 'message'),
    receivedLine: line(`Task ${task}[${ID}] received`),
    received: of('task-received', { tag: 0 }, 'tag'),
    started: of('task-started', { name: task, retries }),
    stored: of('state-stored', { state: 'SUCCESS', result: null, kept: true }),
    refused: of('state-stored', { state: 'SUCCESS', result: null, kept: false }),
    succeeded: of('task-succeeded', { ...value, runtime: 0 }, 'runtime'),
    succeededLine: line(`Task ${task}[${ID}] succeeded in ${SECONDS}s: None`),
    finished: of('task-finished', { state: 'SUCCESS' }),
  }
}

/** The next message of a series leaves; returns its arrival's number. */
export function addShared(
  world: World,
  process: ProcessState,
  message: TaskMessage,
  { series, rows }: SharedMessage,
  more: Pick<Arrival, 'taskState' | 'known'> & { readonly number: number },
): number {
  const task = world.log.numberedTask(series, more.number)
  const cause = world.ownRow(process, task, rows.published, 0)
  const { number, taskState, known } = more
  return add(world.state.arrivals, {
    message,
    task,
    taskState,
    known,
    cause,
    number,
    sender: NONE,
  })
}

/** The message of an arrival as it is on the wire. */
export const messageOf = ({ message, number }: Arrival): TaskMessage =>
  message.shared === undefined || number === undefined ? message : wholeMessage(message, number)

/** The message of one task of a series. */
export function wholeMessage(template: TaskMessage, number: number): TaskMessage {
  const { shared, ...message } = template
  return shared === undefined ? message : withId(message, idOf(shared, number))
}

/** The id of one task of a series. */
export const idOf = ({ prefix }: SharedMessage, number: number): string =>
  `${prefix}${number.toString(16).padStart(12, '0')}`

/** A copy of a message of a series: like every other, but its message is made when somebody looks. */
export class SharedCopy implements CopyState {
  readonly tag: number
  readonly template: TaskMessage
  readonly number: number
  readonly task: number
  readonly queue: string
  readonly priority: number
  state: number
  taskState: number
  redelivered = false
  worker = NONE
  deliveredAs = 0
  deliveredAt = 0
  wire = NONE
  request = NONE
  cause: number
  open = 0
  /** A SUCCESS is stored for it: another write is refused (rule 6.10). */
  succeeded = false
  private made: TaskMessage | null = null

  constructor(
    tag: number,
    arrival: Pick<Arrival, 'message' | 'task' | 'taskState' | 'cause'>,
    number: number,
    queue: string,
    state: number,
  ) {
    this.tag = tag
    this.template = arrival.message
    this.number = number
    this.task = arrival.task
    this.queue = queue
    this.priority = arrival.message.properties.priority ?? 0
    this.state = state
    this.taskState = arrival.taskState
    this.cause = arrival.cause
  }

  get message(): TaskMessage {
    this.made ??= wholeMessage(this.template, this.number)
    return this.made
  }
}

/** A snapshot holds plain data alone: copies of a series get back what makes their message. */
export function reviveCopies({ copies }: WorldState): void {
  each(copies, (copy) => {
    if (copy.template !== undefined) Object.setPrototypeOf(copy, SharedCopy.prototype)
  })
}
