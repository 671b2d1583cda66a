import { contradict } from '../kernel/assert.ts'
import { runMain } from '../world/client.ts'
import { sendControl } from '../world/control.ts'
import { moveProcess } from '../world/processes.ts'
import { publish, unsent } from '../world/publishing.ts'
import { confirm } from '../world/confirms.ts'
import { connect } from '../world/reconnect.ts'
import { cleanUp, forget, saveGroup, storeResult, storeShared } from '../world/results.ts'
import { serve } from '../world/fronts.ts'
import { sendDatagram } from '../world/services.ts'
import type { ProcessState } from '../world/state.ts'
import type { WorkerState } from '../world/worker-state.ts'
import type { Act, Step } from '../world/steps.ts'
import { onPrinted, onStarted } from '../world/triggers.ts'
import type { World } from '../world/world.ts'
import {
  countChord,
  forgetChord,
  giveUpChord,
  growChord,
  joinChord,
  unlocked,
  startChord,
} from './chords.ts'
import { completed } from './completion.ts'
import { connectWorker } from './connection.ts'
import { bucketNow, dueNow, receive } from './consumer.ts'
import { handleControl } from './control/handle.ts'
import { giveUp, respawn } from './lost.ts'
import { load } from './load.ts'
import { accept, begin, threadOf } from './pools/run.ts'
import { sendingFailed } from './sending-failed.ts'
import { conclude } from './trace.ts'
import { askReceivers } from './receivers.ts'
import { resumeAfterBody } from './after-body.ts'
import { errbackRaised } from './errback-raised.ts'
import { workerLoaded } from './worker.ts'
import { killByPid } from './kills.ts'
import { loseConsumer } from './outages.ts'
import { channelClosed, endsOf } from './refused.ts'
import { cancelled } from './shutdown/cancel.ts'
import { cutOff } from './shutdown/cold.ts'
import { isHushed } from '../world/log-level.ts'
import { publishEvent } from '../world/events.ts'
import { workerGone, workerStopped } from './shutdown/stop.ts'

/** What one of the other acts does, by its name. */
type Performers = {
  readonly [K in Exclude<Act['do'], 'answer'>]: (
    world: World,
    process: ProcessState,
    act: Extract<Act, { readonly do: K }>,
  ) => void
}

const workerOf = (world: World, process: ProcessState): WorkerState => world.worker(process.worker)

