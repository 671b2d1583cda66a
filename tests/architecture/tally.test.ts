import { describe, expect, it } from 'vitest'
import { conformanceTally } from '../../.config/conformance-floor.ts'
import { playwrightTally, vitestTally } from '../../.config/reports.ts'
import { runSteps } from '../../.config/tally.ts'

describe('the count of npm test', () => {
  it('counts a test that did not run, and a file that could not, as failed', () => {
    const tally = vitestTally(
      JSON.stringify({
        testResults: [
          {
            name: 'a.test.ts',
            status: 'failed',
            assertionResults: [
              { fullName: 'adds', status: 'passed' },
              { fullName: 'divides', status: 'failed', failureMessages: ['Error: by 0\n  at it'] },
              { fullName: 'sleeps', status: 'pending' },
            ],
          },
          { name: 'b.test.ts', status: 'failed', message: 'no such file', assertionResults: [] },
        ],
      }),
    )
    expect(tally).toEqual({
      passed: 1,
      failures: [
        'a.test.ts > divides (failed): Error: by 0 at it',
        'a.test.ts > sleeps (pending)',
        'b.test.ts (could not run): no such file',
      ],
    })
  })

  it('walks into suites, and counts what stopped the whole', () => {
    const spec = (title: string, status: string): unknown => ({ title, tests: [{ status }] })
    const suites = [
      {
        title: 'a.spec.ts',
        specs: [spec('opens', 'expected')],
        suites: [
          {
            title: 'run',
            specs: [spec('ends', 'unexpected'), spec('skips', 'skipped'), spec('waits', 'flaky')],
          },
        ],
      },
    ]
    expect(playwrightTally(JSON.stringify({ suites, errors: [{ message: 'no server' }] }))).toEqual(
      {
        passed: 2,
        failures: [
          'e2e: no server',
          'e2e/a.spec.ts > run > ends (unexpected)',
          'e2e/a.spec.ts > run > skips (skipped)',
        ],
      },
    )
  })

  it('holds each family of conformance to its floor, also one that is missing', () => {
    const good = { passed: 4, failed: 0 }
    const families = { basics: good, states: { passed: 3, failed: 1 }, request: good, retry: good }
    const { failures } = conformanceTally(JSON.stringify({ families }))
    expect(failures.some((line) => line.includes('states'))).toBe(true)
    expect(failures.some((line) => line.includes('canvas'))).toBe(true)
    expect(failures.some((line) => /basics|request|retry/u.test(line))).toBe(false)
  })

  it('counts each step once, by how it ended', async () => {
    const steps = ['true', 'exit 3', 'true'].map((command, at) => ({
      name: `s${String(at)}`,
      command,
    }))
    expect(await runSteps(steps)).toEqual({ passed: 2, failures: ['s1'] })
  })
})
