import {
  type Answer,
  type Json,
  pyrepr,
  type Question,
  type Raised,
  type ResumeValue,
  seconds,
  type Signature,
  type Simulation,
  type TellName,
  type Tells,
  type Wait,
} from '../../simulator/index.ts'
import { askOf } from './calls.ts'
import type { Op, Options, Plan } from './case.ts'

/** Where a body stands. */
interface Frame {
  readonly ops: readonly Op[]
  at: number
  /** The id of what it sent last. */
  last: string
  readonly id: string
  readonly retries: number
  /** What it raises once it knows that what it sent has arrived. */
  then: Answer | null
}

/** Who hears what bodies tell. */
export type Hearer = Pick<Simulation, 'tell'>

/** How long a stretch of a body computes. */
const SPENT = 400

const raised = (type: string, more: Partial<Raised> = {}): Answer => ({
  kind: 'raised',
  spent: SPENT,
  error: {
    type,
    module: 'builtins',
    args: [],
    repr: `${type}()`,
    message: '',
    frames: [],
    traceback: `${type}\n`,
    expected: false,
    ...more,
  },
})

/** Answers for the bodies of a plan. Its whole state is plain data, so it can be kept beside a snapshot. */
export class Player {
  private readonly plan: Plan
  private frames = new Map<string, Frame>()

  constructor(plan: Plan) {
    this.plan = plan
  }

  snapshot(): readonly (readonly [process: string, frame: Frame])[] {
    return [...this.frames].map(([process, frame]) => [process, { ...frame }])
  }

  restore(snapshot: ReturnType<Player['snapshot']>): void {
    this.frames = new Map(snapshot.map(([process, frame]) => [process, { ...frame }]))
  }

  answer(question: Question, hearer: Hearer): Answer {
    const { process } = question
    switch (question.kind) {
      case 'drop':
        this.frames.delete(process)
        return { kind: 'done', spent: 0 }
      case 'load':
        return this.load(process, question.settings, hearer)
      case 'errback':
      case 'signal':
      case 'command':
        return { kind: 'done', spent: SPENT }
      case 'throw':
        this.frames.delete(process)
        return raised(question.exception.split('.').at(-1) ?? question.exception)
      case 'main':
        this.frames.set(process, {
          ops: this.plan.main,
          at: 0,
          last: '',
          id: '',
          retries: 0,
          then: null,
        })
        break
      case 'task': {
        const { id, retries } = question.request
        const ops = this.plan.tasks[question.name]?.body ?? []
        this.frames.set(process, { ops, at: 0, last: id, id, retries, then: null })
        break
      }
      case 'resume': {
        const ended = this.wakeUp(process, question.value)
        if (ended !== null) return ended
      }
    }
    return this.goOn(process, hearer)
  }

  /** What a body waited for has come: the end of it, or null where it goes on. */
  private wakeUp(process: string, value: ResumeValue): Answer | null {
    const frame = this.frames.get(process)
    if (value.kind === 'service' && value.outcome !== 'answered') return raised('ConnectionError')
    if (value.kind === 'error') return raised(value.error.type, { message: value.error.message })
    const then = frame?.then ?? null
    if (frame !== undefined) frame.then = null
    return then
  }

  /** What the cluster sets wins over the program, as the environment does. */
  private load(process: string, over: Options, hearer: Hearer): Answer {
    const settings = { ...this.plan.settings, ...over }
    hearer.tell('conf', process, 0, { main: 'plan', settings })
    for (const [name, { options, isErrback = false }] of Object.entries(this.plan.tasks))
      hearer.tell('tasks', process, 0, {
        definitions: [
          {
            name,
            parameters: null,
            bound: false,
            newStyleErrback: isErrback,
            options,
          },
        ],
      })
    for (const signal of this.plan.signals ?? []) hearer.tell('listen', process, 0, { signal })
    return { kind: 'done', spent: 0 }
  }

