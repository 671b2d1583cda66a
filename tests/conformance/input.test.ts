import { describe, expect, it } from 'vitest'
import { Log } from '../../simulator/index.ts'
import { checkScenario, simulate } from '../../src/conformance/run.ts'
import type { Sandbox } from '../../src/conformance/run.ts'
import { canonical } from '../../src/conformance/trace/json.ts'
import type { Value } from '../../src/conformance/trace/json.ts'
import { scenarioInput } from '../../src/conformance/trace/trace.ts'
import type { Trace } from '../../src/conformance/trace/trace.ts'
import type { RunSpec } from '../../src/driver/run-spec.ts'
import { traces } from './traces.ts'

const GIVEN = new Set(['source', 'broker', 'backend', 'workers', 'beat', 'actions', 'worker_flags'])

/** A trace of which nothing is left but how the scenario was set up. */
function emptied(trace: Trace): Trace {
  const fields = Object.entries(trace).map(([field, value]) => [
    field,
    GIVEN.has(field)
      ? (value as Value)
      : Array.isArray(value)
        ? []
        : typeof value === 'object'
          ? {}
          : 'x',
  ])
  return Object.fromEntries(fields) as Trace
}

/** Runs nothing; keeps what it was asked to run. */
function listening(): { readonly asked: RunSpec[]; readonly sandbox: Sandbox } {
  const asked: RunSpec[] = []
  const sandbox: Sandbox = {
    run: (spec) => {
      asked.push(spec)
      return Promise.resolve({ log: new Log(), ending: { kind: 'finished' } })
    },
  }
  return { asked, sandbox }
}

describe('what the sandbox is given', () => {
  it('is the set-up of a scenario and nothing that was recorded', async () => {
    for (const trace of traces) {
      const { asked, sandbox } = listening()
      const full = await simulate(scenarioInput(trace), sandbox)
      const empty = await simulate(scenarioInput(emptied(trace)), sandbox)
      expect(asked[1], trace.name).toEqual(asked[0])
      expect(canonical(empty.run as unknown as Value)).toBe(canonical(full.run as unknown as Value))
      expect(Object.keys(scenarioInput(trace)).sort()).toEqual([...GIVEN].sort())
    }
  })
})

describe('a scenario that cannot be run', () => {
  const [trace] = traces as readonly [Trace]

  it('fails where the sandbox breaks, with its message', async () => {
    const sandbox: Sandbox = { run: () => Promise.reject(new Error('out of memory')) }
    const report = await checkScenario(trace, sandbox)
    expect(report).toMatchObject({ ok: false, difference: 'out of memory' })
  })

  it('fails where it needs what is not simulated', async () => {
    const report = await checkScenario({ ...trace, broker: 'sqs' }, listening().sandbox)
    expect(report).toMatchObject({ ok: false, difference: 'the broker sqs is not simulated' })
  })

  it('fails where the run was cut', async () => {
    const sandbox: Sandbox = {
      run: () =>
        Promise.resolve({ log: new Log(), ending: { kind: 'limit', sentence: 'Too many facts.' } }),
    }
    const report = await checkScenario(trace, sandbox)
    expect(report.difference).toContain('Too many facts.')
  })

  it('fails where nothing happened', async () => {
    const report = await checkScenario(trace, listening().sandbox)
    expect(report.ok).toBe(false)
    expect(report.compared).toBeGreaterThan(0)
  })
})
