/** Programs that wait in every place that Python has, for both ways of waiting and every engine. */
import { type Log, seconds } from '../../simulator/index.ts'
import type { RunSpec } from '../../src/driver/run-spec.ts'

/** A program, and what it prints. */
export interface WaitingProgram {
  readonly name: string
  readonly files: { readonly [path: string]: string }
  readonly prints: readonly string[]
  /** Worker options; one worker of two processes where absent. */
  readonly worker?: string
}

const APP = `
import time
from celery import Celery, chain, chord, group, signals
app = Celery('tasks', broker='redis://', backend='redis://')
`

const TASKS = `${APP}
@app.task
def add(x, y):
    time.sleep(0.1)
    return x + y
`

const CLIENT = `
import functools, time
from contextlib import contextmanager
from tasks import *
start = time.time()
def at():
    return round(time.time() - start, 1)
`

const program = (
  name: string,
  prints: readonly string[],
  client: string,
  tasks = TASKS,
  worker?: string,
): WaitingProgram => ({
  name,
  files: { 'tasks.py': tasks, 'client.py': `${CLIENT}${client}` },
  prints,
  ...(worker === undefined ? {} : { worker }),
})

/** What both ways can do. */
export const PROGRAMS: readonly WaitingProgram[] = [
  program(
    'the top level of the main file and of a module that it imports',
    ['helper 0.5', '3', 'over 1.0'],
    `
import helper
print(add.delay(1, 2).get())
for turn in range(2):
    time.sleep(0.2)
print('over', at() // 0.5 * 0.5)
`,
  ),
  program(
    'nested calls, methods, class methods, static methods, __init__, __call__ and properties',
    ['1.4', 'made called shown'],
    `
class Thing:
    def __init__(self):
        time.sleep(0.2)
        self.words = ['made']
    @classmethod
    def make(cls):
        time.sleep(0.2)
        return cls()
    @staticmethod
    def pause():
        time.sleep(0.2)
    @property
    def shown(self):
        self.pause()
        return self.words + ['shown']
    @functools.cached_property
    def once(self):
        time.sleep(0.2)
        return 1
    def __call__(self):
        self._deep(3)
        self.words.append('called')
        return self
    def _deep(self, n):
        time.sleep(0.2)
        if n > 1:
            return self._deep(n - 1)
class Sub(Thing):
    def __init__(self):
        super().__init__()
thing = Sub.make()()
words = thing.shown
assert thing.once + thing.once == 2
print(at())
print(*words)
`,
  ),
  program(
    'decorated functions, partials, closures, caches and default arguments',
    ['[5, 5, 7, 9, 9] 0.7', 'slow doc'],
    `
def loud(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        time.sleep(0.1)
        return function(*args, **kwargs)
    return wrapper
@loud
def slow(x, *rest, y=2, **more):
    'doc'
    time.sleep(0.1)
    return x + y
@functools.lru_cache
def kept(x):
    time.sleep(0.1)
    return x
def counter():
    total = 5
    def step(by):
        nonlocal total
        time.sleep(0.1)
        total += by
        return total
    return step
step = counter()
found = [slow(3), slow(*[3], **{'y': 2}), step(2), functools.partial(step, 2)(), kept(9), kept(9)]
print(found[:5], at())
print(slow.__name__, slow.__doc__)
assert kept.cache_info().hits == 1
`,
  ),
  program(
    'try, finally, with and context managers of generators',
    ['in', 'body', 'out ValueError', 'caught', 'closed', 'else', '0.8'],
    `
class Door:
    def __enter__(self):
        time.sleep(0.1)
        print('in')
        return self
    def __exit__(self, kind, error, trace):
        time.sleep(0.1)
        print('out', kind.__name__)
@contextmanager
def room():
    time.sleep(0.1)
    try:
        yield 5
    finally:
        time.sleep(0.1)
        print('closed')
def work():
    try:
        with Door() as door:
            time.sleep(0.1)
            print('body')
            raise ValueError('x')
    except ValueError as error:
        time.sleep(0.1)
        print('caught')
    with room() as five, Quiet():
        time.sleep(0.1)
    try:
        time.sleep(0.1)
    except KeyError:
        pass
    else:
        print('else')
class Quiet:
    def __enter__(self): return 1
    def __exit__(self, *error): return None
work()
print(at())
`,
  ),
  program(
    'comprehensions, generators that a loop runs through, and what takes all of a generator',
    ['[3, 5] {2: 3}', '0 1 2', '[0, 1, 4] 15 True', 'a-b', '1.7'],
    `
def slow(x):
    time.sleep(0.1)
    return x
def numbers(n):
    for each in range(n):
        time.sleep(0.1)
        yield each
def all_numbers(n):
    yield from numbers(n)
def work():
    results = [add.delay(n, n + 1) for n in (1, 2)]
    print([slow(each.get()) for each in results], {slow(2): 3})
    print(*[n for n in numbers(0)], end='')
    found = []
    for n in all_numbers(3):
        found.append(str(n))
    print(*found)
    squares = [n * n for n in range(3)]
    print(squares, sum(slow(n) for n in range(6)), any(slow(n) == 1 for n in range(9)))
    print('-'.join(slow(each) for each in 'ab'))
work()
print(at())
`,
  ),
  program(
    'results, groups, states and collecting',
    ['[3, 7]', 'PENDING SUCCESS True 3', '10', 'TimeoutError', 'ready 2'],
    `
from celery.exceptions import TimeoutError as Late
def work():
    both = group(add.s(1, 2), add.s(3, 4))()
    print(both.get())
    one = add.delay(1, 2)
    before = one.state
    while not one.ready():
        time.sleep(0.01)
    print(before, one.status, one.successful(), one.result)
    print(chord([add.s(1, 2), add.s(3, 4)])(total.s()).get())
    try:
        add.apply_async((1, 1), countdown=50).get(timeout=0.3)
    except Late as error:
        print(type(error).__name__)
    done = 0
    for result, value in pairs():
        done += 1
    print('ready', done)
def pairs():
    for result in [add.delay(n, n) for n in (1, 2)]:
        yield result, result.get()
work()
`,
    `${TASKS}
@app.task
def total(numbers):
    time.sleep(0.1)
    return sum(numbers)
`,
  ),
  program(
    'tasks with handlers, receivers, retries and time limits',
    ['limited', 'twice', 'before failed after', 'boom'],
    `
print(long.delay().get())
print(flaky.delay().get())
try:
    broken.delay().get()
except ValueError as error:
    pass
time.sleep(2)
print(*open_log.delay().get())
print('boom')
`,
    `${TASKS}
from celery.exceptions import SoftTimeLimitExceeded
told = []
@app.task(soft_time_limit=1)
def long():
    try:
        time.sleep(10)
    except SoftTimeLimitExceeded:
        time.sleep(0.1)
        return 'limited'
@app.task(bind=True)
def flaky(self):
    time.sleep(0.1)
    if self.request.retries == 0:
        raise self.retry(countdown=1)
    return 'twice'
class Told(app.Task):
    def before_start(self, task_id, args, kwargs):
        time.sleep(0.1)
        told.append('before')
    def on_failure(self, exc, task_id, args, kwargs, einfo):
        time.sleep(0.1)
        told.append('failed')
    def after_return(self, *rest):
        time.sleep(0.1)
        told.append('after')
@app.task(base=Told)
def broken():
    time.sleep(0.1)
    raise ValueError('boom')
@app.task
def open_log():
    return told
@signals.task_prerun.connect
def prerun(**named):
    time.sleep(0.05)
`,
    '-c 1',
  ),
  program(
    'an event loop, and code in it that waits without await',
    ['[2, 1]', '[0, 1] 3', '2.6'],
    `
import asyncio
async def nap(n):
    await asyncio.sleep(n)
    time.sleep(0.25)
    return n
async def numbers():
    for n in range(2):
        time.sleep(0.1)
        yield n
async def work():
    print(await asyncio.gather(nap(2), nap(1)))
    print([n async for n in numbers()], add.delay(1, 2).get())
asyncio.run(work())
print(at())
`,
  ),
  program(
    'computing in slices, beside another process that computes',
    ['[89, 40000, 30000]'],
    `
def work():
    results = [busy.delay(n) for n in (1, 2)]
    total = 0
    for n in range(40_000):
        total += 1
    many = len([n for n in range(30_000)])
    return [fib(10), total, many], [each.get() for each in results]
def fib(n):
    return 1 if n < 2 else fib(n - 1) + fib(n - 2)
print(work()[0])
`,
    `${TASKS}
@app.task
def busy(n):
    for turn in range(25_000 * n):
        pass
    return sum(turn for turn in range(15_000)) + sorted(range(9_000), key=lambda turn: -turn)[0]
`,
  ),
  program(
    'time, chance, ids and hashes',
    ['2026-01-01'],
    `
import random, secrets, uuid, hashlib
from datetime import datetime
print(str(datetime.now())[:10])
drawn.delay().get()
`,
    `${TASKS}
import os, random, secrets, uuid
from datetime import datetime, timezone
def witness(*seen):
    # One text: a worker logs each piece of a print by itself.
    print(' '.join(['witness', *map(str, seen)]))
@app.task
def drawn():
    witness(uuid.uuid4(), uuid.uuid1(), random.random(), random.sample(range(99), 5), secrets.token_hex(8))
    witness(hash('text'), hash((1, 'a', 2.5)), {'b', 'a', 'c'}, os.urandom(4).hex(), os.getpid())
    witness(time.time(), time.monotonic(), time.perf_counter(), datetime.now(), datetime.now(timezone.utc))
    time.sleep(random.random())
    witness(time.time(), time.strftime('%c'), time.tzname)
`,
  ),
  program(
    'recursion without end, and StopIteration that leaves a function',
    ['RecursionError 991 1000', 'StopIteration 2'],
    `
import sys
def deep(n):
    global reached
    reached = n
    deep(n + 1)
def first(values):
    time.sleep(0.1)
    return next(values)
def work():
    try:
        deep(0)
    except RecursionError as error:
        print(type(error).__name__, reached, sys.getrecursionlimit())
    try:
        first(iter([2])) + first(iter([]))
    except StopIteration as error:
        print(type(error).__name__, first(iter([2])))
work()
`,
  ),
  program(
    'fifty bodies with four sleeps each',
    ['1225'],
    `
print(sum(group(nap.s(n) for n in range(50))().get()))
`,
    `${TASKS}
import contextvars
mine = contextvars.ContextVar('mine')
@app.task
def nap(n):
    mine.set(n)
    for turn in range(4):
        try:
            raise ValueError(n)
        except ValueError as error:
            time.sleep((n * 7 % 50 + 1) / 1000)
            assert error.args == (n,)
        assert mine.get() == n
        print(n, turn)
    return n
`,
    '-P threads -c 50',
  ),
]

const HELPER = `
import time
began = time.time()
time.sleep(0.5)
print('helper', round(time.time() - began, 1))
`

/** The run of a program, from a seed. */
export const runOf = (
  { files, worker = '-c 2' }: Pick<WaitingProgram, 'files' | 'worker'>,
  seed = 1,
): RunSpec => ({
  files: { 'helper.py': HELPER, ...files },
  client: { module: 'client', entry: 'script' },
  cluster: {
    broker: 'redis',
    brokerUrl: 'cluster',
    backend: 'source',
    app: 'tasks',
    workers: [{ name: 'w1', options: worker, autostart: true }],
  },
  actions: [],
  seed,
  limits: { time: seconds(300), facts: 50_000 },
})

/** What the client of a run has printed. */
export function printedBy(log: Log): readonly string[] {
  const lines: string[] = []
  for (let row = 0; row < log.length; row++) {
    const entry = log.entry(row)
    if (entry.kind === 'printed' && entry.actor.kind === 'client') lines.push(entry.detail.text)
  }
  return lines
}
