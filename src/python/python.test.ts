import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Python } from './python.ts'
import {
  createTestPython,
  errorOf,
  FakeSimulation,
  taskQuestion,
  valueOf,
} from './testing/fake-simulation.ts'

let python: Python
let simulation: FakeSimulation

beforeAll(async () => {
  python = await createTestPython()
}, 60_000)

beforeEach(() => {
  simulation = new FakeSimulation(python)
})

const client = (...lines: string[]) => ({ 'client.py': lines.join('\n') })
const load = (process: string, module: string) =>
  ({ kind: 'load', process, role: 'worker', module, settings: {} }) as const

describe('waiting', () => {
  test('a sleep parks where the learner wrote it and goes on in simulated time', async () => {
    await simulation.begin(
      client(
        'import time',
        'from datetime import datetime',
        'def main():',
        '    start = time.monotonic()',
        '    time.sleep(1.5)',
        '    print(datetime.now(), time.localtime().tm_hour, time.tzname)',
        '    return round(time.monotonic() - start, 3)',
      ),
    )
    expect(valueOf(await simulation.runMain())).toEqual({ $num: '1.5' })
    expect(simulation.parked[0]).toMatchObject({
      wait: { kind: 'sleep', duration: 1_500_000 },
      at: { file: 'client.py', line: 5 },
    })
    expect(simulation.printed()[0]).toMatch(
      /^1\.50000\d client 2026-01-01 00:00:01\.50000\d 0 \('UTC', 'UTC'\)$/,
    )
  })

  test('50 bodies with 4 sleeps each interleave in the order of simulated time', async () => {
    await simulation.begin({
      'tasks.py': [
        'import contextvars, time',
        'from celery import task',
        'mine = contextvars.ContextVar("mine")',
        '@task',
        'def nap(n):',
        '    mine.set(n)',
        '    for turn in range(4):',
        '        try:',
        '            raise ValueError(n)',
        '        except ValueError as error:',
        '            time.sleep((n * 7 % 50 + 1) / 1000)',
        '            assert error.args == (n,)',
        '        assert mine.get() == n',
        '        print(f"{n} {turn}")',
        '    return n',
      ].join('\n'),
    })
    const bodies = Array.from({ length: 50 }, (_, n) => n)
    for (const n of bodies) await simulation.finish(load(`w${n}`, 'tasks'))
    const start = simulation.now
    for (const n of bodies) simulation.at(start, taskQuestion(`w${n}`, 'nap', [n]))
    await simulation.run()
    const printed = simulation.printed().map((line) => line.split(' '))
    expect(printed).toHaveLength(200)
    const times = printed.map(([time]) => Number(time))
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    for (const n of bodies) {
      expect(valueOf(simulation.answer(`w${n}`))).toBe(n)
      const mine = printed.filter(([, process]) => process === `w${n}`)
      expect(mine.map((line) => line.slice(2).join(' '))).toEqual(
        [0, 1, 2, 3].map((t) => `${n} ${t}`),
      )
    }
  })

  test('a park gets the value it is resumed with', async () => {
    await simulation.begin(
      client(
        'import _sandbox',
        'def main():',
        '    return _sandbox.park({"kind": "meta", "id": "a"})',
      ),
    )
    const meta = {
      status: 'SUCCESS',
      result: { $num: '5.0' },
      traceback: null,
      children: null,
      date_done: null,
    }
    simulation.reply = () => ({ kind: 'metas', metas: { a: meta }, timedOut: false })
    expect(valueOf(await simulation.runMain())).toEqual({
      kind: 'metas',
      metas: { a: meta },
      timedOut: false,
    })
  })

  test('an exception can be thrown into a parked body', async () => {
    await simulation.begin({
      'tasks.py': [
        'import time',
        'from celery import task',
        'from celery.exceptions import SoftTimeLimitExceeded',
        '@task',
        'def slow():',
        '    try:',
        '        time.sleep(10)',
        '    except SoftTimeLimitExceeded:',
        '        return "cleaned up"',
      ].join('\n'),
    })
    await simulation.finish(load('w1', 'tasks'))
    await python.ask(taskQuestion('w1', 'slow'), 0)
    const answer = await python.ask(
      { kind: 'throw', process: 'w1', exception: 'SoftTimeLimitExceeded' },
      5_000_000,
    )
    expect(valueOf(answer)).toBe('cleaned up')
  })

  test('asyncio waits in simulated time', async () => {
    await simulation.begin(
      client(
        'import asyncio, time',
        'async def nap(n):',
        '    await asyncio.sleep(n)',
        '    time.sleep(0.25)',
        '    return n',
        'async def work():',
        '    return await asyncio.gather(nap(2), nap(1))',
        'def main():',
        '    start = time.time()',
        '    got = asyncio.run(work())',
        '    return got + [round(time.time() - start, 2)]',
      ),
    )
    expect(valueOf(await simulation.runMain())).toEqual([2, 1, { $num: '2.25' }])
  })
})

