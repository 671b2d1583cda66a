/**
 * `npm test`: checks, build, unit tests, conformance, pages in a browser. Ends with each thing that
 * failed and the line `N passed, N failed`.
 */
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { CHECKS } from './checks.ts'
import { conformanceTally } from './conformance-floor.ts'
import { playwrightTally, vitestTally } from './reports.ts'
import { report, run, runSteps, type Tally, total } from './tally.ts'

const UNIT = '.cache/unit.json'
const E2E = '.cache/e2e.json'
const CONFORMANCE = '.cache/conformance.json'
const TRACES = 'tests/conformance/traces'

/** Runs a runner that writes a report; a runner that left none, or failed silently, is one failure. */
async function runner(
  name: string,
  command: string,
  file: string,
  tally: (report: string) => Tally,
  environment: Readonly<Record<string, string>>,
): Promise<Tally> {
  console.log(`\n${name}: ${command}`)
  await rm(file, { force: true })
  const { code } = await run(command, 'shown', environment)
  if (!existsSync(file)) return { passed: 0, failures: [`${name}: left no report`] }
  const found = tally(await readFile(file, 'utf8'))
  if (found.passed + found.failures.length === 0) {
    return { passed: 0, failures: [`${name}: nothing ran`] }
  }
  const silent = code !== 0 && found.failures.length === 0 && file !== CONFORMANCE
  return silent ? { ...found, failures: [`${name}: ended with code ${String(code)}`] } : found
}

await mkdir('.cache', { recursive: true })
const checks = await runSteps(CHECKS)
const build = await runSteps([{ name: 'build', command: 'vite build' }])
const built: Record<string, string> = build.failures.length === 0 ? { QUEUELAB_BUILT: '1' } : {}
const tallies = [checks, build]
tallies.push(
  await runner(
    'unit tests',
    `vitest run --reporter=default --reporter=json --outputFile.json=${UNIT}`,
    UNIT,
    vitestTally,
    built,
  ),
)
if (existsSync(TRACES)) {
  tallies.push(
    await runner(
      'conformance',
      `node src/cli/conformance.ts ${TRACES} --json ${CONFORMANCE}`,
      CONFORMANCE,
      conformanceTally,
      {},
    ),
  )
}
tallies.push(
  await runner(
    'pages in a browser',
    'playwright test --config tests/e2e/playwright.config.ts',
    E2E,
    playwrightTally,
    built,
  ),
)
console.log('')
report(total(tallies))
