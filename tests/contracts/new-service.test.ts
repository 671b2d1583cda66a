import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '../..')
const run = promisify(execFile)

/** A whole kind of service as somebody would add it: nothing but the files of one folder. */
const FAX = {
  'index.ts': `import type { JsonObject } from '../../messages/json.ts'
import type { Service } from '../service.ts'

/** A fax machine. */
export const fax: Service<Record<never, never>, { pages: number } & JsonObject> = {
  kind: 'fax',
  connects: false,
  latency: 2,
  codes: { 7: 'paper jam' },
  failing: null,
  keys: [],
  read: () => ({}),
  create: () => ({ pages: 0 }),
  handle(state, { subject }) {
    state.pages += 1
    return { code: 1, text: 'sent', value: state.pages, effect: { faxed: subject } }
  },
}
`,
  'python/faxlib.py': `"""Send a fax."""
from _sandbox import _services


def send(number):
    """Send a page; how many there were so far."""
    answer = _services.call('fax', 'send', number)
    return answer['text'], answer['value']
`,
}

const PROGRAM = `import time
import faxlib
from celery import Celery

app = Celery('prog', backend='redis://')

@app.task
def send(number):
    return faxlib.send(number)

def main():
    print(send.delay('555-1').get(), faxlib.send('555-2'), time.time() >= 4)
`

let copy = ''

beforeAll(async () => {
  await mkdir(path.join(ROOT, '.cache'), { recursive: true })
  copy = await mkdtemp(path.join(ROOT, '.cache/new-service-'))
  const parts = ['simulator', 'src', 'labs', '.config', 'package.json']
  await Promise.all(
    parts.map((part) => cp(path.join(ROOT, part), path.join(copy, part), { recursive: true })),
  )
})

afterAll(() => rm(copy, { recursive: true, force: true }))

it('a folder is all that a service needs to be described, called and read in the log', async () => {
  await write('simulator/services/fax', FAX)
  await write('shop', {
    'prog.py': PROGRAM,
    'cluster.yaml':
      '{ backend: redis, services: { fax.example.com: { kind: fax, latency: 2 } } }\n',
  })
  await node('.config/services.ts')
  const { stdout } = await node('src/cli/sandbox.ts', 'run', 'shop/prog.py')
  expect(stdout).toContain("['sent', 1] ('sent', 2) True")
  expect(stdout).toContain('fax.example.com')
  await expect(node('.config/services.ts', '--check')).resolves.toBeDefined()
})

it('a registry that does not fit the folders is told', async () => {
  await rm(path.join(copy, 'simulator/services/fax'), { recursive: true, force: true })
  await expect(node('.config/services.ts', '--check')).rejects.toThrow('npm run services')
})

const node = (...words: readonly string[]) => run(process.execPath, words, { cwd: copy })

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(copy, folder, name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, text)
  }
}
