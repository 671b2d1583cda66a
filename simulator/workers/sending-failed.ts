import { exception } from '../world/errors.ts'
import type { ProcessState } from '../world/state.ts'
import type { Act } from '../world/steps.ts'
import type { World } from '../world/world.ts'
import { chordUnsent } from './chord-unsent.ts'
import { internalError } from './trace.ts'

/**
 * What a process had to send did not reach the broker. A body hears of it where it sent; what Celery sends for
 * it after the body, a callback or the next step of a chain, is an error of the trace itself (rule 4.10).
 */
export function sendingFailed(
  world: World,
  process: ProcessState,
  { of, error }: Extract<Act, { do: 'sending-failed' }>,
): void {
  const listening = process.steps.some(({ what }) => what === 'answer')
  if (process.kind === 'client' || listening) return
  const type = process.failure?.type ?? 'kombu.exceptions.OperationalError'
  if (chordUnsent(world, process, of, exception(type, [error]))) {
    process.failure = null
    return
  }
  if (process.kind === 'process' && process.execution !== null) {
    const last = process.steps.findIndex(({ what }) => what === 'conclude')
    const outcome = process.steps[last]?.outcome
    // Its errback cannot be sent either: the task has failed by the same already, and ends.
    const failsAgain = outcome?.kind === 'failed' && outcome.finished
    process.steps.splice(0, failsAgain ? last : last + 1)
    if (failsAgain) {
      process.failure = null
      return
    }
    process.failure = null
    internalError(world, process, exception(type, [error]))
    return
  }
  process.failure = null
  const text =
    process.kind === 'beat'
      ? `Message Error: Couldn't apply scheduled task: ${error}`
      : `Could not send: ${error}`
  world.own(process, 'logged', -1, { level: 'ERROR', text })
}
