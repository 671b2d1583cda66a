import type { Log } from '../../simulator/index.ts'
import { runProgram } from '../../src/driver/run-program.ts'
import type { Python } from '../../src/python/python.ts'
import { CANNOT_WAIT } from '../support/cannot-wait-programs.ts'
import { DEEP, deepRun } from '../support/deep-programs.ts'
import { ENDLESS, endlessRun } from '../support/endless-programs.ts'
import { PROGRAMS, printedBy, runOf } from '../support/waiting-programs.ts'
import { witnessed } from '../support/witness.ts'

/** What a program comes to; plain JSON. */
export interface ProgramReport {
  readonly ending: string
  readonly hash: string
  readonly prints: readonly string[]
}

/** The error that a program ends with. */
export interface Failure {
  readonly type: string
  readonly message: string
  /** Lines of the traceback. */
  readonly lines: readonly number[]
}

/** What must be the same wherever Python runs, however its bodies wait. */
export interface PythonReport {
  readonly programs: { readonly [program: string]: ProgramReport }
  /** Those that never end, cut by their budget. */
  readonly cut: { readonly [program: string]: ProgramReport }
  /** Times, dates, chance, ids and hashes, as a task prints them. */
  readonly witnessed: readonly string[]
  /** The errors of what the second way cannot do, by program; none by the first. */
  readonly refused: { readonly [program: string]: Failure }
  /** The errors of what goes too deep, by program. */
  readonly deep: { readonly [program: string]: Failure }
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
  const cut = await cutBy(python)
  const refused = await refusedBy(python)
  return { programs, cut, witnessed: seen, refused, deep: await deepBy(python) }
}

async function cutBy(python: Python): Promise<PythonReport['cut']> {
  const cut: { [program: string]: ProgramReport } = {}
  for (const program of ENDLESS) {
    const { log, ending } = await runProgram(endlessRun(program, SEED), python)
    const said = 'sentence' in ending ? (ending.sentence ?? '') : ''
    cut[program.name] = { ending: `${ending.kind}: ${said}`, hash: log.hash(), prints: [] }
  }
  return cut
}

async function refusedBy(python: Python): Promise<PythonReport['refused']> {
  const refused: { [program: string]: Failure } = {}
  for (const program of CANNOT_WAIT) {
    const { log } = await runProgram(runOf(program), python)
    Object.assign(refused, failureIn(log, program.name))
  }
  return refused
}

async function deepBy(python: Python): Promise<PythonReport['deep']> {
  const deep: { [program: string]: Failure } = {}
  for (const [name, [, lines]] of Object.entries(DEEP)) {
    const { log } = await runProgram(deepRun(lines), python)
    Object.assign(deep, failureIn(log, name))
  }
  return deep
}

/** The failure that a log tells, under a name; nothing where it tells none. */
function failureIn(log: Log, name: string): PythonReport['refused'] {
  for (let row = 0; row < log.length; row++) {
    const entry = log.entry(row)
    if (entry.kind !== 'program-failed') continue
    const { type, message, frames } = entry.detail.error
    return { [name]: { type, message, lines: frames.map(({ line }) => line) } }
  }
  return {}
}