describe('processes', () => {
  const modules = {
    'tasks.py': [
      'import logging, os, random, sys, uuid',
      'from celery import task',
      'import helpers',
      'seen = []',
      '@task',
      'def add(n):',
      '    seen.append(n)',
      '    helpers.count += 1',
      '    os.environ["MINE"] = str(n)',
      '    return [seen, helpers.count, sys.modules["helpers"].count]',
      '@task',
      'def draw():',
      '    return [random.random(), str(uuid.uuid4())]',
      '@task',
      'def look():',
      '    return [seen, os.environ.get("MINE"), len(logging.getLogger().handlers)]',
      'logging.getLogger().addHandler(logging.NullHandler())',
    ].join('\n'),
    'helpers.py': 'count = 0\n',
  }

  test('each has its own modules, environment and loggers', async () => {
    await simulation.begin(modules)
    for (const process of ['w1', 'w2']) await simulation.finish(load(process, 'tasks'))
    await simulation.finish(taskQuestion('w1', 'add', [1]))
    expect(valueOf(await simulation.finish(taskQuestion('w1', 'add', [2])))).toEqual([[1, 2], 2, 2])
    expect(valueOf(await simulation.finish(taskQuestion('w2', 'look')))).toEqual([[], null, 1])
    expect(valueOf(await simulation.finish(taskQuestion('w1', 'look')))).toEqual([[1, 2], '2', 1])
  })

  test('each draws its own luck, the same in each run', async () => {
    const drawn: unknown[] = []
    for (const order of [
      ['w1', 'w2'],
      ['w2', 'w1'],
    ]) {
      await simulation.begin(modules, 7)
      for (const process of order) await simulation.finish(load(process, 'tasks'))
      const values = new Map<string, unknown>()
      for (const process of order) {
        values.set(process, valueOf(await simulation.finish(taskQuestion(process, 'draw'))))
      }
      drawn.push([values.get('w1'), values.get('w2')])
    }
    const [first, second] = drawn as [unknown[], unknown[]]
    expect(first).toEqual(second)
    expect(first[0]).not.toEqual(first[1])
  })

  test('a pool process loads silently: nothing told, no sleep', async () => {
    await simulation.begin({
      'tasks.py': [
        'import time',
        'from celery import task',
        'print("loading")',
        'time.sleep(60)',
        '@task',
        'def shout():',
        '    print("hello", "there")',
      ].join('\n'),
    })
    const loaded = await python.ask(
      { kind: 'load', process: 'w1/1', role: 'process', module: 'tasks', settings: {} },
      0,
    )
    expect(loaded.kind).toBe('done')
    expect(simulation.told).toEqual([])
    await simulation.finish(taskQuestion('w1/1', 'shout'))
    // As a worker's redirected output: one record for each written piece.
    expect(simulation.printed().map((line) => line.split('w1/1 ')[1])).toEqual([
      'hello',
      ' ',
      'there',
    ])
  })

  test('packages, relative imports and files beside them work', async () => {
    await simulation.begin({
      'proj/__init__.py': 'from .helpers import TEN',
      'proj/helpers.py': 'TEN = 10',
      'plain/inner.py': 'FIVE = 5',
      'data.txt': 'words',
      'client.py': [
        'import proj, plain.inner, importlib, sys',
        'def main():',
        '    assert "proj.helpers" in sys.modules',
        '    return [proj.TEN, plain.inner.FIVE, open("data.txt").read(), proj.__file__]',
      ].join('\n'),
    })
    expect(valueOf(await simulation.runMain())).toEqual([
      10,
      5,
      'words',
      '/home/lab/proj/__init__.py',
    ])
  })

  test('a script runs as __main__', async () => {
    await simulation.begin(
      client('import sys', 'if __name__ == "__main__":', '    print(sys.argv)'),
    )
    const answer = await simulation.finish({
      kind: 'main',
      process: 'client',
      module: 'client',
      entry: 'script',
      settings: {},
    })
    expect(valueOf(answer)).toBe(null)
    expect(simulation.printed()).toEqual(["0 client ['client.py']"])
  })
})

