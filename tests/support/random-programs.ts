import { createStreams, type Stream } from '../../simulator/index.ts'

/** Draws Python programs as syntax trees: most of them make little sense, and some never end. */
export function drawProgram(seed: number): {
  readonly tasks: string
  readonly client: string
} {
  const drawing = new Drawing(createStreams(seed).stream('programs'))
  return { tasks: drawing.tasks(), client: drawing.client() }
}

const NAMES = ['a', 'b', 'c', 'd'] as const
const CALLS = ['f', 'g', 'gen', 'add', 'fail', 'slow'] as const
const BUILTINS = [
  'len',
  'str',
  'sum',
  'list',
  'sorted',
  'repr',
  'abs',
  'bool',
  'tuple',
  'hash',
] as const
const CAUGHT = [
  'BaseException',
  'Exception',
  'ValueError',
  'MemoryError',
  'RecursionError',
] as const
const OPERATORS = ['+', '-', '*', '//', '%', '**', '==', '<', 'and', 'or', 'in'] as const
const DEEPEST = 4

type Lines = readonly string[]

const indented = (lines: Lines): string[] => lines.map((line) => `    ${line}`)

class Drawing {
  readonly #stream: Stream

  constructor(stream: Stream) {
    this.#stream = stream
  }

  tasks(): string {
    const task = (name: string, options: string): string[] => [
      `@app.task(${options})`,
      `def ${name}(*args):`,
      '    a, b, c, d = (*args, 1, 2, "x", [3])[:4]',
      ...indented(this.#block(1)),
      '',
    ]
    return [
      'import time, random, itertools, collections, heapq, json, re, string',
      'from celery import Celery, group, chain, chord',
      "app = Celery('tasks', broker='redis://', backend='redis://')",
      '',
      ...this.#functions(),
      ...task('add', ''),
      ...task('fail', 'autoretry_for=(Exception,), max_retries=2, retry_backoff=True'),
      ...task('slow', 'soft_time_limit=2, time_limit=4'),
    ].join('\n')
  }

  client(): string {
    return [
      'from tasks import *',
      'a, b, c, d = 1, 2.5, "text", [1, 2, 3]',
      ...this.#block(0),
      'print("end", a)',
      '',
    ].join('\n')
  }

  /** A function that may call itself, one that swallows, a generator, and a class of odd habits. */
  #functions(): string[] {
    return [
      'def f(a=1, b=2, c="c", d=()):',
      ...indented(this.#block(2)),
      '    return ' + this.#expression(2),
      'def g(*args, **rest):',
      '    a, b, c, d = (*args, 1, 2, 3, 4)[:4]',
      '    try:',
      ...indented(indented(this.#block(2))),
      `    except ${this.#of(CAUGHT)}:`,
      '        return f',
      'def gen(a=3, *rest):',
      '    b, c, d = 1, "z", []',
      '    while a:',
      ...indented(indented(this.#block(3))),
      '        yield ' + this.#expression(2),
      'class Odd:',
      `    def __len__(self): return ${this.#expression(3, [])}`,
      `    def __eq__(self, other): return ${this.#expression(3, [])}`,
      `    def __hash__(self): return ${this.#of(['1', 'hash(self)', '10**30'])}`,
      `    def __del__(self): ${this.#of(['print("gone")', 'time.sleep(1)', 'raise ValueError'])}`,
      `    def __repr__(self): return ${this.#of(['"odd"', 'repr(self)', '1'])}`,
      '',
    ]
  }

  #block(depth: number): string[] {
    const statements = Array.from({ length: 1 + this.#stream.below(3) }, () =>
      this.#statement(depth),
    )
    return statements.flat()
  }

  #statement(depth: number): string[] {
    const value = this.#expression(depth)
    const simple: readonly (() => string[])[] = [
      () => [`${this.#of(NAMES)} = ${value}`],
      () => [`${this.#of(NAMES)} += ${value}`],
      () => [`print(${value})`],
      () => [`time.sleep(${this.#of(['0', '0.1', '3', '-1', '10**9', 'a'])})`],
      () => [`${this.#of(['add', 'fail', 'slow'])}.delay(${value})`],
      () => [`${this.#of(NAMES)} = ${this.#work()}`],
      () => [`raise ${this.#of(['ValueError', 'SystemExit', 'KeyboardInterrupt', 'MemoryError'])}`],
      () => [`assert ${value}`],
      // Larger ones take time of C, which no budget counts: the page's watchdog is for that.
      () => [`d = [${value}] * ${this.#of(['2', '10**3', '10**4', '10**9'])}`],
      () => ['Odd(), {Odd(): 1}, repr(Odd())'],
    ]
    if (depth >= DEEPEST) return this.#of(simple)()
    const inner = (): string[] => indented(this.#block(depth + 1))
    const nested: readonly (() => string[])[] = [
      () => [`if ${value}:`, ...inner(), 'else:', ...inner()],
      () => [
        `for a in ${this.#of(['range(3)', 'range(10**6)', 'd', 'gen()', value])}:`,
        ...inner(),
      ],
      () => [`while ${this.#of(['True', 'a', value])}:`, ...inner(), this.#leave()],
      () => ['try:', ...inner(), `except ${this.#of(CAUGHT)}:`, ...inner()],
      () => ['try:', ...inner(), 'finally:', ...inner()],
      () => [
        'for b in range(5):',
        '    try:',
        ...indented(inner()),
        '    except BaseException: continue',
      ],
    ]
    return this.#stream.below(3) === 0 ? this.#of(nested)() : this.#of(simple)()
  }

  /** Most loops have an end of their own. */
  #leave(): string {
    return this.#stream.below(8) === 0 ? '    pass' : '    break'
  }

  /** Work inside of the library, with and without an end. */
  #work(): string {
    const size = this.#of(['10', '10**4', '10**5'])
    // Without an end: its whole budget is waited for, so it comes seldom.
    if (this.#stream.below(40) === 0)
      return 'collections.deque(heapq.merge(itertools.count(), itertools.count()), maxlen=0)'
    return this.#of([
      `json.loads(json.dumps(list(range(${size}))))`,
      `collections.Counter(map(str, range(${size})))`,
      `list(heapq.merge(range(${size}), range(${size})))`,
      're.sub("(a|b)*c", "", "ab" * 10)',
      `2 ** ${size}`,
      `"x" * ${size}`,
      'chord([add.s(1), fail.s(2)])(add.s())',
      'chain(add.s(1), slow.s())()',
      'group(add.s(n) for n in range(3))().get(timeout=5)',
    ])
  }

  #expression(depth: number, names: readonly string[] = NAMES): string {
    if (depth > DEEPEST || this.#stream.below(3) === 0)
      return this.#of([...names, '0', '1', '7', '"s"', '[]', 'None', '1.5', 'True', '10**20'])
    const inner = (): string => this.#expression(depth + 1, names)
    return this.#of<() => string>([
      () => `(${inner()} ${this.#of(OPERATORS)} ${inner()})`,
      () => `${this.#of(BUILTINS)}(${inner()})`,
      () => (names.length === 0 ? inner() : `${this.#of(CALLS)}(${inner()})`),
      () => `[${inner()} for _ in range(3)]`,
      () => `(lambda z: ${inner()})(1)`,
      () => `{${inner()}: ${inner()}}`,
      () => `(${inner()} if ${inner()} else ${inner()})`,
      () => `${inner()}[${inner()}]`,
    ])()
  }

  #of<T>(items: readonly T[]): T {
    return items[this.#stream.below(items.length)] as T
  }
}
