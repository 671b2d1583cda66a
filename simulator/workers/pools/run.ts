import type { Question, Thread } from '../../program.ts'
import { sendEvent } from '../../world/events.ts'
import { arrow } from '../../world/machines.ts'
import { moveProcess } from '../../world/processes.ts'
import { ackRequest, moveRequest } from '../../world/requests.ts'
import { runModelled } from '../../world/models.ts'
import { storeResult } from '../../world/results.ts'
import type { ProcessState, RequestState } from '../../world/state.ts'
import type { World } from '../../world/world.ts'
import { ignoresResult } from '../failures.ts'
import { isDuplicate, skipDuplicate } from '../deduplicate.ts'
import { scheduleLimits } from '../limits.ts'
import { poolOf } from './index.ts'
import { sharesPython } from './pool.ts'

/** A slot accepts a task: early acknowledgement happens here, just before it runs (rule 3.26). */
export function accept(world: World, process: ProcessState, index: number): void {
  const request = world.request(index)
  const worker = world.worker(request.worker)
  process.cause = request.cause
  if (!request.acksLate && !poolOf(worker).acksAfterwards)
    process.cause = ackRequest(world, request, request.cause)
  const { name } = request
  worker.totals[name] = (worker.totals[name] ?? 0) + 1
  if (worker.tuning.events)
    sendEvent(world, worker, 'task-started', request.task, { uuid: request.context.id })
  if (!process.loaded && !world.models.has(name)) world.step(process, { do: 'load' })
  world.usual(process, 'begin', index)
}

const RUN = arrow('process', 'RUN')
const START = arrow('task', 'START')

/** The task begins in its process: signal task_prerun, STARTED if it is tracked, then the body (rule 4.4). */
export function begin(world: World, process: ProcessState): void {
  const { execution } = process
  if (execution === null) return
  const request = world.request(execution.request)
  const { name } = request
  if (isDuplicate(world, process, request)) {
    skipDuplicate(world, process, request)
    return
  }
  moveProcess(process, RUN)
  moveRequest(world, request, START)
  execution.startedAt = world.now
  const { starts } = world.state
  starts[name] = (starts[name] ?? 0) + 1
  sayStarted(world, process, request)
  scheduleLimits(world, process, request)
  if (isTracked(process, name)) storeStarted(world, process, request)
  const model = world.models.get(name)
  if (model !== undefined) runModelled(world, process, request, model)
  else world.ask(process, question(world, process, request))
}

function sayStarted(world: World, process: ProcessState, request: RequestState): void {
  const shape = request.template?.shared?.rows.started
  if (shape !== undefined) world.ownRow(process, request.task, shape, 0)
  else {
    const { name, context } = request
    world.own(process, 'task-started', request.task, { name, retries: context.retries })
  }
}

function storeStarted(world: World, process: ProcessState, { context }: RequestState): void {
  if (ignoresResult(context)) return
  const result = { pid: process.pid, hostname: context.hostname }
  storeResult(world, process, { id: context.id, state: 'STARTED', result, request: context })
}

function question(world: World, process: ProcessState, { context }: RequestState): Question {
  return {
    kind: 'task',
    process: process.name,
    name: context.task,
    args: context.args,
    kwargs: context.kwargs,
    request: context,
    ...threadOf(world, process),
  }
}

/** Where a body runs that has no process of its own; nothing for a process. */
export function threadOf(world: World, process: ProcessState): { readonly thread?: Thread } {
  if (process.kind !== 'process') return {}
  const worker = world.worker(process.worker)
  const pool = poolOf(worker)
  if (!sharesPython(pool)) return {}
  const name = pool.threadName(process.slot, process.execution?.job ?? 0)
  return { thread: { of: world.process(worker.main).name, name, joins: pool.joins } }
}

function isTracked(process: ProcessState, name: string): boolean {
  const own = process.app.tasks[name]?.options['track_started']
  return (own ?? process.app.settings['task_track_started']) === true
}
