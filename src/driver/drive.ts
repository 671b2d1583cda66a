import {
  type Json,
  type Micros,
  type Simulation,
  type TellName,
  type Tells,
  createSimulation,
  isRestart,
  seconds,
} from '../../simulator/index.ts'
import type { Python } from '../python/python.ts'
import { endingOf, endlessEnding, stoppedEnding } from './ending.ts'
import type { Ending, RunSpec, Turn } from './run-spec.ts'

/** How a run is watched and held while it goes on. */
export interface Reins {
  /** Asked between questions; true ends the run where it is. */
  readonly shouldStop?: () => boolean
  /** Awaited every few milliseconds of real time, so that the thread hears what is said to it. */
  readonly breathe?: () => Promise<void>
  /** Called when there may be new facts and a body goes on, for who knows how long. */
  readonly onFacts?: () => void
  /** Called when code prints while it computes: the line becomes a fact when it comes back. */
  readonly onPrint?: (process: string, at: Micros, say: Tells['print']['say']) => void
}

/** A run that can be driven once. */
export interface Run {
  readonly simulation: Simulation
  /** Drives it to its end. */
  drive(reins?: Reins): Promise<Ending>
}

/** How long a thread may be deaf. */
const BREATH_MS = 12
/** The calendar is looked at in stretches of simulated time, so that a run without Python can be stopped too. */
const STRETCH: Micros = seconds(5)

/** Makes a run of a spec, with the Python that will play its processes; a run without a program needs none. */
export function createRun(spec: RunSpec, python: Python | null): Run {
  const simulation = createSimulation({
    cluster: spec.cluster,
    seed: spec.seed,
    actions: spec.actions,
    program: spec.client,
    // A fork may restart the broker: what it keeps then has to be known from the beginning.
    keeps: spec.course?.some(({ change }) => (change.also ?? []).some(isRestart)) === true,
    ...(python === null ? {} : { codec: python.codec }),
  })
  return { simulation, drive: (reins = {}) => drive(spec, simulation, python, reins) }
}

async function drive(
  spec: RunSpec,
  simulation: Simulation,
  python: Python | null,
  reins: Reins,
): Promise<Ending> {
  if (spec.client === null || python === null) return loop(spec, simulation, null, reins)
  await python.begin({
    modules: spec.files,
    seed: spec.seed,
    tell: (name, process, spent, say) => {
      if (name === 'print')
        reins.onPrint?.(process, simulation.now + spent, say as unknown as Tells['print']['say'])
      return tell(simulation, name, process, spent, say)
    },
  })
  try {
    return await loop(spec, simulation, python, reins)
  } catch (error) {
    if (isInterrupted(error))
      return reins.shouldStop?.() === true
        ? stoppedEnding(simulation)
        : { kind: 'failed', sentence: error.message }
    throw error
  }
}

/** Python was told to stop, or cut itself; known by name, since the driver knows Python's types alone. */
const isInterrupted = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'Interrupted'

async function loop(
  spec: RunSpec,
  simulation: Simulation,
  python: Python | null,
  { shouldStop, breathe, onFacts }: Reins,
): Promise<Ending> {
  let breath = performance.now()
  const turns = [...(spec.course ?? [])]
  for (;;) {
    const horizon = horizonOf(spec, simulation)
    const until = Math.min(horizon, simulation.now + STRETCH, turns[0]?.at ?? Infinity)
    const progress = simulation.advance(until)
    if (shouldStop?.() === true) return stoppedEnding(simulation)
    const endless = endlessEnding(spec, simulation)
    if (endless !== null) return endless
    if (progress.kind === 'question') {
      if (python === null) throw new Error('A run with a program needs Python.')
      onFacts?.()
      simulation.answer(await python.ask(progress.question, simulation.now))
    } else if (
      turns[0] !== undefined &&
      (progress.kind === 'finished' || simulation.now >= turns[0].at)
    ) {
      turn(simulation, python, turns.shift()!)
    } else {
      const ending = endingOf(spec, simulation, progress, horizon)
      if (ending !== null) return ending
    }
    if (simulation.log.length >= spec.limits.facts)
      return endingOf(spec, simulation, { kind: 'paused' }, simulation.now) as Ending
    if (breathe !== undefined && performance.now() - breath > BREATH_MS) {
      await breathe()
      breath = performance.now()
    }
  }
}

/** The run takes another course; a run that was over before goes on if there is something to do. */
function turn(simulation: Simulation, python: Python | null, { change, files }: Turn): void {
  if (python !== null && (files !== undefined || change.seed !== undefined))
    python.change({
      ...(files === undefined ? {} : { modules: files }),
      ...(change.seed === undefined ? {} : { seed: change.seed }),
    })
  simulation.changeCourse(change)
}

/** Up to when a run goes on: its limit, or a while after the client's end where the spec asks for that. */
function horizonOf({ limits, actions }: RunSpec, simulation: Simulation): Micros {
  const end = simulation.clientEnd
  if (limits.settle === undefined || end === null) return limits.time
  const last = Math.max(0, ...actions.map(({ on, after }) => (on.kind === 'done' ? after : 0)))
  return Math.min(limits.time, end + last + limits.settle)
}

/** One tell. */
function tell(
  simulation: Simulation,
  name: TellName,
  process: string,
  spent: Micros,
  say: Json,
): Json {
  // What Python says is ours as much as the simulator: its shape is the contract of `Tells`.
  return simulation.tell(name, process, spent, say as unknown as Tells[TellName]['say']) as Json
}
