import { createSimulation, Log, type Simulation, type Snapshot } from '../../simulator/index.ts'
import type { FuzzCase } from './case.ts'
import { Player } from './player.ts'

/** A run under way: the simulation and who answers for its bodies. */
export interface Playing {
  readonly simulation: Simulation
  readonly player: Player | null
}

/** A run at a moment, to go on from. */
export interface Moment {
  readonly snapshot: Snapshot
  readonly frames: ReturnType<Player['snapshot']>
}

export function begin({ seed, cluster, actions, plan }: FuzzCase): Playing {
  const program = plan === null ? null : ({ module: 'tasks', entry: 'main' } as const)
  const simulation = createSimulation({ cluster, seed, actions, program })
  return { simulation, player: plan === null ? null : new Player(plan) }
}

/** Goes on to a moment of simulated time; false when there is nothing left to happen. */
export function goOn({ simulation, player }: Playing, until: number): boolean {
  for (;;) {
    const progress = simulation.advance(until)
    if (progress.kind === 'finished') return false
    if (progress.kind === 'paused') return true
    const { question } = progress
    if (player !== null) simulation.answer(player.answer(question, simulation))
    else if (question.kind === 'drop') simulation.answer({ kind: 'done', spent: 0 })
    else throw new Error(`${question.kind} was asked of a run without a program`)
  }
}

/** Keeps where a run stands. */
export const keep = ({ simulation, player }: Playing): Moment => ({
  snapshot: simulation.snapshot(),
  frames: player?.snapshot() ?? [],
})

/** A new run that stands where another did, with a log of its own. */
export function resume(one: FuzzCase, { snapshot, frames }: Moment, from: Log): Playing {
  const playing = begin(one)
  const log = new Log()
  log.appendBatch(from.batch(0))
  playing.simulation.restore(snapshot, log)
  playing.player?.restore(frames)
  return playing
}
