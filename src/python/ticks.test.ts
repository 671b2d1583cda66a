import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import type { Python } from './python.ts'
import { createTestPython, FakeSimulation, valueOf } from './testing/fake-simulation.ts'

let python: Python

beforeAll(async () => {
  python = await createTestPython()
}, 60_000)

/** Runs each program plainly and with ticks, and gives what differs: nothing. */
const COMPARE = `
import json, sys, traceback, types
from _sandbox._compiling import compile_ticking

def outcome(translate, source):
    try:
        code = translate(source)
    except SyntaxError as error:
        return [str(error), error.lineno, error.offset, error.text]
    said = []
    space = {'__name__': 'program', 'say': lambda *values: said.append(repr(values))}
    try:
        exec(code, space)
    except BaseException as error:
        lines = [(f.lineno, f.name) for f in traceback.extract_tb(error.__traceback__)[1:]]
        columns = [(f.colno, f.end_colno) for f in traceback.extract_tb(error.__traceback__)[1:]]
        said.append([type(error).__name__, str(error), lines, columns])
    names = sorted(name for name in space if not name.startswith('__'))
    return [said, names]

def main():
    different = []
    for source in json.load(open('programs.json')):
        plain = outcome(lambda text: compile(text, 'program.py', 'exec', dont_inherit=True), source)
        ticking = outcome(lambda text: compile_ticking(text, 'program.py'), source)
        if plain != ticking:
            different.append([source, plain, ticking])
    return different
`

async function differences(programs: readonly string[]): Promise<unknown> {
  const simulation = new FakeSimulation(python)
  await simulation.begin({ 'client.py': COMPARE, 'programs.json': JSON.stringify(programs) })
  return valueOf(await simulation.runMain())
}

const PROGRAMS = {
  'for, while and their else': `
for n in range(3):
    if n == 5: break
else:
    say('for else')
while n:
    n -= 1
    if n == 1: continue
else:
    say('while else', n)
for a in (1, 2):
    for b in 'xy': say(a, b)
    else: say('inner else')
`,
  comprehensions: `
say([n for n in range(5)], {n for n in range(5) if n % 2}, {n: n * n for n in range(3)})
say([(a, b) for a in range(3) for b in range(a) if a != b], list(n for n in range(4) if n if n > 1))
say([[y for y in range(x)] for x in range(4)], [z := 5, z])
x = 10
say([x for x in range(3)], x)
say([last := n for n in range(3)], last)
class Grid:
    side = 3
    cells = [n for n in range(side)]
say(Grid.cells)
`,
  generators: `
def count(to):
    "counts"
    try:
        for n in range(to):
            got = yield n
            if got: say('got', got)
    finally:
        say('closed')
g = count(5)
say(next(g), g.send('x'), count.__doc__)
g.close()
def twice():
    yield from count(2)
    return 'done'
say(list(twice()))
`,
  'async functions': `
import asyncio
class Source:
    async def __aenter__(self): return self
    async def __aexit__(self, *error): say('left')
    async def items(self):
        for n in range(3):
            yield n
async def main():
    async with Source() as source:
        async for n in source.items():
            say(n)
        else:
            say('else')
        return [n async for n in source.items() if n]
say(asyncio.new_event_loop().run_until_complete(main()))
`,
  'lambdas, defaults and closures': `
add = lambda a, b=2, *rest, c=3, **more: (a, b, rest, c, more)
say(add(1), add(1, 5, 6, c=7, d=8), (lambda: None)(), (lambda: 0)(), (lambda: [])())
makers = [lambda n=n: n * 10 for n in range(3)]
say([make() for make in makers], sorted('bca', key=lambda letter: -ord(letter)))
def outer():
    value = 1
    def inner():
        nonlocal value
        value += 1
        return value
    return inner
step = outer()
say(step(), step())
def gen(): yield (lambda: (yield))
`,
  'decorators and classes': `
import functools
def loud(function):
    @functools.wraps(function)
    def wrapper(*args):
        'wraps'
        say('calling', function.__name__)
        return function(*args)
    return wrapper
class Thing:
    """doc"""
    @property
    @loud
    def size(self): return 3
    @classmethod
    def make(cls): return cls()
    @staticmethod
    def plain(): 'only a docstring'
say(Thing.make().size, Thing.__doc__, Thing.plain.__doc__, Thing.plain())
@loud
def documented():
    '''the words'''
say(documented.__doc__, documented(), documented.__wrapped__.__code__.co_firstlineno)
`,
  'match and walrus': `
def kind(value):
    match value:
        case {'a': [first, *rest]} if first: return first, rest
        case (int() | float()) as number: return number
        case str(text): return text.upper()
        case _: return None
say(kind({'a': [1, 2, 3]}), kind(5.0), kind('x'), kind([]))
while (n := len(kind('abc'))) > 2:
    say(n)
    break
`,
  'try, with and finally': `
import contextlib
@contextlib.contextmanager
def place():
    say('in')
    try: yield 1
    finally: say('out')
for n in range(3):
    try:
        with place() as one:
            if n == 1: continue
            if n == 2: break
    except* ValueError: pass
    finally: say('finally', n)
`,
  'global, star and type syntax': `
total = 0
def bump[T](by: T = 1) -> T:
    global total
    total += by
    return by
type Pair[T] = tuple[T, T]
first, *middle, last = range(5)
def spread(*args, **named): return args, named
say(bump(), total, first, middle, last, spread(*middle, **{'k': 1}), bump.__annotations__.keys())
say(f'{[n for n in range(2)]!r:>10}', t'{total}'.values)
`,
  'an error deep inside': `
def inner(n):
    return [10 // k for k in range(2, -1, -1)
            if k < n]
def outer():
    for n in range(3):
        while True:
            (lambda: inner(
                n + 3))()
            break
outer()
`,
  'an error in a loop header': `
def f():
    for n in [1,
              2 / 0]:
        pass
f()
`,
  recursion: `
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
say(fib(12))
`,
} satisfies Record<string, string>

