import type { Log } from '../../simulator/index.ts'
import type { Ending, RunSpec } from '../driver/run-spec.ts'
import { compare } from './compare/compare.ts'
import { project } from './project/project.ts'
import { toRun } from './scenario.ts'
import { sentence } from './sentence.ts'
import { scenarioInput } from './trace/trace.ts'
import type { Recorded, ScenarioInput, Trace } from './trace/trace.ts'

/** Whatever runs programs: the driver with Pyodide, or a stand-in of a test. */
export interface Sandbox {
  run(spec: RunSpec): Promise<{ readonly log: Log; readonly ending: Ending }>
}

/** How one scenario went. */
export interface ScenarioReport {
  readonly name: string
  readonly family: string
  readonly ok: boolean
  /** The first difference, or why there was no run; null where all agrees. */
  readonly difference: string | null
  /** All differences, the first included. */
  readonly differences: readonly string[]
  readonly compared: number
  readonly skipped: number
  readonly soft: { readonly [field: string]: boolean }
}

/** Runs one scenario from its set-up alone and reads the log as a recording. Rejects where no run came about. */
export async function simulate(
  input: ScenarioInput,
  sandbox: Sandbox,
): Promise<{ readonly run: Recorded; readonly ending: Ending }> {
  const { log, ending } = await sandbox.run(toRun(input))
  return { run: project(input, log), ending }
}

/** Runs and compares one scenario. Never rejects: whatever goes wrong is the scenario's failure. */
export async function checkScenario(trace: Trace, sandbox: Sandbox): Promise<ScenarioReport> {
  const { name, family } = trace
  try {
    const { run, ending } = await simulate(scenarioInput(trace), sandbox)
    const { differences, compared, skipped, soft } = compare(trace, run)
    const lines = [...broken(ending), ...differences.map(sentence)]
    const ok = lines.length === 0
    return {
      name,
      family,
      ok,
      difference: lines[0] ?? null,
      differences: lines,
      compared,
      skipped,
      soft,
    }
  } catch (error) {
    const difference = error instanceof Error ? error.message : String(error)
    return {
      name,
      family,
      ok: false,
      difference,
      differences: [difference],
      compared: 0,
      skipped: 0,
      soft: {},
    }
  }
}

/** A run that broke down or was cut is no agreement, whatever its log says. */
function broken(ending: Ending): readonly string[] {
  switch (ending.kind) {
    case 'failed':
    case 'stuck':
    case 'limit':
      return [`the run ended early: ${ending.sentence}`]
    case 'stopped':
      return ['the run was stopped: it took too long']
    case 'finished':
      return []
  }
}
