import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNodePython } from '../../src/cli/node-python.ts'
import { runProgram } from '../../src/driver/run-program.ts'
import type { Python } from '../../src/python/python.ts'

const HERE = new URL('programs/', import.meta.url)
const PROGRAMS = readdirSync(HERE)
  .filter((name) => name.endsWith('.py'))
  .map((name) => name.replace('.py', ''))
const read = (name: string): string => readFileSync(new URL(name, HERE), 'utf8')

let python: Python

beforeAll(async () => {
  python = await createNodePython()
}, 300_000)

afterAll(() => {
  python.dispose()
})

/** What a program prints, without addresses and ids. */
async function printed(name: string): Promise<string> {
  const { log } = await runProgram(
    {
      files: { [`${name}.py`]: read(`${name}.py`) },
      client: { module: name, entry: 'main' },
      cluster: {
        broker: 'memory',
        brokerUrl: 'source',
        backend: 'source',
        app: name,
        workers: [],
      },
      actions: [],
      seed: 1,
      limits: { time: 60_000_000, facts: 10_000 },
    },
    python,
  )
  let text = ''
  for (let row = 0; row < log.length; row++) {
    const entry = log.entry(row)
    if (entry.kind === 'printed' && entry.detail.stream === 'stdout')
      text += `${entry.detail.text}\n`
    if (entry.kind === 'program-failed') text += `failed: ${entry.detail.error.repr}\n`
  }
  return text
    .replaceAll(/ at 0x[0-9a-f]+/gu, ' at 0x')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gu, 'ID')
}

describe('programs print what they print with real Celery', () => {
  it.each(PROGRAMS)('%s', async (name) => {
    expect(await printed(name)).toBe(read(`${name}.txt`))
  })
})
