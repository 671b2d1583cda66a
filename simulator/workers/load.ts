import { assert } from '../kernel/assert.ts'
import type { SignalCall } from '../program.ts'
import { registerModels } from '../world/models.ts'
import { moveProcess } from '../world/processes.ts'
import { moduleOf } from '../world/fronts.ts'
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
    process.app.settings = { ...process.app.settings, ...settings }
    registerModels(world, process)
    world.step(process, { do: 'answer', to: 'load', answer: { kind: 'done', spent: 0 } })
    return
  }
  const role = roleOf(world, process)
  assert(role !== 'load', 'a load has no module of its own')
  const module = moduleFor(world, process, program.module)
  world.ask(process, {
    kind: 'load',
    process: process.name,
    role,
    module,
    settings,
    ...identity(world, process),
    ...included(world, process),
  })
}

/** A beat that a worker has forked (`-B`) says nothing of what is imported again here: nothing is there. */
function roleOf(
  { state }: World,
  { kind, slot }: ProcessState,
): Exclude<ProcessState['kind'], 'web'> {
  // A web server calls tasks as any client does.
  if (kind === 'web') return 'client'
  return kind === 'beat' && state.beats[slot]?.embeddedIn !== null ? 'process' : kind
}

function moduleFor(world: World, process: ProcessState, program: string): string {
  if (process.kind === 'web') return moduleOf(world, process)
  return process.kind === 'client' ? program : world.cluster.app
}

/** A worker and its forks import what `-I` names. */
function included(world: World, process: ProcessState): { readonly include?: readonly string[] } {
  if (process.kind !== 'worker' && process.kind !== 'process') return {}
  const { include } = world.worker(process.worker).options
  return include.length === 0 ? {} : { include }
}

/** What a process is to the operating system; a fork has its parent's memory. */
function identity(
  world: World,
  process: ProcessState,
): { readonly pid: number; readonly parent: number; readonly heard?: readonly SignalCall[] } {
  const { pid } = process
  if (process.kind !== 'process') return { pid, parent: 1 }
  const worker = world.worker(process.worker)
  const parent = world.process(worker.main).pid
  if (process.inherits === 0) return { pid, parent }
  return { pid, parent, heard: worker.heard.slice(0, process.inherits) }
}
