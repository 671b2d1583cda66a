import { assert } from '../kernel/assert.ts'
import type { Encoded, Raised } from '../program.ts'
import { OPCODES } from './opcodes.ts'
import { moveProcess, spawn } from './processes.ts'
import type { ProcessState } from './state.ts'
import { onDone } from './triggers.ts'
import type { World } from './world.ts'

/** The client's program begins, once every worker that starts by itself is ready or has failed; without one there is nothing to do. */
export function startClient(world: World, client: ProcessState): void {
  const { program } = world
  spawn(world, client, -1)
  if (program === null) {
    if (world.state.loads.length === 0) programOver(world)
    return
  }
  // A script is run, not imported: loading it first would run it twice.
  if (program.entry === 'main') world.step(client, { do: 'load' })
  else client.loaded = true
  world.step(client, { do: 'main' })
}

/** Asks Python to run the program. */
export function runMain(world: World, client: ProcessState): void {
  const { program } = world
  assert(program !== null, 'a client without a program does nothing')
  moveProcess(client, 'RUN')
  world.own(client, 'program-started', -1, { file: `${program.module}.py` })
  const { name, pid } = client
  world.ask(client, { kind: 'main', process: name, ...program, settings: world.settings, pid })
}

/** The program has ended. */
export function clientReturned(world: World, client: ProcessState, value: Encoded): void {
  world.own(client, 'program-ended', -1, {
    returned: 'json' in value ? value.json : null,
    repr: value.repr,
  })
  over(world, client)
}

/** The program has ended with an exception. */
export function clientRaised(world: World, client: ProcessState, error: Raised): void {
  world.own(client, 'program-failed', -1, { error })
  over(world, client)
}

function over(world: World, client: ProcessState): void {
  client.steps.length = 0
  if (world.state.channels.length > 0)
    world.schedule(world.now, OPCODES.leaveChannels, client.index, 0)
  programOver(world)
}

/** The program has come to its end, or where there is none, the last load has. */
export function programOver(world: World): void {
  world.state.client.end = world.now
  onDone(world)
}