  private goOn(process: string, hearer: Hearer): Answer {
    const frame = this.frames.get(process)
    if (frame === undefined) throw new Error(`${process} has no body`)
    for (let op = frame.ops[frame.at++]; op !== undefined; op = frame.ops[frame.at++]) {
      const told = { unsettled: false }
      const answer = perform(op, frame, (name, say) => {
        const heard = hearer.tell(name, process, SPENT, say)
        told.unsettled ||= 'unsettled' in heard
        return heard
      })
      if (told.unsettled) {
        frame.then = answer
        return parked({ kind: 'sent' })
      }
      if (answer !== null) return answer
    }
    return { kind: 'returned', spent: SPENT, value: { json: frame.at, repr: pyrepr(frame.at) } }
  }
}

type Tell = <N extends TellName>(name: N, say: Tells[N]['say']) => Tells[N]['hear']

const parked = (wait: Wait): Answer => ({ kind: 'parked', spent: SPENT, wait })

const signature = (task: string): Signature => ({
  task,
  args: [],
  kwargs: {},
  options: {},
  subtask_type: null,
  immutable: true,
})

/** Does one thing; an answer where the body stops there, null where it goes on. */
function perform(op: Op, frame: Frame, tell: Tell): Answer | null {
  switch (op.op) {
    case 'sleep':
      return parked({ kind: 'sleep', duration: seconds(op.seconds) })
    case 'wait':
      return parked({
        kind: 'results',
        ids: [frame.last],
        watch: [],
        timeout: seconds(op.seconds),
      })
    case 'look':
      return parked({ kind: 'meta', id: frame.last })
    case 'purge':
      return parked({ kind: 'purge' })
    case 'take':
      return parked({ kind: 'broker', ask: { do: 'take', queue: op.queue, channel: null } })
    case 'call':
      return parked(askOf(op, frame.id))
    case 'send': {
      const { task, options } = op
      const heard = tell('apply', { signature: signature(task), args: [], kwargs: {}, options })
      if ('error' in heard) return raised(heard.error.type, { message: heard.error.message })
      frame.last = heard.result?.id ?? frame.last
      return null
    }
    case 'canvas':
      return sendCanvas(op, tell)
    case 'state':
      tell('store', { id: frame.id || frame.last, state: 'PROGRESS', result: null })
      return null
    case 'print':
      tell('print', { stream: 'stdout', text: 'line' })
      return null
    case 'forget':
      tell('forget', { id: frame.last })
      return null
    case 'eager': {
      const { uuid } = tell('uuid', {})
      tell('eager', { moment: 'started', id: uuid, name: 'plan.eager', retries: 0 })
      tell('eager', { moment: 'ended', id: uuid, state: 'SUCCESS', repr: '1', thrown: false })
      return null
    }
    case 'control':
      tell('control', {
        method: op.method,
        arguments: named(op.arguments, frame.last),
        destination: null,
        pattern: null,
        matcher: null,
        reply: false,
      })
      return null
    case 'retry':
      return frame.retries >= op.times ? null : retry(op.countdown, tell)
    case 'raise':
      return raised('ValueError')
    case 'ignore':
      return raised('Ignore', { command: { kind: 'ignore', reason: '' } })
    case 'reject':
      return raised('Reject', { command: { kind: 'reject', reason: '', requeue: op.requeue } })
  }
}

const named = (values: { readonly [name: string]: Json }, last: string) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === '$last' ? last : value]),
  )

function sendCanvas({ type, tasks, options }: Extract<Op, { op: 'canvas' }>, tell: Tell) {
  const members = tasks.map(signature)
  const [body, ...header] = members
  const made = tell(
    'canvas',
    type === 'chord' ? { type, header, body: body ?? null } : { type, tasks: members },
  )
  if ('error' in made) return raised(made.error.type)
  const heard = tell('apply', { signature: made.signature, args: [], kwargs: {}, options })
  return 'error' in heard ? raised(heard.error.type) : null
}

function retry(countdown: number, tell: Tell): Answer {
  const heard = tell('retry', {
    args: null,
    kwargs: null,
    error: null,
    countdown,
    eta: null,
    maxRetries: null,
    auto: false,
    options: {},
  })
  if ('error' in heard) return raised(heard.error.type)
  if (heard.kind === 'exceeded') return raised('MaxRetriesExceededError')
  return raised('Retry', { message: `Retry in ${countdown}s`, command: { kind: 'retry' } })
}
