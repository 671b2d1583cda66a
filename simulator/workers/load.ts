import { assert } from '../kernel/assert.ts'
import { registerModels } from '../world/models.ts'
import { moveProcess } from '../world/processes.ts'
import type { ProcessState } from '../world/state.ts'
import type { World } from '../world/world.ts'

/**
 * A process imports its module: Python is asked. Without Python there are the settings of the cluster and
 * its modelled tasks, at once.
 */
export function load(world: World, process: ProcessState): void {
  // Importing is running: a module may wait, or never end.
  moveProcess(process, 'RUN')
  process.loading = true
  const { program, settings } = world
  if (program === null) {
    Object.assign(process.app.settings, settings)
    registerModels(world, process)
    world.step(process, { do: 'answer', to: 'load', answer: { kind: 'done', spent: 0 } })
    return
  }
  const role = process.kind
  assert(role !== 'load', 'a load has no module of its own')
  const module = role === 'client' ? program.module : world.cluster.app
  world.ask(process, { kind: 'load', process: process.name, role, module, settings })
}
