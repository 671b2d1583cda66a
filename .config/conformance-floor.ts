import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Tally } from './tally.ts'

/** What is read of the conformance report. */
interface ConformanceReport {
  readonly families: Readonly<Record<string, { readonly passed: number; readonly failed: number }>>
}

/**
 * Not all that real Celery does is simulated yet, and the report tells the truth about it. What agrees
 * must go on agreeing: for each family of tests/conformance/floor.json, the share that may not sink.
 */
export function conformanceTally(json: string): Tally {
  const report = JSON.parse(json) as ConformanceReport
  const file = path.resolve(import.meta.dirname, '../tests/conformance/floor.json')
  const floor = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, number>>
  const failures: string[] = []
  for (const [family, share] of Object.entries(floor)) {
    const { passed, failed } = report.families[family] ?? { passed: 0, failed: 0 }
    if (passed === 0 || passed < share * (passed + failed)) {
      const figures = `${String(passed)} of ${String(passed + failed)} agree`
      failures.push(`conformance of ${family}: ${figures}, and ${String(share * 100)} % must`)
    }
  }
  return { passed: Object.keys(floor).length - failures.length, failures }
}
