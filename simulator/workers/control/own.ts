import type { Answer } from '../../program.ts'
import { sendReply } from '../../world/control.ts'
import { moveProcess } from '../../world/processes.ts'
import type { Aside, ProcessState } from '../../world/state.ts'
import type { WorkerState } from '../../world/worker-state.ts'
import type { World } from '../../world/world.ts'
import { type Called, raisedAs } from './command.ts'

/** Has the program made a command of this name (rule 3.69)? */
export const isOwnCommand = ({ main }: Called, method: string): boolean =>
  main.app.commands.includes(method)

/** A command of the learner's own runs in the worker's main process; what it returns is the reply. */
export function runOwnCommand({ world, main, args }: Called, method: string, ticket: number): void {
  main.aside = { kind: 'command', method, ticket }
  moveProcess(main, 'RUN')
  world.ask(main, { kind: 'command', process: main.name, method, arguments: args })
}

/** The command is done; one that raised answers with its repr (rule 3.66). */
export function ownCommandOver(
  world: World,
  main: ProcessState,
  worker: WorkerState,
  { method, ticket }: Extract<Aside, { kind: 'command' }>,
  answer: Exclude<Answer, { kind: 'parked' }>,
): void {
  const called: Called = { world, worker, main, args: {} }
  const reply =
    answer.kind === 'returned' && 'json' in answer.value
      ? answer.value.json
      : answer.kind === 'raised'
        ? raisedAs(called, answer.error.repr, answer.error.traceback)
        : null
  world.own(main, 'control-handled', -1, { method, reply })
  sendReply(world, worker, ticket, reply)
}
