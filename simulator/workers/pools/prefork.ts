import { sendEvent } from '../../world/events.ts'
import { isIn } from '../../world/machines.ts'
import { moveProcess } from '../../world/processes.ts'
import { ackRequest, moveRequest } from '../../world/requests.ts'
import { runModelled } from '../../world/models.ts'
import { storeResult } from '../../world/results.ts'
import type { ProcessState, WorkerState } from '../../world/state.ts'
import type { World } from '../../world/world.ts'
import { ignoresResult } from '../failures.ts'
import { scheduleLimits } from '../limits.ts'
import { discard, revocationOf } from '../revoke.ts'

/** Hands waiting tasks to idle processes, first come first served (rules 3.21, 3.33). */
export function feedPool(world: World, worker: WorkerState): void {
  if (worker.stopping !== null) return
  for (;;) {
    const next = worker.reserved[0]
    if (next === undefined) return
    const process = idleProcess(world, worker)
    if (process === undefined) return
    const request = world.request(next)
    const revocation = revocationOf(world, worker, request)
    if (revocation !== null) {
      worker.reserved.shift()
      world.process(worker.main).cause = request.cause
      discard(world, worker, request, revocation)
      continue
    }
    worker.reserved.shift()
    process.execution = {
      request: next,
      startedAt: world.now,
      children: [],
      retry: null,
      job: worker.jobs++,
    }
    world.step(process, { do: 'accept', request: next }, world.costs.pipe)
  }
}

function idleProcess(world: World, worker: WorkerState): ProcessState | undefined {
  return worker.pool
    .map((index) => world.process(index))
    .find((process) => isIn('process', process.state, 'idle') && process.execution === null)
}

/** A process accepts a task: early acknowledgement happens here, just before it runs (rule 3.26). */
export function accept(world: World, process: ProcessState, index: number): void {
  const request = world.request(index)
  const worker = world.worker(request.worker)
  process.cause = request.cause
  if (!request.acksLate) {
    process.cause = ackRequest(world, request, request.cause)
  }
  const name = request.context.task
  worker.totals[name] = (worker.totals[name] ?? 0) + 1
  sendEvent(world, worker, 'task-started', request.task, { uuid: request.context.id })
  if (!process.loaded && !world.models.has(name)) world.step(process, { do: 'load' })
  world.step(process, { do: 'begin' })
}

/** The task begins in its process: signal task_prerun, STARTED if it is tracked, then the body (rule 4.4). */
export function begin(world: World, process: ProcessState): void {
  const { execution } = process
  if (execution === null) return
  const request = world.request(execution.request)
  const { context } = request
  moveProcess(process, 'RUN')
  moveRequest(world, request, 'START')
  process.execution = { ...execution, startedAt: world.now }
  const { starts } = world.state
  starts[context.task] = (starts[context.task] ?? 0) + 1
  world.own(process, 'task-started', request.task, { name: context.task, retries: context.retries })
  scheduleLimits(world, process, request)
  if (isTracked(process, context.task) && !ignoresResult(request.context))
    storeResult(world, process, {
      id: context.id,
      state: 'STARTED',
      result: { pid: process.pid, hostname: context.hostname },
      request: context,
    })
  const model = world.models.get(context.task)
  if (model !== undefined) {
    runModelled(world, process, request, model)
    return
  }
  world.ask(process, {
    kind: 'task',
    process: process.name,
    name: context.task,
    args: context.args,
    kwargs: context.kwargs,
    request: context,
  })
}

function isTracked(process: ProcessState, name: string): boolean {
  const own = process.app.tasks[name]?.options['track_started']
  return (own ?? process.app.settings['task_track_started']) === true
}
