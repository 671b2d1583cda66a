/** What Python tasks cost, measured alike in Node and in a browser. */
import { runProgram } from '../../src/driver/run-program.ts'
import type { Python } from '../../src/python/python.ts'
import { type ClusterSpec, seconds } from '../../simulator/index.ts'

/** All of them in milliseconds of real time. */
export interface PythonCosts {
  readonly delay: number
  /** From `delay()` to the stored result, the call included. */
  readonly task: number
  /** A hundred seeds of a program with fifty tasks, whose results it waits for. */
  readonly hundredSeeds: number
}

const TASKS = `from celery import Celery

app = Celery('tasks')


@app.task
def add(x, y):
    return x + y
`

const client = (count: number, after: string): string =>
  `from tasks import add


def main():
    results = [add.delay(number, 1) for number in range(${String(count)})]
    ${after}
`

const cluster = (workers: ClusterSpec['workers']): ClusterSpec => ({
  broker: 'redis',
  backend: 'redis',
  app: 'tasks',
  workers,
})

const NOBODY = cluster([])
const ONE_WORKER = cluster([{ name: 'w1', options: '-c 2', autostart: true }])
const FEW = 100
const MANY = 1100
const ROUNDS = 7

/** Measures with a clock in milliseconds: the quickest of a few rounds, for a shared machine is never still. */
export async function pythonCosts(python: Python, clock: () => number): Promise<PythonCosts> {
  const run = async (where: ClusterSpec, count: number, after = 'return', seed = 1) => {
    const files = { 'tasks.py': TASKS, 'client.py': client(count, after) }
    const limits = { time: seconds(3600), facts: 1_000_000 }
    const start = clock()
    const { ending } = await runProgram(
      {
        files,
        cluster: where,
        client: { module: 'client', entry: 'main' },
        actions: [],
        limits,
        seed,
      },
      python,
    )
    if (ending.kind === 'failed') throw new Error(ending.sentence)
    return clock() - start
  }
  const quickest = async (where: ClusterSpec, count: number) => {
    let best = Number.POSITIVE_INFINITY
    for (let round = 0; round < ROUNDS; round++) best = Math.min(best, await run(where, count))
    return best
  }
  const perTask = async (where: ClusterSpec) =>
    ((await quickest(where, MANY)) - (await quickest(where, FEW))) / (MANY - FEW)
  const delay = await perTask(NOBODY)
  const task = await perTask(ONE_WORKER)
  const start = clock()
  for (let seed = 1; seed <= 100; seed++)
    await run(ONE_WORKER, 50, 'print(sum(result.get() for result in results))', seed)
  return { delay, task, hundredSeeds: clock() - start }
}