describe('computing', () => {
  test('a busy loop takes simulated time in slices and can be dropped', async () => {
    await simulation.begin(
      client(
        'def main():',
        '    try:',
        '        while True: pass',
        '    finally:',
        '        print("late")',
      ),
    )
    await simulation.finish({
      kind: 'load',
      process: 'client',
      role: 'client',
      module: 'client',
      settings: {},
    })
    simulation.at(0, {
      kind: 'main',
      process: 'client',
      module: 'client',
      entry: 'main',
      settings: {},
    })
    await simulation.run(50_000)
    expect(simulation.parked.map(({ wait, spent }) => [wait.kind, spent])).toEqual(
      Array.from({ length: 6 }, () => ['computing', 10_000]),
    )
    expect(simulation.parked[0]?.at).toEqual({ file: 'client.py', line: 3 })
    await python.ask({ kind: 'drop', process: 'client' }, 60_000)
    await simulation.begin(client('def main(): return 1'))
    expect(simulation.printed()).toEqual([])
    expect(
      valueOf(
        await new FakeSimulation(python).finish({
          kind: 'main',
          process: 'client',
          module: 'client',
          entry: 'main',
          settings: {},
        }),
      ),
    ).toBe(1)
  })

  test('a clock that is watched moves', async () => {
    await simulation.begin(
      client(
        'import time',
        'def main():',
        '    end = time.time() + 0.025',
        '    turns = 0',
        '    while time.time() < end: turns += 1',
        '    return turns',
      ),
    )
    expect(valueOf(await simulation.runMain())).toBe(25_000)
    expect(simulation.now).toBeGreaterThanOrEqual(25_000)
  })

  test('a task takes a millisecond at least', async () => {
    await simulation.begin({
      'tasks.py':
        'from celery import task\nimport time\n@task\ndef quick(): pass\n@task\ndef nap(): time.sleep(1)\n',
    })
    await simulation.finish(load('w1', 'tasks'))
    expect(await simulation.finish(taskQuestion('w1', 'quick'))).toMatchObject({ spent: 1000 })
    expect(await simulation.finish(taskQuestion('w1', 'nap'))).toMatchObject({ spent: 0 })
  })

  test('a dropped body that catches everything is left behind', async () => {
    await simulation.begin(
      client(
        'import time',
        'def main():',
        '    while True:',
        '        try:',
        '            time.sleep(1)',
        '        except BaseException:',
        '            pass',
      ),
    )
    await simulation.finish({
      kind: 'load',
      process: 'client',
      role: 'client',
      module: 'client',
      settings: {},
    })
    await python.ask(
      { kind: 'main', process: 'client', module: 'client', entry: 'main', settings: {} },
      0,
    )
    await simulation.begin(client('def main(): return 2'))
    expect(valueOf(await simulation.runMain())).toBe(2)
  })

  test('a dropped body with long work to do on its way out gets to its end', async () => {
    await simulation.begin(
      client(
        'import collections, heapq, time',
        'def main():',
        '    try:',
        '        time.sleep(1)',
        '    finally:',
        '        many = range(100_000)',
        '        collections.deque(heapq.merge(many, many), maxlen=0)',
      ),
    )
    await simulation.finish({ ...load('client', 'client'), role: 'client' })
    await python.ask(
      { kind: 'main', process: 'client', module: 'client', entry: 'main', settings: {} },
      0,
    )
    await simulation.begin(client('def main(): return 2'))
    expect(valueOf(await simulation.runMain())).toBe(2)
  })

  test('stop() ends the open question, even inside library code', async () => {
    await simulation.begin(
      client(
        'import _sandbox, heapq, itertools',
        'def main():',
        '    _sandbox.tell("note", {"text": "now"})',
        '    return list(heapq.merge(itertools.count(), itertools.count()))',
      ),
    )
    simulation.hear = () => {
      python.stop()
      return '{}'
    }
    await expect(simulation.runMain()).rejects.toMatchObject({ name: 'Interrupted' })
    await expect(
      python.ask({ kind: 'load', process: 'x', role: 'client', module: 'client', settings: {} }, 0),
    ).rejects.toMatchObject({ name: 'Interrupted' })
    simulation.hear = () => '{}'
    await simulation.begin(client('def main(): return 3'))
    expect(valueOf(await simulation.runMain())).toBe(3)
  })
})

