import type { TaskMessage } from '../messages/message.ts'
import type { Micros } from '../kernel/units.ts'
import type { RequestContext } from '../program.ts'
import { each } from '../world/pages.ts'
import { type SharedCopy, wholeMessage } from '../world/shared-messages.ts'
import type { RequestState, WorldState } from '../world/state.ts'
import type { WorkerState } from '../world/worker-state.ts'
import { contextOf } from './request-context.ts'

/** A request for a message of a series: like every other, but its context is made when somebody looks. */
export class SharedRequest implements RequestState {
  readonly index: number
  readonly copy: SharedCopy
  readonly tag: number
  readonly task: number
  readonly worker: number
  readonly template: TaskMessage
  readonly name: string
  readonly eta: Micros | null = null
  readonly expires: Micros | null = null
  readonly acksLate: boolean
  readonly makesRoom: boolean
  acknowledged = false
  readonly delivery: number
  taskState: number | null = null
  cause: number
  private readonly number: number
  private readonly redelivered: boolean
  private readonly hostname: string
  private readonly broker: string
  private made: RequestContext | null = null

  constructor(
    index: number,
    copy: SharedCopy,
    worker: WorkerState,
    broker: string,
    { acksLate, makesRoom, delivery }: Pick<RequestState, 'acksLate' | 'makesRoom' | 'delivery'>,
    cause: number,
  ) {
    this.index = index
    this.copy = copy
    this.tag = copy.tag
    this.task = copy.task
    this.worker = worker.index
    this.template = copy.template
    this.name = copy.template.headers.task
    this.acksLate = acksLate
    this.makesRoom = makesRoom
    this.delivery = delivery
    this.cause = cause
    this.number = copy.number
    this.redelivered = copy.redelivered
    this.hostname = worker.hostname
    this.broker = broker
  }

  get context(): RequestContext {
    const { tag, template, redelivered } = this
    const message = wholeMessage(template, this.number)
    const priority = template.properties.priority ?? 0
    this.made ??= contextOf(this.broker, this.hostname, { tag, message, priority, redelivered })
    return this.made
  }
}

/** A snapshot holds plain data alone: requests of a series get back what makes their context. */
export function reviveRequests({ requests }: WorldState): void {
  each(requests, (request) => {
    if (request.template !== undefined) Object.setPrototypeOf(request, SharedRequest.prototype)
  })
}
