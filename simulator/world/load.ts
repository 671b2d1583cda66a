import type { LoadSpec } from '../cluster/model-spec.ts'
import { publishTask } from '../canvas/publish.ts'
import type { Published } from '../canvas/context.ts'
import { contradict } from '../kernel/assert.ts'
import { idPrefix, numberedId } from '../kernel/numbered-id.ts'
import { seconds } from '../kernel/units.ts'
import { withId } from '../log/shapes.ts'
import type { TaskMessage } from '../messages/message.ts'
import { isPythonError } from '../messages/python-error.ts'
import { generatorOf } from '../modelled/load/index.ts'
import { programOver } from './client.ts'
import { OPCODES } from './opcodes.ts'
import { addProcess, spawn } from './processes.ts'
import { canvasContext, publish, publishShared } from './publishing.ts'
import { shareMessage } from './shared-messages.ts'
import { registerModels } from './models.ts'
import type { LoadState } from './scaling-state.ts'
import type { AppState, ProcessState } from './state.ts'
import type { World } from './world.ts'

/**
 * Starts every load of the cluster. Each has a process of its own, an app like the workers' and a stream
 * of chance; it stands for many senders, so a publish takes none of its time.
 */
export function startLoads(world: World): void {
  const app = appOfWorkers(world)
  loadsOf(world).forEach((spec, index) => {
    const process = addProcess(world, {
      name: `load ${index + 1}`,
      kind: 'load',
      worker: -1,
      slot: 0,
      ...(app === null ? {} : { app }),
    })
    if (app === null) {
      process.app.settings = { ...process.app.settings, ...world.settings }
      registerModels(world, process)
    }
    spawn(world, process, -1)
    const chance = world.streams.stream(process.name)
    const drawn = generatorOf(spec.shape).draw(spec.shape, chance)
    world.state.loads.push({
      process: process.index,
      start: world.now + seconds(spec.from),
      drawn,
      sent: 0,
      over: false,
    })
    scheduleNext(world, index, 0)
  })
}

const loadsOf = (world: World): readonly LoadSpec[] => world.cluster.load ?? []

/** Settings and tasks as the first worker's program has them; null where no worker has loaded one. */
export function appOfWorkers(world: World): AppState | null {
  const worker = world.state.workers.find(({ main }) => world.process(main).loaded)
  return worker === undefined ? null : world.process(worker.main).app
}

/** The load's next message goes into the calendar; `after` counts from its start. */
export function scheduleNext(world: World, index: number, after: number): void {
  const { spec, state, process } = loadAt(world, index)
  const chance = world.chanceOf(process)
  const next = generatorOf(spec.shape).next(spec.shape, state, after, chance)
  if (next === null || (spec.until !== null && state.start + next >= endOf(spec, state)))
    endLoad(world, state)
  else world.schedule(Math.max(world.now, state.start + next), OPCODES.load, index, 0)
}

const endOf = (spec: LoadSpec, state: LoadState): number =>
  state.start + seconds((spec.until ?? 0) - spec.from)

function loadAt(
  world: World,
  index: number,
): { readonly spec: LoadSpec; readonly state: LoadState; readonly process: ProcessState } {
  const spec = loadsOf(world)[index]
  const state = world.state.loads[index]
  if (spec === undefined || state === undefined) contradict(`there is no load ${index}`)
  return { spec, state, process: world.process(state.process) }
}

/** The event of a load: its message leaves, and the next one is planned. */
export function sendNext(world: World, index: number): void {
  const { spec, state, process } = loadAt(world, index)
  const published = templateOf(world, index, spec, process)
  if (published === null) {
    endLoad(world, state)
    return
  }
  // What a load sends has no cause in the cluster.
  process.cause = -1
  const { message } = published
  const n = state.sent++
  if (message.shared !== undefined) publishShared(world, process, published, message.shared, n)
  else {
    const id = numberedId(world.seed, index, n)
    publish(world, process, { do: 'publish', ...published, message: withId(message, id) })
  }
  scheduleNext(world, index, world.now - state.start)
}

/** Options that count from the moment of the call: with them no two messages are alike. */
const DATED = ['countdown', 'expires', 'eta'] as const

/** A load's message without its id: all but the dated ones are alike, so it is made once. */
function templateOf(
  world: World,
  index: number,
  spec: LoadSpec,
  process: ProcessState,
): Published | null {
  const known = world.templates[index]
  if (known !== undefined) return known
  const made = publishTask(
    {
      id: '',
      name: spec.task,
      args: [],
      argsAsList: false,
      kwargs: {},
      options: spec.options,
      routeName: null,
      byName: false,
    },
    canvasContext(world, process, world.now),
  )
  if (isPythonError(made)) {
    const { type, message } = made.error
    const text = `A load of ${spec.task} could not be sent: ${type}: ${message}`
    world.own(process, 'logged', -1, { level: 'ERROR', text })
    return null
  }
  const size = world.models.get(spec.task)?.task.size ?? 0
  const sized = size === 0 ? made : { ...made, message: { ...made.message, size } }
  if (DATED.some((option) => isDated(spec, process, option)) || isFollowed(process, sized.message))
    return sized
  const shared = shareMessage(world.log, sized.message, idPrefix(world.seed, index))
  world.templates[index] = { ...sized, message: shared }
  return world.templates[index]
}

/** Does anything follow from the message itself, for which it needs an id? */
function isFollowed({ app }: ProcessState, { headers, body }: TaskMessage): boolean {
  const [, , { callbacks, errbacks, chain, chord }] = body
  return (
    [callbacks, errbacks, chain, chord, headers.group, headers.stamped_headers].some(
      (one) => one !== null,
    ) || app.settings['task_send_sent_event'] === true
  )
}

const isDated = ({ options, task }: LoadSpec, { app }: ProcessState, option: string): boolean =>
  (options[option] ?? app.tasks[task]?.options[option] ?? null) !== null

/** A load that has sent its last message. Where there is no program, the last load's end is the client's. */
export function endLoad(world: World, state: LoadState): void {
  state.over = true
  if (world.program === null && world.state.loads.every(({ over }) => over)) programOver(world)
}
