import { readFile } from 'node:fs/promises'
import { createNodePython } from '../../src/cli/node-python.ts'
import { runProgram } from '../../src/driver/run-program.ts'

/** What is seen of one public name; `inspect_api.py` tells what the fields hold. */
export interface Seen {
  readonly kind: string
  readonly parameters?: readonly string[] | null
  readonly bases?: readonly string[]
  readonly value?: string
  readonly error?: string
}

const here = (name: string): Promise<string> => readFile(new URL(name, import.meta.url), 'utf8')

const PROGRAM = `
import inspect_api
import names

def main():
    return inspect_api.main(names.paths())
`

/** The same introspection, run by a program in the sandbox. */
export async function seenInSandbox(): Promise<Readonly<Record<string, Seen>>> {
  const python = await createNodePython()
  const { log, ending } = await runProgram(
    {
      files: {
        'client.py': PROGRAM,
        'names.py': await here('names.py'),
        'inspect_api.py': await here('inspect_api.py'),
      },
      cluster: { broker: 'redis', backend: 'redis', app: 'client', workers: [] },
      client: { module: 'client', entry: 'main' },
      actions: [],
      seed: 1,
      limits: { time: 60_000_000, facts: 10_000 },
    },
    python,
  )
  python.dispose()
  for (let row = 0; row < log.length; row++) {
    const entry = log.entry(row)
    if (entry.kind === 'program-ended')
      return JSON.parse(String(entry.detail.returned)) as Readonly<Record<string, Seen>>
    if (entry.kind === 'program-failed') throw new Error(entry.detail.error.repr)
  }
  throw new Error(`the program did not end: ${JSON.stringify(ending)}`)
}
