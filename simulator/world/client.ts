import type { Encoded, Raised } from '../program.ts'
import { moveProcess, spawn } from './processes.ts'
import type { ProcessState } from './state.ts'
import { onDone } from './triggers.ts'
import type { World } from './world.ts'

/** What the client runs: `main()` of a module, or a file as a script. */
export interface Program {
  readonly module: string
  readonly entry: 'main' | 'script'
}

/** The client's program begins, once every worker that starts by itself is ready or has failed. */
export function startClient(world: World, client: ProcessState, program: Program): void {
  spawn(world, client, -1)
  // A script is run, not imported: loading it first would run it twice.
  if (program.entry === 'main') world.step(client, { do: 'load' })
  else client.loaded = true
  world.step(client, { do: 'main' })
}

/** Asks Python to run the program. */
export function runMain(world: World, client: ProcessState, program: Program): void {
  moveProcess(client, 'RUN')
  world.own(client, 'program-started', -1, { file: `${program.module}.py` })
  world.ask(client, { kind: 'main', process: client.name, ...program, settings: world.settings })
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
  world.state.client.end = world.now
  onDone(world)
}