test.each(Object.entries(PROGRAMS))('%s mean the same with ticks', async (_, source) => {
  expect(await differences([source])).toEqual([])
})

/** Random programs of nested statements that end: loops are short, and some raise. */
const block = (statements: readonly string[]): string =>
  statements.flatMap((text) => text.split('\n').map((line) => `    ${line}`)).join('\n')

const program = fc
  .letrec<{ expression: string; statement: string; body: string[] }>((tie) => ({
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('n', '1', '"s"', '[1, 2]', '(m := n + 1)', '1 // (n % 3)', 'f"{n}"'),
      tie('expression').map((inner) => `[${inner} for n in range(3) if n]`),
      tie('expression').map((inner) => `(lambda n=1: ${inner})()`),
      tie('expression').map((inner) => `{k: ${inner} for k in "ab"}`),
      tie('expression').map((inner) => `list(${inner} for n in (1, 2))`),
      tie('expression').map((inner) => `(${inner}\n if n else\n 2)`.replaceAll('\n', ' ')),
    ),
    statement: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      tie('expression').map((inner) => `say(${inner})`),
      tie('expression').map((inner) => `n = len(str(${inner}))`),
      fc.constantFrom(
        'pass',
        'n += 1',
        'raise ValueError(n)',
        'assert n < 4',
        '"a string"',
        'break_me = n',
      ),
      tie('body').map((body) => `for n in range(3):\n${block(body)}\nelse:\n    say("else")`),
      tie('body').map((body) => `left = 2\nwhile left:\n    left -= 1\n${block(body)}`),
      tie('body').map(
        (body) => `for n in range(9):\n${block(body)}\n    if n > 1: break\n    continue`,
      ),
      tie('body').map(
        (body) => `def f(n=2):\n    "doc"\n${block(body)}\n    return n\nsay(f(), f.__doc__)`,
      ),
      tie('body').map((body) => `def g(n=1):\n${block(body)}\n    yield n\nsay(list(g()))`),
      tie('body').map(
        (body) => `try:\n${block(body)}\nexcept ValueError as e:\n    say(e)\nfinally:\n    say(n)`,
      ),
      tie('body').map((body) => `if n:\n${block(body)}\nelse:\n${block(body)}`),
      tie('body').map((body) => `class C:\n    n = 1\n${block(body)}`),
      tie('body').map(
        (body) => `match n:\n    case 1:\n${block([block(body)])}\n    case _: say("other")`,
      ),
    ),
    body: fc.array(tie('statement'), { minLength: 1, maxLength: 3 }),
  }))
  .body.map((statements) => ['n = 1', ...statements].join('\n'))

test('random programs mean the same with ticks, down to lines and columns of errors', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(program, { minLength: 20, maxLength: 20 }), async (programs) => {
      expect(await differences(programs)).toEqual([])
    }),
    { numRuns: 15, seed: 20260101 },
  )
}, 60_000)

test('ticks are no names, and costs add up', async () => {
  const simulation = new FakeSimulation(python)
  await simulation.begin({
    'client.py': [
      'import dis, _sandbox',
      'def work():',
      '    for n in range(10): pass',
      '    [n for n in range(5)]',
      '    (lambda: 0)()',
      'def main():',
      '    before = _sandbox.now()',
      '    work()',
      '    spent = _sandbox.now() - before',
      '    return [spent, sorted(name for name in globals() if name[0] != "_"), work.__code__.co_names]',
    ].join('\n'),
  })
  expect(valueOf(await simulation.runMain())).toEqual([
    // One call of work, ten turns, five of the comprehension, one lambda.
    17,
    ['dis', 'main', 'work'],
    ['range'],
  ])
})