describe('values', () => {
  test('5 and 5.0 stay two things, integers have no bounds', async () => {
    await simulation.begin(
      client(
        'def main():',
        '    return [5, 5.0, 2**70, float("nan"), "é\\n", None, True, {"a": (1, 2)}]',
      ),
    )
    expect(valueOf(await simulation.runMain())).toEqual([
      5,
      { $num: '5.0' },
      { $num: String(2n ** 70n) },
      { $num: 'NaN' },
      'é\n',
      null,
      true,
      { a: [1, 2] },
    ])
  })

  test('a value that cannot be encoded says so', async () => {
    await simulation.begin(client('def main(): return {1, 2}'))
    expect(await simulation.runMain()).toMatchObject({
      kind: 'returned',
      value: {
        repr: '{1, 2}',
        error: { type: 'TypeError', message: 'Object of type set is not JSON serializable' },
      },
    })
  })

  test('an exception heard from the simulation is raised', async () => {
    await simulation.begin(
      client(
        'import _sandbox',
        'def main():',
        '    try:',
        '        _sandbox.tell("freeze", {})',
        '    except LookupError as error:',
        '        return [type(error).__name__, str(error)]',
      ),
    )
    simulation.hear = () => '{"error": {"type": "builtins.KeyError", "message": "q"}}'
    expect(valueOf(await simulation.runMain())).toEqual(['KeyError', "'q'"])
  })

  test('stdout is gathered to lines with the line that printed', async () => {
    await simulation.begin(
      client(
        'import sys',
        'def main():',
        '    print("a", "b")',
        '    print("c", end="")',
        '    sys.stderr.write("err\\nrest")',
        '    print("d\\n\\ne")',
        '    print("last", end="")',
      ),
    )
    await simulation.runMain()
    const said = simulation.told.map(({ say }) => say)
    expect(said).toEqual([
      { stream: 'stdout', text: 'a b', at: { file: 'client.py', line: 3 } },
      { stream: 'stderr', text: 'err', at: { file: 'client.py', line: 5 } },
      { stream: 'stdout', text: 'cd', at: { file: 'client.py', line: 6 } },
      { stream: 'stdout', text: '', at: { file: 'client.py', line: 6 } },
      { stream: 'stdout', text: 'e', at: { file: 'client.py', line: 6 } },
      { stream: 'stdout', text: 'last' },
      { stream: 'stderr', text: 'rest' },
    ])
  })
})

describe('what goes wrong', () => {
  test('a syntax error names its line, for the file itself and for one that imports it', async () => {
    await simulation.begin({
      'tasks.py': 'x = 1\ndef f(:\n    pass\n',
      'client.py': 'import tasks\ndef main(): pass\n',
    })
    const worker = errorOf(await simulation.finish(load('w1', 'tasks')))
    expect(worker).toMatchObject({
      type: 'SyntaxError',
      message: 'invalid syntax (tasks.py, line 2)',
      frames: [{ file: 'tasks.py', line: 2, function: '<module>' }],
    })
    expect(worker.traceback).toContain('File "tasks.py", line 2\n    def f(:\n          ^\n')
    const importer = errorOf(await simulation.runMain())
    expect(importer.frames).toEqual([
      { file: 'client.py', line: 1, function: '<module>' },
      { file: 'tasks.py', line: 2, function: '<module>' },
    ])
  })

  test('an exception shows the learner’s lines only', async () => {
    await simulation.begin(
      client(
        'import json',
        'class Odd(ValueError): pass',
        'def inner():',
        '    raise Odd("boom", 5.0, {1})',
        'def main():',
        '    json.loads("[1]", object_hook=None, parse_int=lambda text: inner())',
      ),
    )
    const error = errorOf(await simulation.runMain())
    expect(error).toMatchObject({
      type: 'Odd',
      module: 'client',
      args: ['boom', { $num: '5.0' }, '{1}'],
      repr: "Odd('boom', 5.0, {1})",
      expected: false,
      frames: [
        { file: 'client.py', line: 6, function: 'main' },
        { file: 'client.py', line: 6, function: '<lambda>' },
        { file: 'client.py', line: 4, function: 'inner' },
      ],
    })
    expect(error.traceback).toMatch(
      /^Traceback \(most recent call last\):\n {2}File "client.py", line 6, in main\n/,
    )
    expect(error.traceback).toMatch(/client\.Odd: \('boom', 5\.0, \{1\}\)\n$/)
  })

  test('a module that is not there gets a hint', async () => {
    await simulation.begin(client('import requests'))
    const error = errorOf(await simulation.runMain())
    expect(error).toMatchObject({
      type: 'ModuleNotFoundError',
      message: "No module named 'requests'",
    })
    expect(error.traceback).toContain('Nothing can be installed.')
    expect(simulation.told.map(({ name }) => name)).toEqual(['note'])
  })

  test.each([
    ['input()', 'EOFError', 'keyboard'],
    ['import threading; threading.Thread(target=print).start()', 'RuntimeError', 'Threads'],
    ['import subprocess; subprocess.run(["ls"])', 'OSError', 'Other programs'],
    [
      'import socket; socket.create_connection(("localhost", 80))',
      'ConnectionRefusedError',
      'network',
    ],
    ['import urllib.request as u; u.urlopen("http://localhost/")', 'URLError', 'network'],
    ['import js', 'ModuleNotFoundError', 'js'],
    ['import os; os.system("ls")', 'OSError', 'Other programs'],
    [
      'import concurrent.futures as c; c.ThreadPoolExecutor().submit(print)',
      'RuntimeError',
      'Threads',
    ],
    ['import threading; threading.Event().wait()', 'RuntimeError', 'for ever'],
    ['import time; time.sleep(-1)', 'ValueError', 'non-negative'],
    ['import os; os._exit(3)', 'SystemExit', '3'],
    ['import signal; signal.alarm(1)', 'OSError', 'signal'],
  ])('%s says what to do instead', async (code, type, words) => {
    await simulation.begin(client('def main():', `    ${code}`))
    const error = errorOf(await simulation.runMain())
    expect([error.type, error.message]).toEqual([type, expect.stringContaining(words)])
  })

  test('endless recursion is an error of the learner, not the end', async () => {
    await simulation.begin(
      client(
        'import time',
        'def down(n): return down(n + 1)',
        'def main():',
        '    time.sleep(1)',
        '    down(0)',
      ),
    )
    expect(errorOf(await simulation.runMain()).type).toBe('RecursionError')
    await simulation.begin(client('def main(): return 4'))
    expect(valueOf(await simulation.runMain())).toBe(4)
  })

  test('a program without main() says so', async () => {
    await simulation.begin(client('x = 1'))
    expect(errorOf(await simulation.runMain()).message).toBe(
      'client.py has no function main() to call.',
    )
  })
})

