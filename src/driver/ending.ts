import { type Micros, type Progress, type Simulation, toSeconds } from '../../simulator/index.ts'
import type { Ending, RunSpec } from './run-spec.ts'

/** How a run ended that has come to `horizon` or has nothing left to do; null while it goes on. */
export function endingOf(
  { limits }: RunSpec,
  simulation: Simulation,
  progress: Progress,
  horizon: Micros,
): Ending | null {
  if (progress.kind === 'finished')
    return progress.stuck
      ? { kind: 'stuck', sentence: stuckSentence(simulation) }
      : { kind: 'finished' }
  if (simulation.now < horizon) return null
  if (simulation.clientEnd !== null && limits.settle !== undefined) return { kind: 'finished' }
  return { kind: 'limit', sentence: limitSentence(simulation, limits.time) }
}

/** Why the client will wait for ever, and what to look at. */
function stuckSentence({ log }: Simulation): string {
  for (let row = log.length - 1; row >= 0; row--) {
    const entry = log.entry(row)
    if (entry.kind !== 'body-parked' || entry.actor.kind !== 'client') continue
    const line = entry.detail.at
    return line === undefined
      ? 'Your program waits for a result that will never come. Look at the queues: does a worker take from each one?'
      : `Your program waits in ${line.file}, line ${line.line}, for a result that will never come. Look at the queues: does a worker take from each one?`
  }
  return 'Nothing is left to happen, but your program has not come to its end.'
}

function limitSentence(simulation: Simulation, time: Micros): string {
  const busy = simulation.now < time
  return busy
    ? `The run was cut at ${simulation.log.length} facts, more than this page can show. Send fewer tasks, or look for a loop that never ends.`
    : `The run was cut after ${toSeconds(time)} s of simulated time. If that is a surprise, look for a loop that never ends.`
}
