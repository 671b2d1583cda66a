import { isPythonError } from '../messages/python-error.ts'
import type { ProcessState } from '../world/state.ts'
import { applySignature } from '../world/publishing.ts'
import type { World } from '../world/world.ts'
import type { Entry } from './entry.ts'

/** Publishes an entry's task as a client would (rules 7.11, 7.12). */
export function send(world: World, process: ProcessState, entry: Entry): void {
  const { name, task, args, kwargs, options, argsrepr, kwargsrepr } = entry
  const call = {
    signature: { task, args: [], kwargs: {}, options: {}, subtask_type: null, immutable: false },
    args,
    kwargs,
    options,
    ...(argsrepr === undefined ? {} : { argsrepr }),
    ...(kwargsrepr === undefined ? {} : { kwargsrepr }),
    byName: process.app.tasks[task] === undefined,
  }
  const applied = applySignature(world, process, call, world.now)
  if (isPythonError(applied)) messageError(world, process, name, applied.error.message)
  else if (applied.result !== null) {
    const text = `${task} sent. id->${applied.result.id}`
    world.own(process, 'logged', -1, { level: 'DEBUG', text })
  }
}

/** An entry could not be sent; it is done with all the same (rule 7.12, recording beat_options). */
export function messageError(
  world: World,
  process: ProcessState,
  name: string,
  message: string,
): void {
  const error = `Couldn't apply scheduled task ${name}: ${message}`
  const trace = `Traceback (most recent call last):\n  …\ncelery.beat.SchedulingError: ${error}`
  const text = `Message Error: ${error}\n${trace}`
  world.own(process, 'logged', -1, { level: 'ERROR', text })
}