test('library code that never comes back is cut', async () => {
  await simulation.begin(
    client(
      'import collections, heapq, itertools',
      'def main():',
      '    collections.deque(heapq.merge(itertools.count(), itertools.count()), maxlen=0)',
    ),
  )
  await expect(simulation.runMain()).rejects.toMatchObject({
    name: 'Interrupted',
    message: expect.stringContaining('line 3 of client.py had kept Python busy'),
  })
  await simulation.begin(client('def main(): return 5'))
  expect(valueOf(await simulation.runMain())).toBe(5)
}, 120_000)

test.each([
  [
    'as it stands',
    ['    collections.deque(heapq.merge(itertools.count(), itertools.count()), maxlen=0)'],
  ],
  [
    'and catches everything',
    [
      '    while True:',
      '        try: collections.deque(heapq.merge(itertools.count(), itertools.count()), maxlen=0)',
      '        except BaseException: pass',
    ],
  ],
])('the thread hears Stop while library code runs on, %s', async (_, lines) => {
  await simulation.begin(client('import collections, heapq, itertools', 'def main():', ...lines))
  const over = simulation.runMain()
  setTimeout(() => python.stop())
  await expect(over).rejects.toMatchObject({ message: 'Python was stopped' })
  await simulation.begin(client('def main(): return 6'))
  expect(valueOf(await simulation.runMain())).toBe(6)
})

test('a line that nobody would read is cut, and says how much of it is not shown', async () => {
  await simulation.begin(
    client(
      'def main():',
      "    print('a' * 10**7)",
      "    for _ in range(10**5): print('b', end='')",
      "    print('end')",
    ),
  )
  await simulation.runMain()
  const [long = '', endless = '', ...rest] = simulation.printed()
  expect(rest).toEqual([])
  expect(long).toMatch(/a{5000} \[9,990,000 characters of this line are not shown\] a{5000}$/)
  expect(endless).toMatch(/b{5000} \[90,003 characters of this line are not shown\] b{4997}end$/)
})

test('a file outside of the lab is refused', async () => {
  await expect(simulation.begin({ '../evil.py': '' })).rejects.toThrow(
    'no path of a file in the lab',
  )
})

test('a file named as a library module hides it, in that process alone', async () => {
  await simulation.begin({
    'random.py': 'def random(): return 4',
    'client.py': 'import random\ndef main(): return random.random()',
    'tasks.py': 'from celery import task\nimport random\n@task\ndef draw(): return random.random()',
  })
  expect(valueOf(await simulation.runMain())).toBe(4)
  await simulation.finish(load('w1', 'tasks'))
  expect(valueOf(await simulation.finish(taskQuestion('w1', 'draw')))).toBe(4)
  await simulation.begin(client('import random', 'def main(): return random.random() < 1'))
  expect(valueOf(await simulation.runMain())).toBe(true)
})
