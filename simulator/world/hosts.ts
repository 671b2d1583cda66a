import { assert } from '../kernel/assert.ts'
import type { Micros } from '../kernel/units.ts'
import type { ModelledTask } from '../cluster/model-spec.ts'
import type { MachineSpec } from '../cluster/spec.ts'
import type { HostState } from './host-state.ts'
import { isIn } from './machines.ts'
import { OPCODES } from './opcodes.ts'
import type { ProcessState } from './state.ts'
import type { World } from './world.ts'

/** Less than this is no work. */
const DONE: Micros = 1000
const KIB = 1024

/** Index of the machine that a process runs on; -1 where it has one of its own without bounds. */
function hostOf({ state, cluster }: World, { worker }: ProcessState): number {
  if (state.hosts.length === 0 || worker < 0) return -1
  const node = cluster.workers[worker]?.node
  return node === undefined ? -1 : state.hosts.findIndex(({ name }) => name === node)
}

const specOf = ({ cluster }: World, host: number): MachineSpec => {
  const spec = cluster.machines?.[host]
  assert(spec !== undefined, `there is a machine ${host}`)
  return spec
}

/** Its bodies have got on since the last time that anything changed. */
function moveOn(world: World, index: number): HostState {
  const host = world.state.hosts[index]
  assert(host !== undefined, `there is a machine ${index}`)
  const slowness = Math.max(1, host.demand / specOf(world, index).cores)
  for (const body of host.bodies)
    body.left -= (world.now - host.at) / (1 - body.cpu + body.cpu * slowness)
  host.at = world.now
  return host
}

const measure = (host: HostState): void => {
  host.demand = host.bodies.reduce((sum, { cpu }) => sum + cpu, 0)
}

/** A modelled body begins to run, or goes on, for so long. */
export function occupy(
  world: World,
  process: ProcessState,
  { cpu, memory = 0 }: ModelledTask,
  left: Micros,
): void {
  const index = hostOf(world, process)
  if (index < 0) return
  const host = moveOn(world, index)
  host.bodies.push({ process: process.index, cpu, memory, left })
  measure(host)
}

/** What a process has once taken it keeps, as Python does; the kernel acts when there is no more. */
function takeMemory(world: World, process: ProcessState, index: number, memory: number): void {
  const host = world.state.hosts[index]
  if (memory * KIB <= process.memory) return
  process.memory = memory * KIB
  if (host?.short === false && memoryOn(world, index) > specOf(world, index).memory) {
    host.short = true
    world.schedule(world.now, OPCODES.shortOfMemory, index, 0)
  }
}

/** How much longer a body runs at least that should be over by now; 0: it is over, and leaves. */
export function stillToRun(world: World, process: ProcessState): Micros {
  const index = hostOf(world, process)
  if (index < 0) return 0
  const host = moveOn(world, index)
  const body = host.bodies.find((one) => one.process === process.index)
  if (body !== undefined) takeMemory(world, process, index, body.memory)
  if (body !== undefined && body.left >= DONE) return Math.ceil(body.left)
  vacate(world, process)
  return 0
}

/** A process runs no body any more, or its body waits for somebody else. */
export function vacate(world: World, process: ProcessState): void {
  const index = hostOf(world, process)
  if (index < 0) return
  const host = moveOn(world, index)
  host.bodies = host.bodies.filter((body) => body.process !== process.index)
  measure(host)
}

/** MB that the pool processes on a machine have; a process keeps what it once took, as Python does. */
export function memoryOn(world: World, index: number): number {
  const kibibytes = poolOn(world, index).reduce((sum, { memory }) => sum + memory, 0)
  return kibibytes / KIB
}

/** The living pool processes on a machine. */
export function poolOn(world: World, index: number): readonly ProcessState[] {
  return world.state.processes.filter(
    (process) =>
      process.kind === 'process' &&
      hostOf(world, process) === index &&
      !isIn('process', process.state, 'absent'),
  )
}
