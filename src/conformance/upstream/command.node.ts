import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { createSandbox } from '../sandbox.node.ts'
import { RELEASE, SUITE, readSuite, runnerFiles } from './checkout.node.ts'
import { REASONS } from './reasons.ts'
import { reportLines } from './report.ts'
import { listTests, runTest } from './run.ts'
import type { TestReport } from './run.ts'

const USAGE = `npm run conformance:upstream -- PATH [options]
  PATH          a git checkout of Celery v${RELEASE}: its t/integration/test_canvas.py is run in the sandbox
  --only REGEX  only the tests with such a name
  --json OUT    write the outcome of each test as JSON`

const OPTIONS = { only: { type: 'string' }, json: { type: 'string' } } as const

/** Runs the command line; the answer is the exit status: 2 for a wrong call, 1 where a test failed. */
export async function runUpstream(
  args: readonly string[],
  print: (line: string) => void,
): Promise<number> {
  const parsed = parse(args)
  const suiteFiles = typeof parsed === 'string' ? parsed : await readSuite(parsed.checkout)
  if (typeof parsed === 'string' || typeof suiteFiles === 'string') {
    print(typeof suiteFiles === 'string' ? suiteFiles : '')
    print(USAGE)
    return 2
  }
  const suite = { module: SUITE, files: { ...(await runnerFiles()), ...suiteFiles } }
  const sandbox = await createSandbox()
  const tests = (await listTests(suite, sandbox)).filter((test) => parsed.only.test(test))
  const reports: TestReport[] = []
  for (const test of tests) reports.push(await runTest(suite, test, sandbox))
  reportLines(reports, REASONS).forEach(print)
  if (parsed.json !== null) await writeFile(parsed.json, `${JSON.stringify(reports, null, 1)}\n`)
  return reportLines(reports, REASONS).some((line) => /^(?:failed|broken)/.test(line)) ? 1 : 0
}

interface Call {
  readonly checkout: string
  readonly only: RegExp
  readonly json: string | null
}

function parse(args: readonly string[]): Call | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: OPTIONS,
      allowPositionals: true,
    })
    const [checkout, ...others] = positionals
    if (checkout === undefined || others.length > 0) return 'Name one checkout of Celery.'
    return { checkout, only: new RegExp(values.only ?? ''), json: values.json ?? null }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
