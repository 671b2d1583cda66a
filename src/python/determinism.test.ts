import { beforeAll, expect, test } from 'vitest'
import type { Python } from './python.ts'
import { createTestPython, FakeSimulation, taskQuestion } from './testing/fake-simulation.ts'

let python: Python

beforeAll(async () => {
  python = await createTestPython()
}, 60_000)

/** Shows everything that must come from the seed and the simulated clock, or be as in a new interpreter. */
const WITNESS = `
import contextvars, decimal, json, logging, os, random, secrets, sys, tempfile, time, uuid, warnings
from datetime import datetime, timezone
from celery import task
import helpers
mine = contextvars.ContextVar('mine', default='new')

@task
def look(n):
    print(random.random(), random.choice('abcdef'), uuid.uuid4(), uuid.uuid1(), secrets.token_hex(4))
    print(time.time(), time.monotonic(), datetime.now(timezone.utc), time.strftime('%c'))
    print(hash('text'), {'b', 'a', 'c'}, os.urandom(4).hex(), os.getcwd(), sorted(os.listdir('.')))
    print(tempfile.mktemp(), decimal.getcontext().prec, mine.get(), sys.getrecursionlimit())
    print(os.environ.get('DIRT'), sys.argv, sys.path[0], json.dumps({'a': 1}), helpers.count)
    print(logging.getLogger().handlers, logging.getLogger().level, logging.getLogger('dirt').disabled)
    print(hasattr(random, 'dirt'), hasattr(json, 'dirt'), 'colorsys' in sys.modules, os.path.getmtime('tasks.py'))
    print(len(warnings.filters), sys.gettrace(), callable(print))
    time.sleep(random.random())
    warnings.warn('careful', UserWarning)
    return n
`

/** Leaves behind as much as it can: patches, files, handlers, suspended bodies that mind their end. */
const DIRTY = `
import builtins, colorsys, contextvars, decimal, gc, json, logging, os, random, signal, sys, tempfile, time, uuid, warnings
from celery import task
import helpers

@task
def spoil(n):
    random.seed(5)
    random.dirt = json.dirt = 1
    random.random = lambda: 4
    json.dumps = lambda value: 'spoiled'
    time.time = lambda: 0
    datetime_module = __import__('datetime')
    os.environ['DIRT'] = 'yes'
    os.mkdir('folder')
    open('folder/file.txt', 'w').write('dirt')
    open('tasks.py', 'a').write('# dirt')
    open('/tmp/left', 'w').write('dirt')
    os.chdir('folder')
    logging.basicConfig(level=1)
    logging.getLogger('dirt').disabled = True
    logging.disable(50)
    warnings.simplefilter('error')
    sys.path.insert(0, '/nowhere')
    sys.argv.append('dirt')
    sys.setrecursionlimit(200)
    sys.stdout = sys.stderr = None
    sys.settrace(lambda *rest: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    decimal.getcontext().prec = 3
    tempfile.mktemp()
    uuid.uuid1()
    helpers.count += 100
    builtins.callable = lambda value: 'spoiled'
    sys.modules['json'] = None
    gc.enable()
    try:
        time.sleep(1000)
    finally:
        open('/tmp/late', 'w').write('late')
        os.environ['DIRT'] = 'late'
`

const modules = { 'tasks.py': WITNESS, 'dirty.py': DIRTY, 'helpers.py': 'count = 0\n' }
const PROCESSES = ['w1@sim/1', 'w1@sim/2']

async function witness(seed: number): Promise<unknown> {
  const simulation = new FakeSimulation(python)
  await simulation.begin(modules, seed)
  for (const process of PROCESSES) {
    simulation.at(0, { kind: 'load', process, role: 'worker', module: 'tasks', settings: {} })
    for (const turn of [1, 2])
      simulation.at(turn * 2_000_000, taskQuestion(process, 'look', [turn]))
  }
  await simulation.run()
  return [simulation.told, simulation.parked, PROCESSES.map((name) => simulation.answer(name))]
}

async function spoil(): Promise<void> {
  const simulation = new FakeSimulation(python)
  await simulation.begin(modules, 99)
  for (const process of [...PROCESSES, 'client']) {
    simulation.at(0, { kind: 'load', process, role: 'worker', module: 'dirty', settings: {} })
    simulation.at(1, taskQuestion(process, 'spoil', [1]))
  }
  await simulation.run(1_000_000)
}

test('a run is the same after others, however they left the interpreter', async () => {
  const first = await witness(1)
  await spoil()
  expect(await witness(1)).toEqual(first)
  await spoil()
  await spoil()
  expect(await witness(1)).toEqual(first)
})

test('another seed brings other luck, at the same times', async () => {
  const texts = async (seed: number) => JSON.stringify(await witness(seed))
  expect(await texts(2)).not.toEqual(await texts(3))
  expect(await texts(2)).toEqual(await texts(2))
})

test('another interpreter gives the same run', async () => {
  const here = await witness(4)
  const other = await createTestPython()
  const before = python
  try {
    python = other
    expect(await witness(4)).toEqual(here)
  } finally {
    python = before
    other.dispose()
  }
}, 60_000)

test('what a dropped process does late reaches nobody', async () => {
  const simulation = new FakeSimulation(python)
  await simulation.begin(
    {
      'tasks.py': [
        'import os, time',
        'from celery import task',
        '@task',
        'def work():',
        '    try:',
        '        time.sleep(100)',
        '    finally:',
        '        print("late")',
        '        open("late.txt", "w")',
        '        time.sleep(1)',
        '@task',
        'def look():',
        '    return os.listdir(".")',
      ].join('\n'),
    },
    1,
  )
  const load = (process: string) =>
    simulation.finish({ kind: 'load', process, role: 'worker', module: 'tasks', settings: {} })
  await load('w1')
  await load('w2')
  await python.ask(taskQuestion('w1', 'work'), 10)
  await python.ask({ kind: 'drop', process: 'w1' }, 20)
  expect(await simulation.finish(taskQuestion('w2', 'look'))).toMatchObject({
    value: { json: ['tasks.py'] },
  })
  // The name may live again, as a new process.
  await load('w1')
  expect(await simulation.finish(taskQuestion('w1', 'look'))).toMatchObject({
    value: { json: ['tasks.py'] },
  })
  await simulation.begin({ 'tasks.py': '' })
  expect(simulation.told.filter(({ name }) => name === 'print')).toEqual([])
})
