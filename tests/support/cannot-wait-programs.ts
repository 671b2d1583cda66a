/** Programs that wait where only a machine that can put stacks away lets them. */

/** A program, and what its error says. */
export interface CannotWaitProgram {
  readonly name: string
  readonly files: { readonly [path: string]: string }
  /** What the error says that Python cannot wait inside of. */
  readonly inside: string
  /** The line of the client that waits. */
  readonly line: number
}

const TASKS = `
from celery import Celery
app = Celery('tasks', broker='redis://', backend='redis://')
@app.task
def add(x, y):
    return x + y
`

const program = (
  name: string,
  inside: string,
  line: number,
  lines: string[],
): CannotWaitProgram => ({
  name,
  files: {
    'tasks.py': TASKS,
    'client.py': ['import time', 'from tasks import add', ...lines].join('\n'),
  },
  inside,
  line,
})

/** One for each such place. */
export const CANNOT_WAIT: readonly CannotWaitProgram[] = [
  program('a lambda', 'a lambda (line 3)', 3, ['wait = lambda: add.delay(1, 2).get()', 'wait()']),
  program('a generator expression', 'a generator expression (line 3)', 3, [
    'later = (add.delay(n, n).get() for n in range(2))',
    'next(later)',
  ]),
  program(
    'a generator that no loop calls',
    'the generator ticker() unless a for loop calls it by its name (line 3)',
    4,
    ['def ticker():', '    time.sleep(1)', '    yield 1', 'next(ticker())'],
  ),
  program('a dunder', '__len__() (line 4)', 5, [
    'class Slow:',
    '    def __len__(self):',
    '        time.sleep(1)',
    '        return 1',
    'len(Slow())',
  ]),
  program(
    'a sort key',
    'key() when library code calls it, as a sort key or a callback say (line 3)',
    4,
    ['def key(n):', '    time.sleep(0.1)', '    return n', 'sorted([2, 1], key=key)'],
  ),
  program(
    'a callback of the library',
    'joined() when library code calls it, as a sort key or a callback say (line 4)',
    5,
    [
      'import re',
      'def joined(match):',
      '    time.sleep(0.1)',
      '    return "x"',
      're.sub("a", joined, "banana")',
    ],
  ),
  program('a class body', 'the body of class Slow (line 3)', 4, [
    'class Slow:',
    '    time.sleep(1)',
  ]),
  program(
    'a property that getattr reads',
    'slow() when library code calls it, as a sort key or a callback say (line 4)',
    6,
    [
      'class Thing:',
      '    @property',
      '    def slow(self):',
      '        time.sleep(1)',
      '        return 1',
      'getattr(Thing(), "slow")',
    ],
  ),
  program('map', 'slow() when library code calls it, as a sort key or a callback say (line 3)', 4, [
    'def slow(n):',
    '    time.sleep(0.1)',
    '    return n',
    'list(map(slow, [1, 2]))',
  ]),
]
