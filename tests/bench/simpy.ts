import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'

/** What model.py says of its run. */
export interface SimpyRun {
  readonly tasks: number
  /** Of processor time. */
  readonly seconds: number
  readonly p95: number
  readonly simpy: string
}

const VENV = path.resolve(import.meta.dirname, '../../.cache/simpy')

/** Runs model.py; SimPy comes from PyPI into a virtual environment of the project the first time. */
export function runSimpy(args: readonly number[]): SimpyRun {
  const python = path.join(VENV, 'bin/python')
  if (!existsSync(python)) execFileSync('python3', ['-m', 'venv', VENV])
  try {
    execFileSync(python, ['-c', 'import simpy'], { stdio: 'ignore' })
  } catch {
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', 'simpy'], { stdio: 'inherit' })
  }
  const script = path.join(import.meta.dirname, 'model.py')
  const said = execFileSync(python, [script, ...args.map(String)], { encoding: 'utf8' })
  return JSON.parse(said) as SimpyRun
}
