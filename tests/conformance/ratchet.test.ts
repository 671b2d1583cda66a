import { beforeAll, describe, expect, it } from 'vitest'
import { agreedOf, readAgreed } from '../../src/conformance/agreed.node.ts'
import type { Agreed } from '../../src/conformance/agreed.node.ts'
import { checkAll } from '../../src/conformance/command.node.ts'
import type { Outcome } from '../../src/conformance/outcome.ts'
import { compare } from '../../src/conformance/compare/compare.ts'
import { toReport } from '../../src/conformance/report.ts'
import { simulate } from '../../src/conformance/run.ts'
import type { Sandbox } from '../../src/conformance/run.ts'
import { createSandbox } from '../../src/conformance/sandbox.node.ts'
import { scenarioInput } from '../../src/conformance/trace/trace.ts'
import type { Recorded, Trace } from '../../src/conformance/trace/trace.ts'
import { firmLeaves, withChanged } from './mutations.ts'
import { AGREED, OWN_AGREED, ownTraces, tables, traces } from './traces.ts'
import { isTimeless, renamed, slowed } from './variants.ts'

const WHOLE_FAMILIES = ['basics', 'states', 'request']
const MINUTES = 60_000

/** Agreeing scenarios that are looked at more closely. */
const SAMPLE = ['basic_delay', 'rabbit_basic', 'retry_explicit', 'chain_basic', 'chord_basic']

let sandbox: Sandbox
let outcome: Outcome
let before: Agreed
let own: Outcome
let ownBefore: Agreed

beforeAll(async () => {
  sandbox = await createSandbox()
  before = await readAgreed(AGREED)
  outcome = await checkAll(traces, tables, sandbox)
  ownBefore = await readAgreed(OWN_AGREED)
  own = await checkAll(ownTraces, [], sandbox)
}, 10 * MINUTES)

const run = async (trace: Trace): Promise<Recorded> =>
  (await simulate(scenarioInput(trace), sandbox)).run

/** What was agreed in and is no longer, with the first difference. */
const lost = ({ scenarios }: Outcome, agreed: Agreed): readonly string[] =>
  scenarios
    .filter(({ name, ok }) => !ok && agreed.scenarios.includes(name))
    .map(({ name, difference }) => `${name}: ${difference ?? ''}`)

const differences = async (trace: Trace): Promise<readonly string[]> =>
  compare(trace, await run(trace)).differences.map(({ path }) => path)

describe('what agreed with real Celery', () => {
  it('still agrees: scenarios', () => {
    expect(lost(outcome, before)).toEqual([])
  })

  it('still agrees: scenarios recorded by this project', () => {
    expect(lost(own, ownBefore)).toEqual([])
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

  it.each([
    ['the given recordings', traces, () => before],
    ["the project's own", ownTraces, () => ownBefore],
  ] as const)('is listed by names that exist in %s', (_, recorded, list) => {
    const names = new Set(recorded.map(({ name }) => name))
    const { scenarios } = list()
    expect(scenarios.filter((name) => !names.has(name))).toEqual([])
    expect(scenarios.length).toBeGreaterThan(0)
  })

  it.each(WHOLE_FAMILIES)('holds all of the family %s', (family) => {
    const failed = outcome.scenarios.filter((one) => one.family === family && !one.ok)
    expect(failed.map(({ name, difference }) => `${name}: ${difference ?? ''}`)).toEqual([])
  })
})

/** The recordings of all that agreed. */
const agreeing = (): readonly Trace[] =>
  traces.filter(({ name }) => before.scenarios.includes(name))

describe('an agreeing run', () => {
  it.each(SAMPLE)('%s agrees no longer when any leaf that must agree is altered', async (name) => {
    const trace = traces.find((one) => one.name === name) as Trace
    const original = await run(trace)
    expect(compare(trace, original).differences).toEqual([])
    const unseen = firmLeaves(original).filter(
      (path) => compare(trace, withChanged(original, path)).differences.length === 0,
    )
    expect(unseen.map((path) => path.join('.'))).toEqual([])
  })
})

describe('a variant of a scenario that agrees', () => {
  it(
    'agrees too with its tasks renamed',
    async () => {
      const variants = agreeing().map(renamed)
      const changed = variants.filter(({ source }) => /\brenamed_/.test(source))
      expect(changed.length).toBeGreaterThan(0.8 * variants.length)
      for (const variant of changed) expect(await differences(variant), variant.name).toEqual([])
    },
    5 * MINUTES,
  )

  it(
    'agrees too in all that has no time in it with its sleeps doubled',
    async () => {
      const sleeping = agreeing().filter(
        // Beat sends by the clock: it sends more while main() sleeps longer.
        ({ name, source, beat }) =>
          beat === null && /sleep\(/.test(source) && !CLOCK_WATCHERS.has(name),
      )
      expect(sleeping.length).toBeGreaterThan(20)
      for (const trace of sleeping) {
        const found = await differences(slowed(trace))
        expect(found.filter(isTimeless), trace.name).toEqual([])
      }
    },
    5 * MINUTES,
  )
})

/** Scenarios whose main() answers how long something took, or that look between two limits or before an ETA. */
const CLOCK_WATCHERS = new Set(['parallel_three', 'limits_per_call', 'revoke_scheduled'])
