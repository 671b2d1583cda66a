import {
  type Micros,
  type Progress,
  seconds,
  type Simulation,
  toSeconds,
} from '../../simulator/index.ts'
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

/** A body that computes longer than this in simulated time is taken for one that never ends. */
const COMPUTING: Micros = seconds(60)

/** A run is cut whose body computes on and on; null while none does. */
export function endlessEnding({ limits }: RunSpec, simulation: Simulation): Ending | null {
  const { computing } = simulation
  if (computing === null || computing.duration < (limits.computing ?? COMPUTING)) return null
  const after = toSeconds(computing.duration)
  return {
    kind: 'failed',
    sentence:
      computing.at === null
        ? `The run was ended: Python had computed for ${after} s of simulated time without a pause. Look for a loop that never ends.`
        : `The run was ended: after ${after} s of simulated time, line ${computing.at.line} of ${computing.at.file} was still computing. This loop never ends.`,
  }
}

/** The learner stopped the run: where it was busy, if it was. */
export function stoppedEnding({ computing }: Simulation): Ending {
  if (computing?.at == null) return { kind: 'stopped' }
  const { file, line } = computing.at
  return {
    kind: 'stopped',
    sentence: `You stopped the run while line ${line} of ${file} was computing.`,
  }
}

/** Why the client will wait for ever, and what to look at: what the broker noted at the end, if it did. */
function stuckSentence({ log }: Simulation): string {
  const notes: string[] = []
  for (let row = log.length - 1; row >= 0; row--) {
    const entry = log.entry(row)
    if (entry.kind === 'noted' && entry.actor.kind === 'broker') notes.unshift(entry.detail.text)
    if (entry.kind !== 'body-parked' || entry.actor.kind !== 'client') continue
    const line = entry.detail.at
    const look = 'Look at the queues: does a worker take from each one?'
    const mend = notes.length === 0 ? look : notes.join(' ')
    return line === undefined
      ? `Your program waits for a result that will never come. ${mend}`
      : `Your program waits in ${line.file}, line ${line.line}, for a result that will never come. ${mend}`
  }
  return 'Nothing is left to happen, but your program has not come to its end.'
}

function limitSentence(simulation: Simulation, time: Micros): string {
  const busy = simulation.now < time
  return busy
    ? `The run was cut at ${simulation.log.length} facts, more than this page can show. Send fewer tasks, or look for a loop that never ends.`
    : `The run was cut after ${toSeconds(time)} s of simulated time. If that is a surprise, look for a loop that never ends.`
}
