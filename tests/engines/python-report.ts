import { runProgram } from '../../src/driver/run-program.ts'
import type { Python } from '../../src/python/python.ts'
import { CANNOT_WAIT } from '../support/cannot-wait-programs.ts'
import { PROGRAMS, printedBy, runOf } from '../support/waiting-programs.ts'
import { witnessed } from '../support/witness.ts'

/** What a program comes to; plain JSON. */
export interface ProgramReport {
  readonly ending: string
  readonly hash: string
  readonly prints: readonly string[]
}

/** How a program is told that it cannot wait there. */
export interface Refusal {
  readonly type: string
  readonly message: string
  /** Lines of the traceback. */
  readonly lines: readonly number[]
}

/** What must be the same wherever Python runs, however its bodies wait. */
export interface PythonReport {
  readonly programs: { readonly [program: string]: ProgramReport }
  /** Times, dates, chance, ids and hashes, as a task prints them. */
  readonly witnessed: readonly string[]
  /** The errors of what the second way cannot do, by program; none by the first. */
  readonly refused: { readonly [program: string]: Refusal }
}

const SEED = 7

/** Runs every program that waits and reports on it. */
export async function pythonReport(python: Python): Promise<PythonReport> {
  const programs: { [program: string]: ProgramReport } = {}
  const seen: string[] = []
  for (const program of PROGRAMS) {
    const { log, ending } = await runProgram(runOf(program, SEED), python)
    programs[program.name] = { ending: ending.kind, hash: log.hash(), prints: printedBy(log) }
    seen.push(...witnessed(log))
  }
  return { programs, witnessed: seen, refused: await refusedBy(python) }
}

async function refusedBy(python: Python): Promise<PythonReport['refused']> {
  const refused: { [program: string]: Refusal } = {}
  for (const program of CANNOT_WAIT) {
    const { log } = await runProgram(runOf(program), python)
    for (let row = 0; row < log.length; row++) {
      const entry = log.entry(row)
      if (entry.kind !== 'program-failed') continue
      const { type, message, frames } = entry.detail.error
      refused[program.name] = { type, message, lines: frames.map(({ line }) => line) }
    }
  }
  return refused
}
