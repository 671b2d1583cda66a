import { beforeAll, describe, expect, it } from 'vitest'
import { agreedOf, readAgreed } from '../../src/conformance/agreed.node.ts'
import type { Agreed } from '../../src/conformance/agreed.node.ts'
import { checkAll } from '../../src/conformance/command.node.ts'
import type { Outcome } from '../../src/conformance/command.node.ts'
import { compare } from '../../src/conformance/compare/compare.ts'
import { toReport } from '../../src/conformance/report.ts'
import { simulate } from '../../src/conformance/run.ts'
import type { Sandbox } from '../../src/conformance/run.ts'
import { createSandbox } from '../../src/conformance/sandbox.node.ts'
import { scenarioInput } from '../../src/conformance/trace/trace.ts'
import type { Recorded, Trace } from '../../src/conformance/trace/trace.ts'
import { firmLeaves, withChanged } from './mutations.ts'
import { AGREED, tables, traces } from './traces.ts'
import { isTimeless, renamed, slowed } from './variants.ts'

const WHOLE_FAMILIES = ['basics', 'states', 'request']
const MINUTES = 60_000

/** Agreeing scenarios that are looked at more closely. */
const SAMPLE = ['basic_delay', 'rabbit_basic', 'retry_explicit', 'chain_basic', 'chord_basic']

let sandbox: Sandbox
let outcome: Outcome
let before: Agreed

beforeAll(async () => {
  sandbox = await createSandbox()
  before = await readAgreed(AGREED)
  outcome = await checkAll(traces, tables, sandbox)
}, 10 * MINUTES)

const run = async (trace: Trace): Promise<Recorded> =>
  (await simulate(scenarioInput(trace), sandbox)).run

const differences = async (trace: Trace): Promise<readonly string[]> =>
  compare(trace, await run(trace)).differences.map(({ path }) => path)

describe('what agreed with real Celery', () => {
  it('still agrees: scenarios', () => {
    const lost = outcome.scenarios.filter(({ name, ok }) => !ok && before.scenarios.includes(name))
    expect(lost.map(({ name, difference }) => `${name}: ${difference ?? ''}`)).toEqual([])
  })

  it('still agrees: rows of tables', () => {
    const now = agreedOf(tables, toReport(outcome.scenarios, outcome.tables))
    for (const [table, rows] of Object.entries(before.tables)) {
      const kept = new Set(now.tables[table])
      expect(
        rows.filter((row) => !kept.has(row)),
        table,
      ).toEqual([])
    }
  })

  it('is listed by names that exist', () => {
    const names = new Set(traces.map(({ name }) => name))
    expect(before.scenarios.filter((name) => !names.has(name))).toEqual([])
    expect(before.scenarios.length).toBeGreaterThan(0)
  })

  it.each(WHOLE_FAMILIES)('holds all of the family %s', (family) => {
    const failed = outcome.scenarios.filter((one) => one.family === family && !one.ok)
    expect(failed.map(({ name, difference }) => `${name}: ${difference ?? ''}`)).toEqual([])
  })
})

describe.each(SAMPLE)('%s, an agreeing run', (name) => {
  const trace = traces.find((one) => one.name === name) as Trace

  it('agrees no longer when any leaf that must agree is altered', async () => {
    const agreeing = await run(trace)
    expect(compare(trace, agreeing).differences).toEqual([])
    const unseen = firmLeaves(agreeing).filter(
      (path) => compare(trace, withChanged(agreeing, path)).differences.length === 0,
    )
    expect(unseen.map((path) => path.join('.'))).toEqual([])
  })

  it('agrees with its tasks renamed', async () => {
    const variant = renamed(trace)
    expect(variant.source).not.toBe(trace.source)
    expect(await differences(variant)).toEqual([])
  })
})

describe('a scenario with its sleeps doubled', () => {
  const agreeing = traces.filter(({ source }) =>
    /^def (?!main).*\n(?: .*\n)*? .*sleep\(/m.test(source),
  )

  it('agrees in all that has no time in it', async () => {
    const chosen = agreeing.filter(({ name }) => SLEEPERS.includes(name))
    expect(chosen.map(({ name }) => name).sort()).toEqual(SLEEPERS.toSorted())
    for (const trace of chosen) {
      const variant = slowed(trace)
      expect(variant.source.replace(/^.*\n/, ''), trace.name).not.toBe(trace.source)
      expect((await differences(variant)).filter(isTimeless), trace.name).toEqual([])
    }
  })
})

/** Agreeing scenarios whose tasks sleep, and whose main() does not look at a clock. */
const SLEEPERS: readonly string[] = ['parallel_three']
