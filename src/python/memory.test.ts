import { beforeAll, describe, expect, test } from 'vitest'
import { runProgram } from '../driver/run-program.ts'
import type { RunSpec } from '../driver/run-spec.ts'
import { nodePythonFiles } from './files-node.ts'
import { HEAP_LIMIT } from './memory.ts'
import { nodePackages } from './packages-node.ts'
import { createPython, type Python } from './python.ts'

let first: Python
let second: Python

beforeAll(async () => {
  const files = await nodePythonFiles()
  const packages = nodePackages()
  let memory: Uint8Array | null = null
  first = await createPython({ files, packages, onMemory: (taken) => (memory = taken) })
  // What happens in the first interpreter must not be in the picture.
  await runProgram(program('import colorsys, json; json.dumps = None'), first)
  second = await createPython({ files, packages, memory })
})

const TASKS = `
import random, time, uuid
from celery import Celery, chord
app = Celery('tasks', broker='redis://', backend='redis://')

@app.task(bind=True, max_retries=3)
def flaky(self, n):
    time.sleep(random.random())
    if random.random() < 0.4:
        raise self.retry(countdown=1)
    return n, str(uuid.uuid4()), hash('text'), list({'b', 'a', 'c'})

@app.task
def collect(values):
    print(len(values), time.time())
    return sorted(value[0] for value in values)
`
const CLIENT = `
from tasks import chord, flaky, collect
import decimal, statistics, tempfile, json
print(chord([flaky.s(n) for n in range(8)])(collect.s()).get(propagate=False))
print(statistics.stdev([1, 2, 4]), tempfile.mktemp(), json.dumps({'a': 1}))
`

function program(client: string, seed = 5): RunSpec {
  return {
    files: { 'tasks.py': TASKS, 'client.py': client },
    client: { module: 'client', entry: 'script' },
    cluster: {
      broker: 'redis',
      backend: 'redis',
      workers: [{ name: 'w1', options: '-c 3', autostart: true }],
      app: 'tasks',
    },
    actions: [],
    seed,
    limits: { time: 600_000_000, facts: 20_000 },
  }
}

const printed = (log: Awaited<ReturnType<typeof runProgram>>['log']): string[] =>
  Array.from({ length: log.length }, (_, row) => log.entry(row)).flatMap(({ kind, detail }) =>
    kind === 'printed' ? [detail.text] : [],
  )

describe('an interpreter that begins with the memory of another', () => {
  test.each([1, 2, 3])('writes the same log, seed %i', async (seed) => {
    const booted = await runProgram(program(CLIENT, seed), first)
    const restored = await runProgram(program(CLIENT, seed), second)
    expect(restored.log.length).toBeGreaterThan(60)
    expect(restored.log.hash()).toBe(booted.log.hash())
  })
})

describe('a program that wants too much memory', () => {
  test.each([
    ['one long text', "x = 'a' * 10**9"],
    ['a text that doubles', "x = 'a'\nwhile True: x += x"],
    ['bytes', 'x = [bytearray(10**7) for _ in range(10**4)]'],
    [
      'what is caught and tried again',
      'kept = []\ntry:\n  while True: kept.append(bytearray(10**7))\nexcept MemoryError:\n  kept.append(bytearray(10**8))',
    ],
  ])('gets a MemoryError at its line: %s', async (_, client) => {
    const { log, ending } = await runProgram(program(client), second)
    expect(ending).toEqual({ kind: 'finished' })
    const last = log.entry(log.length - 1)
    expect(last.kind).toBe('program-failed')
    if (last.kind !== 'program-failed') return
    expect(last.detail.error.type).toBe('MemoryError')
    expect(JSON.stringify(last.detail.error)).toContain('384 MB')
    expect(last.detail.error.frames.length).toBeGreaterThan(0)
    const next = await runProgram(program("print('well')"), second)
    expect(printed(next.log)).toEqual(['well'])
    expect(second.heap).toBeLessThanOrEqual(HEAP_LIMIT)
  })
})
