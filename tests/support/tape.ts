import type { Answer, Log, Micros, Simulation, TellName, Tells } from '../../simulator/index.ts'
import { type Script, type ScriptedRun, ScriptedPython, simulationOf } from './scripted.ts'

/** What running code told while a question was open, and its answer. */
interface Frame {
  readonly tells: {
    readonly name: TellName
    readonly process: string
    readonly spent: Micros
    readonly say: Tells[TellName]['say']
  }[]
  answer: Answer | null
}

/** Every answer of a run, in order: with it the run can be played without who gave them. */
export type Tape = readonly Frame[]

/** Runs a script and keeps its tape. */
export function record(script: Script, options: ScriptedRun): { log: Log; tape: Tape } {
  const simulation = simulationOf(options)
  const tape: Frame[] = []
  const hearer = {
    tell<N extends TellName>(name: N, process: string, spent: Micros, say: Tells[N]['say']) {
      tape.at(-1)?.tells.push({ name, process, spent, say })
      return simulation.tell(name, process, spent, say)
    },
  }
  const python = new ScriptedPython(script, hearer, options.spent)
  for (;;) {
    const progress = simulation.advance(options.until ?? 3_600_000_000)
    if (progress.kind !== 'question') return { log: simulation.log, tape }
    const frame: Frame = { tells: [], answer: null }
    tape.push(frame)
    frame.answer = python.answer(progress.question)
    simulation.answer(frame.answer)
  }
}

/** Plays `count` questions of a tape from the one numbered `from` on; all that are left by default. */
export function play(
  simulation: Simulation,
  tape: Tape,
  until: Micros,
  from = 0,
  count: number = Number.POSITIVE_INFINITY,
): void {
  for (let at = from; at - from < count; at++) {
    const progress = simulation.advance(until)
    const frame = tape[at]
    if (progress.kind !== 'question' || frame?.answer == null) return
    for (const { name, process, spent, say } of frame.tells)
      simulation.tell(name, process, spent, say)
    simulation.answer(frame.answer)
  }
}
