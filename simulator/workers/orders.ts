import { publishTask } from '../canvas/publish.ts'
import type { ControlOrder, Order, PrefetchOrder, PublishOrder } from '../cluster/spec.ts'
import { isPythonError } from '../messages/python-error.ts'
import { orderControl } from '../world/control.ts'
import { dispatch } from '../world/dispatch.ts'
import { appOfWorkers } from '../world/load.ts'
import { registerModels } from '../world/models.ts'
import { setPrefetch } from '../world/prefetch.ts'
import { addProcess, spawn } from '../world/processes.ts'
import { canvasContext, publish } from '../world/publishing.ts'
import { empty } from '../world/purge.ts'
import type { ProcessState } from '../world/state.ts'
import type { WorkerState } from '../world/worker-state.ts'
import type { World } from '../world/world.ts'

/** Orders about anything but the life of a process. */
export type DeskOrder = Exclude<Order, { readonly signal?: string }>

/** What an operator asks for takes effect; `cause` is the fact of the order. */
export function takeOrder(world: World, order: DeskOrder, cause: number): void {
  switch (order.verb) {
    case 'control':
      control(world, order, cause)
      return
    case 'purge':
      // What workers hold stays (rule 3.68).
      empty(world, cause, order.target)
      return
    case 'publish':
      call(world, order, cause)
      return
    case 'prefetch':
      prefetch(world, order, cause)
  }
}

const workerNamed = (world: World, name: string): WorkerState | undefined =>
  world.state.workers.find((worker) => worker.name === name)

function control(
  world: World,
  { target, method, arguments: args }: ControlOrder,
  cause: number,
): void {
  const worker = workerNamed(world, target)
  if (target !== '' && worker === undefined) return
  const destination = worker === undefined ? null : [worker.hostname]
  orderControl(world, { method, arguments: args, destination }, cause)
}

/**
 * Celery has no command for this; its guide shows how to write one that changes the consumer's count
 * (https://docs.celeryq.dev/en/stable/userguide/workers.html#writing-your-own-remote-control-commands,
 * from documentation). The worker here has that command.
 */
function prefetch(world: World, { target, count }: PrefetchOrder, cause: number): void {
  const worker = workerNamed(world, target)
  if (worker?.consumer == null) return
  world.process(worker.main).cause = cause
  setPrefetch(world, worker, count)
  dispatch(world)
}

const OPERATOR = 'operator'

/**
 * `celery call` (rule 1.18): a process of its own sends the task, with the workers' settings and routes. Its
 * ids come from a stream of their own, so that the tasks of the program keep theirs.
 */
function call(world: World, { target, args, kwargs, queue }: PublishOrder, cause: number): void {
  const process = operator(world, cause)
  process.cause = cause
  const published = publishTask(
    {
      id: world.streams.stream(OPERATOR).uuid(),
      name: target,
      args,
      argsAsList: false,
      kwargs,
      options: queue === null ? {} : { queue },
      routeName: null,
      byName: false,
    },
    canvasContext(world, process, world.now),
  )
  if (isPythonError(published)) {
    const { type, message } = published.error
    const text = `${target} could not be sent: ${type}: ${message}`
    world.own(process, 'logged', -1, { level: 'ERROR', text })
    return
  }
  publish(world, process, { do: 'publish', ...published })
}

/** The operator's terminal; made when it is first used. */
function operator(world: World, cause: number): ProcessState {
  const known = world.state.processes.find(({ name }) => name === OPERATOR)
  if (known !== undefined) return known
  const app = appOfWorkers(world)
  const process = addProcess(world, {
    name: OPERATOR,
    kind: 'load',
    worker: -1,
    slot: 0,
    ...(app === null ? {} : { app }),
  })
  if (app === null) {
    process.app.settings = { ...process.app.settings, ...world.settings }
    registerModels(world, process)
  }
  spawn(world, process, cause)
  return process
}
