import type { Micros } from '../kernel/units.ts'
import type { Question } from '../program.ts'
import { OPCODES } from './opcodes.ts'
import type { InterpreterState, ProcessState } from './state.ts'

const NOBODY = -1

/** What of the world the turns need. */
interface Turns {
  readonly now: Micros
  process(index: number): ProcessState
  schedule(at: Micros, opcode: number, entity: number, argument: number): void
  scheduleStep(process: ProcessState): void
  ask(process: ProcessState, question: Question): void
}

/**
 * Threads and greenlets of one worker take turns in its Python. True where a question can be asked now;
 * otherwise it is asked when its turn comes.
 */
export function takesTurn(world: Turns, process: ProcessState, question: Question): boolean {
  const { interpreter } = process
  if (interpreter === null) return true
  if (interpreter.holder !== NOBODY && interpreter.holder !== process.index) {
    interpreter.waiting.push({ process: process.index, question })
    // What it would do next waits for the answer.
    process.halted = true
    return false
  }
  interpreter.holder = process.index
  // The main loop is a greenlet too: it stands still while another one runs.
  if (interpreter.cooperative) world.process(interpreter.main).halted = true
  return true
}

/** A process has answered: the next has its turn, unless a greenlet goes on computing. */
export function yieldTurn(world: Turns, process: ProcessState, computing: boolean): void {
  const { interpreter } = process
  if (interpreter === null || interpreter.holder !== process.index) return
  if (interpreter.cooperative && computing) return
  interpreter.holder = NOBODY
  handOver(world, interpreter)
}

/** A process has gone: nobody waits for it. */
export function leaveTurns(world: Turns, process: ProcessState): void {
  const { interpreter } = process
  if (interpreter === null) return
  const at = interpreter.waiting.findIndex((one) => one.process === process.index)
  if (at >= 0) interpreter.waiting.splice(at, 1)
  yieldTurn(world, process, false)
}

/**
 * The next turn is an event of its own: whoever gives the turn away may have a question to ask yet. It belongs
 * to the next from now on, or who has just had it would be first again.
 */
function handOver(world: Turns, interpreter: InterpreterState): void {
  const next = interpreter.waiting[0]
  if (next !== undefined) {
    interpreter.holder = next.process
    world.schedule(world.now, OPCODES.turn, next.process, 0)
  } else if (interpreter.cooperative) {
    const main = world.process(interpreter.main)
    main.halted = false
    world.scheduleStep(main)
  }
}

/** The event of a turn. */
export function turn(world: Turns, process: ProcessState): void {
  const { interpreter } = process
  const next = interpreter?.waiting[0]
  if (interpreter?.holder !== process.index || next?.process !== process.index) return
  interpreter.waiting.shift()
  process.halted = false
  process.front = 0
  world.ask(process, next.question)
}
