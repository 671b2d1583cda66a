import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNodePython } from '../../src/cli/node-python.ts'
import { runProgram } from '../../src/driver/run-program.ts'
import type { Python } from '../../src/python/python.ts'

const PROGRAM = `
from celery import Celery
from celery.contrib import pytest
from celery.contrib.testing.app import TestApp
from celery.contrib.testing.worker import start_worker

app = Celery('shop', broker='redis://localhost', backend='redis://localhost')

@app.task
def add(x, y):
    return x + y

def main():
    assert TestApp(config={'task_acks_late': True}).conf.task_acks_late
    assert pytest.celery_config() == {}
    with start_worker(app, ping_task_timeout=2) as worker:
        return [worker.app.main, add.delay(1, 2).get(timeout=2)]
`

let python: Python

beforeAll(async () => {
  python = await createNodePython()
}, 300_000)

afterAll(() => {
  python.dispose()
})

async function endOf(workers: readonly string[]): Promise<string> {
  const { log } = await runProgram(
    {
      files: { 'client.py': PROGRAM },
      client: { module: 'client', entry: 'main' },
      cluster: {
        broker: 'redis',
        backend: 'redis',
        app: 'client',
        workers: workers.map((name) => ({ name, options: '-c 1', autostart: true })),
      },
      actions: [],
      seed: 1,
      limits: { time: 60_000_000, facts: 10_000 },
    },
    python,
  )
  for (let row = 0; row < log.length; row++) {
    const entry = log.entry(row)
    if (entry.kind === 'program-ended') return entry.detail.repr
    if (entry.kind === 'program-failed') return entry.detail.error.repr
  }
  return 'it did not end'
}

describe('start_worker()', () => {
  it('takes a worker of the cluster', async () => {
    expect(await endOf(['w1'])).toBe("['shop', 3]")
  })

  it('waits for one in vain where there is none', async () => {
    expect(await endOf([])).toBe("TimeoutError('The operation timed out.')")
  })

  it('finds it again in the next run', async () => {
    expect(await endOf(['w1'])).toBe("['shop', 3]")
  })
})
