import { contradict } from '../kernel/assert.ts'
import type { Answer, Question, Raised, Wait } from '../program.ts'
import { clientRaised, clientReturned } from '../world/client.ts'
import { isIn } from '../world/machines.ts'
import { stillToRun } from '../world/hosts.ts'
import { chargeCpu, registerModels } from '../world/models.ts'
import { openFront, requestOver } from '../world/fronts.ts'
import { dispatch } from '../world/delivery.ts'
import { endProcess, moveProcess } from '../world/processes.ts'
import type { Aside, ProcessState } from '../world/state.ts'
import type { AfterSignal } from '../world/steps.ts'
import { yieldTurn } from '../world/interpreters.ts'
import { park } from '../world/waits.ts'
import type { World } from '../world/world.ts'
import { autoretried } from './retry.ts'
import { bodyExited, isExit } from './exits.ts'
import { isTimeout, timedOut } from './over-limit.ts'
import { exited } from './terminate.ts'
import { afterBody, isAfterBody } from './after-body.ts'
import { errbackRaised } from './errback-raised.ts'
import { bodyRaised, bodyReturned, handlersOver } from './trace.ts'
import { failWorker, finishIfGone } from './shutdown/stop.ts'
import { ownCommandOver } from './control/own.ts'
import { exitProcess } from './kills.ts'
import { feedPool } from './pools/feed.ts'
import { maintainLater } from './pools/upkeep.ts'
import { callAtStart } from './receivers.ts'
import { workerLoaded } from './worker.ts'

/** An answer takes effect: what was asked decides what it means. */
export function handle(
  world: World,
  process: ProcessState,
  to: Question['kind'],
  answer: Answer,
): void {
  const left = process.execution?.modelled === true ? stillToRun(world, process) : 0
  if (left > 0) {
    // Its machine had less for it than it wanted.
    world.step(process, { do: 'answer', to, answer }, 0, world.now + left)
    return
  }
  if (answer.kind === 'parked' && answer.wait.kind === 'exit') {
    exitProcess(world, process, answer.wait)
    return
  }
  if (answer.kind === 'parked' && isAfterBody(answer.wait)) {
    afterBody(world, process, answer.wait)
    yieldTurn(world, process, false)
    return
  }
  if (answer.kind === 'parked') {
    park(world, process, answer.wait, answer.at)
    // An exception may have been waiting for it: then it goes on at once.
    if (world.question === null && !blocks(process, answer.wait))
      yieldTurn(world, process, answer.wait.kind === 'computing')
    return
  }
  process.computing = null
  process.interrupt = null
  if (to === 'load' || process.loading) loaded(world, process, answer)
  else if (process.aside !== null) asideOver(world, process, process.aside, answer)
  else if (process.kind === 'web') requestOver(world, process, answer)
  else if (process.kind === 'client') clientOver(world, process, answer)
  else bodyOver(world, process, answer)
  yieldTurn(world, process, false)
}

/** In an event loop whoever waits without `await` keeps everybody waiting. */
const blocks = ({ interpreter }: ProcessState, wait: Wait): boolean =>
  interpreter?.loop === true && !(wait.kind === 'sleep' && wait.awaits === true)

type Over = Exclude<Answer, { readonly kind: 'parked' }>

/** The module is imported, or it raised; it may have waited in between. */
function loaded(world: World, process: ProcessState, answer: Over): void {
  process.loading = false
  process.loaded = true
  registerModels(world, process)
  if (process.kind === 'web') openFront(world, process, answer)
  else if (answer.kind === 'raised') loadFailed(world, process, answer.error)
  else if (process.kind === 'worker') {
    const worker = world.worker(process.worker)
    if (callAtStart(world, worker)) world.step(process, { do: 'set-up' })
    else workerLoaded(world, worker)
  }
  if (isIn('process', process.state, 'running')) moveProcess(process, 'FREE')
}

/** What the command line says before it says what is wrong (rule 3.1). */
const USAGE = "Usage: celery [OPTIONS] [COMMAND] [ARGS]...\nTry 'celery --help' for help.\n\n"

function loadFailed(world: World, process: ProcessState, error: Raised): void {
  if (process.kind === 'client') {
    clientRaised(world, process, error)
    return
  }
  const text =
    error.type === 'UsageError'
      ? `${USAGE}Error: \n${error.message}`
      : `Unrecoverable error: ${error.repr}\n${error.traceback}`
  world.own(process, 'logged', -1, { level: 'CRITICAL', text })
  failWorker(world, world.worker(process.worker))
}

function clientOver(world: World, process: ProcessState, answer: Over): void {
  if (answer.kind === 'returned') clientReturned(world, process, answer.value)
  else if (answer.kind === 'raised') clientRaised(world, process, answer.error)
  else clientReturned(world, process, { json: null, repr: 'None' })
  moveProcess(process, 'FREE')
}

function bodyOver(world: World, process: ProcessState, answer: Over): void {
  if (answer.kind === 'done') contradict(`the body in ${process.name} neither returns nor raises`)
  chargeCpu(world, process)
  const terminated = process.execution?.terminated
  if (answer.kind === 'returned' && process.execution?.after != null) handlersOver(world, process)
  else if (answer.kind === 'returned') bodyReturned(world, process, answer.value)
  else if (process.execution?.modelled === true && terminated === undefined)
    bodyRaised(world, process, autoretried(world, process, answer.error))
  else if (terminated !== undefined && isKilled(answer.error)) exited(world, process)
  else if (isTimeout(answer.error)) timedOut(world, process)
  else if (isExit(answer.error)) bodyExited(world, process, answer.error)
  else bodyRaised(world, process, answer.error)
}

const isKilled = (error: Raised): boolean => isExit(error) || error.type === 'GreenletExit'

/** What was asked beside a body is done. */
function asideOver(world: World, process: ProcessState, aside: Aside, answer: Over): void {
  if (aside.kind === 'errback') errbackOver(world, process, aside.of, answer)
  else {
    process.aside = null
    if (process.execution === null) moveProcess(process, 'FREE')
    if (aside.kind === 'command')
      ownCommandOver(world, process, world.worker(process.worker), aside, answer)
    else receiversOver(world, process, aside.then, answer)
  }
}

/** The receivers of a signal have heard it; one that raises what is no Exception ends the worker. */
function receiversOver(world: World, process: ProcessState, then: AfterSignal, answer: Over): void {
  const worker = world.worker(process.worker)
  if (then === 'up') feedPool(world, worker)
  else if (then === 'recycled') {
    endProcess(world, process, 'recycled')
    maintainLater(world, worker)
  } else if (then === 'shutdown') {
    endProcess(world, process, 'shutdown')
    if (worker.stopping !== null) finishIfGone(world, worker)
  } else if (answer.kind === 'raised' && process.kind === 'worker')
    loadFailed(world, process, answer.error)
  dispatch(world)
}

function errbackOver(world: World, process: ProcessState, of: string, answer: Over): void {
  process.aside = null
  if (process.execution === null) moveProcess(process, 'FREE')
  if (answer.kind === 'raised') errbackRaised(world, process, of, answer.error)
}
