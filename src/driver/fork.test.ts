import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Log, seconds } from '../../simulator/index.ts'
import { nodePythonFiles } from '../python/files-node.ts'
import { nodePackages } from '../python/packages-node.ts'
import { createPython, type Python } from '../python/python.ts'
import { runProgram } from './run-program.ts'
import type { RunSpec, Turn } from './run-spec.ts'

let python: Python

beforeAll(async () => {
  python = await createPython({ files: await nodePythonFiles(), packages: nodePackages() })
})

afterAll(() => python.dispose())

const tasks = (answer: string): string =>
  [
    'import random, time',
    'from celery import Celery',
    "app = Celery('tasks', broker='redis://', backend='redis://')",
    '@app.task',
    'def work(n):',
    '    time.sleep(1)',
    `    return ${answer}`,
  ].join('\n')

const CLIENT = [
  'import time',
  'from tasks import work',
  'for n in range(12):',
  '    work.delay(n)',
  '    time.sleep(1)',
].join('\n')

const spec = (course: readonly Turn[]): RunSpec => ({
  files: { 'tasks.py': tasks("'old'"), 'client.py': CLIENT },
  client: { module: 'client', entry: 'script' },
  cluster: {
    broker: 'redis',
    backend: 'redis',
    app: 'tasks',
    workers: [{ name: 'w1', options: '-c 2', autostart: true }],
  },
  actions: [],
  seed: 3,
  limits: { time: seconds(120), facts: 5000 },
  course,
})

async function log(...course: readonly Turn[]): Promise<Log> {
  const { ending, log: of } = await runProgram(spec(course), python)
  expect(ending.kind).toBe('finished')
  return of
}

const rows = (of: Log, upTo = of.length) => Array.from({ length: upTo }, (_, row) => of.entry(row))

const returned = (of: Log) =>
  rows(of).flatMap((entry) => (entry.kind === 'task-succeeded' ? [entry.detail.repr] : []))

/** Every fact of the run without the fork, up to there, is that of the fork. */
function expectSameUpTo(main: Log, fork: Log, at: number): void {
  const shared = main.rowsUpTo(at)
  expect(shared).toBeGreaterThan(25)
  expect(rows(fork, shared)).toEqual(rows(main, shared))
}

it('runs new code in whoever starts from the fork on, and the past stays as it was', async () => {
  const main = await log()
  expect(new Set(returned(main))).toEqual(new Set(["'old'"]))
  const at = seconds(5.5)
  const files = { 'tasks.py': tasks("'new'"), 'client.py': CLIENT }
  const fork = await log({ at, change: { deploy: 'code' }, files })
  expectSameUpTo(main, fork, at)
  const results = returned(fork)
  expect(results).toHaveLength(12)
  // What was running when the worker was told to restart is finished by the old code.
  const first = results.indexOf("'new'")
  expect(first).toBeGreaterThan(3)
  expect(new Set(results.slice(first))).toEqual(new Set(["'new'"]))
  // The fork's files are nothing to the next run.
  expect((await log()).hash()).toBe(main.hash())
})

it('draws otherwise from the fork on where the seed is another', async () => {
  const draws = { 'tasks.py': tasks('random.random()'), 'client.py': CLIENT }
  const drawn = async (...course: readonly Turn[]) => {
    const { log: of } = await runProgram({ ...spec(course), files: draws }, python)
    return of
  }
  const at = seconds(5.5)
  const main = await drawn()
  const fork = await drawn({ at, change: { seed: 9 } })
  expectSameUpTo(main, fork, at)
  const common = returned(main).filter((value) => returned(fork).includes(value))
  expect(common.length).toBeGreaterThan(3)
  expect(common.length).toBeLessThan(7)
})

it('restarts beat too: from the fork on it sends by the new schedule', async () => {
  const beating = (every: number): string =>
    [
      tasks("'done'"),
      `app.conf.beat_schedule = {'now and then': {'task': 'tasks.work', 'schedule': ${String(every)}.0, 'args': (1,)}}`,
    ].join('\n')
  const files = (every: number) => ({
    'tasks.py': beating(every),
    'client.py': 'import time\ntime.sleep(40)',
  })
  const beaten = async (...course: readonly Turn[]) => {
    const { cluster, ...rest } = spec(course)
    const run = { ...rest, files: files(10), cluster: { ...cluster, beat: { options: '' } } }
    return (await runProgram(run, python)).log
  }
  const sent = (of: Log) =>
    rows(of).flatMap(({ kind, actor, time }) =>
      kind === 'message-published' && actor.name === 'beat' ? [time] : [],
    )
  const main = await beaten()
  const at = seconds(15)
  const fork = await beaten({ at, change: { deploy: 'code' }, files: files(2) })
  expectSameUpTo(main, fork, at)
  const later = (of: Log) => sent(of).filter((time) => time > at && time < seconds(40)).length
  expect(later(main)).toBeLessThan(4)
  expect(later(fork)).toBeGreaterThan(8)
})
