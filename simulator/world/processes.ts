import { assert } from '../kernel/assert.ts'
import type { Micros } from '../kernel/units.ts'
import type { Actor } from '../log/entry.ts'
import type { Answer, ResumeValue, Wait } from '../program.ts'
import type { AppState, ProcessState } from './state.ts'
import { newChannel } from './channel-state.ts'
import { OPCODES } from './opcodes.ts'
import { goOnModelled, interruptCall, interruptModelled } from './models.ts'
import { leaveTurns } from './interpreters.ts'
import type { World } from './world.ts'
import { closeLink } from './links.ts'
import { vacate } from './hosts.ts'
import { leaveServices } from './service-state.ts'
import { type Arrow, follow, initial, move } from './machines.ts'

/** Adds a process to the world; it is absent until it is spawned. */
export function addProcess(
  world: World,
  made: Pick<ProcessState, 'name' | 'kind' | 'worker' | 'slot'> & { readonly app?: AppState },
): ProcessState {
  const { name, kind, worker, slot } = made
  const process: ProcessState = {
    index: world.state.processes.length,
    name,
    kind,
    worker,
    slot,
    actor: world.log.actor({ kind: actorOf(kind), name }),
    pid: 0,
    replyTo: null,
    connected: { broker: false, backend: false, exchanges: [] },
    links: { broker: initial('connection'), backend: initial('connection') },
    policy: null,
    failure: null,
    channel: newChannel(),
    held: [],
    blocked: false,
    state: initial('process'),
    generation: 0,
    clock: 0,
    steps: [],
    front: 0,
    tail: 0,
    scheduled: false,
    cause: -1,
    loading: false,
    loaded: false,
    app: made.app ?? newApp(),
    execution: null,
    computing: null,
    aside: null,
    inherits: 0,
    interrupt: null,
    wait: null,
    heard: made.kind === 'client' ? [] : null,
    waits: 0,
    halted: false,
    served: 0,
    memory: 0,
    interpreter: null,
  }
  world.state.processes.push(process)
  return process
}

/** What the log calls it. */
function actorOf(kind: ProcessState['kind']): Actor['kind'] {
  if (kind === 'load') return 'client'
  return kind === 'web' ? 'service' : kind
}

const newApp = (): AppState => ({
  main: null,
  settings: {},
  tasks: {},
  queues: [],
  signals: [],
  commands: [],
  serializers: {},
})

/** Moves a process through its machine. */
export function moveProcess(process: ProcessState, event: string | Arrow): void {
  process.state =
    typeof event === 'string'
      ? move('process', process.state, event, process.name)
      : follow(event, process.state, process.name)
}

/** Brings a process to life. */
export function spawn(world: World, process: ProcessState, cause: number): void {
  moveProcess(process, 'SPAWN')
  process.generation += 1
  // A thread lives in its worker's main process, which has imported everything.
  process.pid =
    process.interpreter === null
      ? world.state.nextPid++
      : world.process(process.interpreter.main).pid
  process.loaded = process.interpreter !== null
  process.replyTo = null
  process.served = 0
  process.memory = 0
  process.connected.exchanges.length = 0
  process.policy = null
  process.failure = null
  process.held = []
  Object.assign(process.channel, newChannel())
  process.clock = world.now
  process.cause = cause
  if (process.kind === 'process')
    world.own(process, 'process-started', -1, { index: process.slot, pid: process.pid })
}

/** Ends a process; what it still wanted to do is void. */
export function endProcess(
  world: World,
  process: ProcessState,
  reason: 'shutdown' | 'killed' | 'crashed' | 'recycled',
): void {
  moveProcess(process, 'EXIT')
  process.generation += 1
  process.steps.length = 0
  process.scheduled = false
  process.blocked = false
  closeLink(process, 'broker')
  closeLink(process, 'backend')
  leaveChannels(world, process, reason)
  leaveServices(world.state.services, process.index)
  vacate(world, process)
  process.execution = null
  process.loading = false
  process.computing = null
  process.aside = null
  process.interrupt = null
  process.wait = null
  process.heard = null
  process.halted = false
  leaveTurns(world, process)
  if (process.loaded && world.program !== null) world.drops.push(process.name)
  process.loaded = false
  if (process.kind === 'process') world.own(process, 'process-ended', -1, { reason })
}

/** Nobody is there any more for what its program has taken; the broker comes to it once this step is over. */
function leaveChannels(world: World, process: ProcessState, reason: string): void {
  if (world.state.channels.every((one) => one.process !== process.index)) return
  const killed = reason === 'shutdown' || reason === 'recycled' ? 0 : 1
  world.schedule(world.now, OPCODES.leaveChannels, process.index, killed)
}

/** Lets a parked body go on. */
export function resume(world: World, process: ProcessState, value: ResumeValue): void {
  process.wait = null
  moveProcess(process, 'RESUME')
  world.own(process, 'body-resumed', world.taskOf(process), {})
  if (process.execution?.modelled === true) goOnModelled(world, process, value)
  else world.ask(process, { kind: 'resume', process: process.name, value })
}

/** Lets a parked body go on of which nobody was told that it waits. */
export function resumeQuietly(world: World, process: ProcessState, value: ResumeValue): void {
  process.wait = null
  moveProcess(process, 'RESUME')
  world.ask(process, { kind: 'resume', process: process.name, value })
}

/** What a parked body waits for comes after a while. */
export function wakeIn(world: World, process: ProcessState, delay: Micros): void {
  assert(process.wait !== null, 'the body waits')
  process.wait.woken = true
  world.schedule(world.now + delay, OPCODES.wake, process.index, process.waits)
}

const QUIET: ReadonlySet<Wait['kind']> = new Set([
  'meta',
  'group',
  'stored',
  'computing',
  'purge',
  'broker',
  'redis',
  'sent',
])

/** A short look at backend or broker or a slice of computing is no fact worth a learner's time. */
export const isQuiet = (wait: Wait['kind']): boolean => QUIET.has(wait)

/** Raises an exception in a body: now where it is parked, otherwise at its next pause. */
export function interrupt(
  world: World,
  process: ProcessState,
  exception: string,
  message?: string,
): void {
  if (process.execution?.modelled === true) {
    if (process.wait === null) {
      interruptModelled(world, process, exception)
      return
    }
    process.wait = null
    moveProcess(process, 'THROW')
    world.own(process, 'body-resumed', world.taskOf(process), {})
    interruptCall(world, process, exception)
    return
  }
  if (process.wait === null || world.question !== null) {
    process.interrupt = message === undefined ? { exception } : { exception, message }
    if (process.wait === null) return
    // Another body is asked in the same moment: this one comes right after it.
    process.wait.woken = true
    world.schedule(world.now, OPCODES.wake, process.index, process.waits)
    return
  }
  const { kind } = process.wait
  process.interrupt = null
  process.wait = null
  moveProcess(process, 'THROW')
  if (!isQuiet(kind)) world.own(process, 'body-resumed', world.taskOf(process), {})
  const said = message === undefined ? {} : { message }
  world.ask(process, { kind: 'throw', process: process.name, exception, ...said })
}

/** Puts an answer in line: it takes effect at the body's local time. */
export function takeAnswer(world: World, answer: Answer): void {
  const open = world.open
  assert(open !== null && world.question !== null, 'no question is open')
  const process = world.process(open.process)
  const to = world.question.kind
  world.step(process, { do: 'answer', to, answer }, 0, open.at + answer.spent)
  world.open = null
  world.question = null
  world.scheduleStep(process)
}
