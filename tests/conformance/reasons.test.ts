import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { parseReasons } from '../../src/conformance/reasons.ts'
import { ownTraces, tables, traces } from './traces.ts'

const REASONS = fileURLToPath(new URL('./reasons.json', import.meta.url))

it('reasons are given for scenarios and tables that exist', async () => {
  const known = new Set([
    ...[...traces, ...ownTraces].map(({ name }) => name),
    ...tables.map(({ table }) => `table ${table}`),
  ])
  const reasons = parseReasons(await readFile(REASONS, 'utf8'), 'reasons.json')
  expect(reasons.flatMap(({ names }) => names).filter((name) => !known.has(name))).toEqual([])
})
