import type { QueueState } from '../brokers/broker.ts'
import { SharedCopy } from '../world/shared-messages.ts'
import type { ProcessState } from '../world/state.ts'
import type { Step } from '../world/steps.ts'
import type { WorkerState } from '../world/worker-state.ts'
import { NONE, type World } from '../world/world.ts'
import { SharedRequest } from '../workers/shared-requests.ts'
import { PHASES } from './crew.ts'
import { phaseOf } from './phases.ts'
import { type Line, lineAt } from './terms.ts'

// What is under way just now, and may it come along?

/** A ride that is about to begin. */
interface Boarding {
  readonly world: World
  readonly lines: readonly Line[]
}

/** Who consumes from which queue of the lines; null where something waits in one that does not fit. */
export function takersOf(
  ride: Boarding,
  workers: readonly WorkerState[],
): ReadonlyMap<QueueState, readonly WorkerState[]> | null {
  const { queues, queueNames } = ride.world.state.broker
  const found = new Map<QueueState, readonly WorkerState[]>()
  for (const name of queueNames) {
    const queue = queues[name]!
    const takers = workers.filter(({ consumer }) => consumer!.queues.includes(name))
    if (takers.length === 0) continue
    const isQuiet = queue.levels.every(({ length }) => length === 0)
    const isOurs = ride.lines.some((line) => line.queue === queue)
    if (isOurs) found.set(queue, takers)
    if (!isQuiet && !(isOurs && queue.levels[0]!.every((tag) => isFitWaiting(ride, tag))))
      return null
  }
  return found
}

/** Is a message of a series that no request was made of? */
export function isFitWaiting(ride: Boarding, tag: number): boolean {
  const copy = ride.world.findCopy(tag)
  return copy instanceof SharedCopy && copy.open === 0 && isOfLine(ride, copy)
}

/** Is a message of a series where those of its line are? */
function isOfLine(ride: Boarding, copy: SharedCopy): boolean {
  const at = lineAt(ride.lines, copy.template)
  return at !== NONE && ride.lines[at]!.queue.name === copy.queue && copy.wire === NONE
}

/** Does a worker do nothing now but what fits? */
export function mayCome(ride: Boarding, { main, pool, reserved }: WorkerState): boolean {
  const { world } = ride
  return (
    world.process(main).execution === null &&
    world.process(main).steps.every((step) => isFitStep(ride, step)) &&
    reserved.every((index) => fitRequest(ride, index) !== null) &&
    pool.every((index) => isFitProcess(ride, world.process(index)))
  )
}

function isFitStep(ride: Boarding, { what, about, outcome }: Step): boolean {
  if (what === 'completed') return outcome?.kind === 'succeeded' && fitRequest(ride, about) !== null
  if (what !== 'receive') return false
  return isFitWaiting(ride, about)
}

/** A request whose message is its alone. */
function fitRequest(ride: Boarding, index: number): SharedRequest | null {
  const request = ride.world.findRequest(index)
  if (!(request instanceof SharedRequest) || request.taskState !== null) return null
  const { copy } = request
  return copy.open === 1 && copy.request === index && isOfLine(ride, copy) ? request : null
}

function isFitProcess(ride: Boarding, process: ProcessState): boolean {
  const { execution, steps, aside, wait, interpreter, blocked } = process
  if (aside !== null || wait !== null || interpreter !== null || blocked) return false
  if (execution === null) return steps.length === 0
  if (execution.terminated !== undefined || execution.after !== null) return false
  if (fitRequest(ride, execution.request) === null) return false
  return process.scheduled && phaseOf(process, execution) !== PHASES.off
}