const PERFORMERS: Performers = {
  load,
  main: (world, process) => {
    if (world.state.client.end === null) runMain(world, process)
  },
  ledger: () => undefined,
  datagram: sendDatagram,
  serve,
  print(world, process, { stream, text, at }) {
    // A worker's output goes to its log as a warning (rule 3.10).
    if (isHushed(world.state, process, 'WARNING')) return
    const detail = at === undefined ? { stream, text } : { stream, text, at }
    world.own(process, 'printed', world.taskOf(process), detail)
    if (process.kind === 'client') onPrinted(world, text)
  },
  log(world, process, { level, text }) {
    world.own(process, 'logged', world.taskOf(process), { level, text })
  },
  event: publishEvent,
  note: (world, process, { text, rule, at }) => world.note(process, text, rule, at),
  'note-mistake': (world, process, { mistake, slots, at }) =>
    world.noteMistake(process, mistake, slots, at),
  publish,
  unsent,
  unwritten: (world, process, { id, name, error }) =>
    void world.own(process, 'call-unwritten', world.log.task(id), { name, error }),
  confirm,
  'start-chord': startChord,
  'unlock-chord': unlocked,
  'fail-chord': giveUpChord,
  'grow-chord': (world, _process, act) => growChord(world, act),
  'save-group': (world, _process, { id, tuple }) => saveGroup(world, id, tuple),
  store: (world, process, { write }) => storeResult(world, process, write),
  forget: (world, process, { id }) => forget(world, process, id),
  'clean-up': cleanUp,
  eager(world, process, act) {
    const task = world.log.task(act.id)
    if (act.moment === 'started') {
      const { name, retries } = act
      world.own(process, 'eager-started', task, { name, retries })
    } else {
      const { state, repr, thrown } = act
      world.own(process, 'eager-ended', task, { state, repr, thrown })
    }
  },
  control: (world, process, { ticket, at }) => sendControl(world, process, ticket, at),
  connect,
  'sending-failed': sendingFailed,
  'handle-control': (world, process, { ticket }) =>
    handleControl(world, workerOf(world, process), ticket),
  ready: (world, process) => connectWorker(world, workerOf(world, process)),
  stopped: (world, process) => workerStopped(world, workerOf(world, process)),
  'cut-off': (world, process) => cutOff(world, workerOf(world, process)),
  cancelled: (world, process, { request }) => cancelled(world, process, world.request(request)),
  due(world, _process, { request: index }) {
    // Its connection may have gone meanwhile, and what it held with it (rule 3.12).
    const request = world.findRequest(index)
    if (request !== null && world.worker(request.worker).held.includes(index))
      dueNow(world, request)
  },
  bucket: (world, process, { bucket }) => bucketNow(world, workerOf(world, process), bucket),
  'consumer-lost': (world, process) => loseConsumer(world, process),
  unrecoverable: (world, process, { error }) => endsOf(world, workerOf(world, process), error),
  'channel-closed': (world, process, { code, text }) =>
    channelClosed(world, workerOf(world, process), code, text),
  'given-up': giveUp,
  respawn: (world, _process, { process }) => respawn(world, process),
  'count-chord': countChord,
  'join-chord': joinChord,
  'forget-chord': (world, _process, act) => forgetChord(world, act),
  'errback-failed': (world, process, { id, error }) => errbackRaised(world, process, id, error),
  errback(world, process, { signature, error, traceback, request }) {
    const call = { signature, request, error, traceback }
    const after = process.execution?.after ?? null
    if (after === null) process.aside = { kind: 'errback', of: request.id }
    // In a worker's main process no body runs beside it.
    if (process.execution === null) moveProcess(process, 'RUN')
    world.own(process, 'errback-called', world.taskOf(process), { name: signature.task })
    if (after !== null) {
      after.errback = request.id
      resumeAfterBody(world, process, { kind: 'errback', ...call })
    } else
      world.ask(process, {
        kind: 'errback',
        process: process.name,
        ...call,
        ...threadOf(world, process),
      })
  },
  'go-on': (world, process, { error }) =>
    resumeAfterBody(
      world,
      process,
      error === null ? { kind: 'nothing' } : { kind: 'error', error },
    ),
  signal: (world, process, { call, then }) => askReceivers(world, process, call, then),
  'set-up': (world, process) => workerLoaded(world, workerOf(world, process)),
  gone: (world, process) => workerGone(world, workerOf(world, process)),
  kill: (world, process, { pid, signal }) => killByPid(world, process, pid, signal),
}

function beginTask(world: World, process: ProcessState): void {
  begin(world, process)
  if (process.execution === null) return
  const { name } = world.request(process.execution.request)
  onStarted(world, process, name, world.state.starts[name] ?? 0)
}

/** Does what a step says. */
export function perform(
  world: World,
  process: ProcessState,
  act: Exclude<Act, { readonly do: 'answer' }>,
): void {
  const performer = PERFORMERS[act.do] as (world: World, process: ProcessState, act: Act) => void
  performer(world, process, act)
}

/** Does what every task goes through: no look-up, no object. */
export function performUsual(world: World, process: ProcessState, step: Step): void {
  const { about, outcome } = step
  switch (step.what) {
    case 'receive':
      receive(world, workerOf(world, process), about)
      return
    case 'accept':
      accept(world, process, about)
      return
    case 'begin':
      beginTask(world, process)
      return
    case 'store-shared':
      storeShared(world, process)
      return
    case 'conclude':
      if (outcome !== null) conclude(world, process, outcome)
      return
    case 'completed':
      if (outcome !== null) {
        const main = world.process(workerOf(world, process).main)
        completed(world, main, about, outcome, step.from)
      }
      return
    default:
      contradict(`a step ${step.what} says what it is about`)
  }
}
