import { describe, expect, test } from 'vitest'
import { readLibrary } from '../../../../.config/python-library.ts'
import { nodeMistakes } from '../../../mistakes/mistakes.node.ts'
import { Project } from '../project.ts'
import { type Finding, problemsOf } from './index.ts'

const HEAD = `from celery import Celery, chain, chord, group
from celery.schedules import crontab
import time

app = Celery('shop', broker='redis://', backend='redis://')


@app.task
def add(x, y):
    return x + y


@app.task(bind=True)
def bound(self, number):
    return number


def price(net, tax=19, *, currency):
    return net


`

const library = readLibrary()
const book = nodeMistakes()

function look(text: string): readonly Finding[] {
  const project = new Project(library)
  project.update([
    { path: 'shop.py', text },
    { path: 'mail.py', text: 'def send():\n    pass\n' },
  ])
  return problemsOf(project, 'shop.py')
}

function mended(text: string, { fixes }: Finding): string {
  const edits = fixes?.[0]?.edits ?? []
  return edits
    .toSorted((one, other) => other.from - one.from)
    .reduce((now, { from, to, text: by }) => now.slice(0, from) + by + now.slice(to), text)
}

/** A mistake, the text with it, the part under the squiggle, and what the first fix makes of the text. */
type Case = readonly [mistake: string, text: string, part: string, mended?: string]

const CASES: readonly Case[] = [
  [
    'missing-colon',
    'for i in range(3)\n    print(i)',
    'for i in range(3)',
    'for i in range(3):\n    print(i)',
  ],
  [
    'missing-colon',
    'try:\n    add.delay(1, 2)\nexcept ValueError\n    pass',
    'except ValueError',
    'try:\n    add.delay(1, 2)\nexcept ValueError:\n    pass',
  ],
  ['print-without-brackets', 'print "a"', 'print "a"', 'print("a")'],
  ['bracket-not-closed', 'x = (1,\ny = 2', '(', 'x = (1,)\ny = 2'],
  ['bracket-too-many', 'x = 1)', ')'],
  ['text-not-closed', "x = 'abc\ny = 1", "'abc"],
  ['missing-comma', 'price(1 2)', '1 2', 'price(1, 2)'],
  ['missing-comma', "x = {'a': 1 'b': 2}", "1 'b'", "x = {'a': 1, 'b': 2}"],
  ['missing-comma', 'chord([add.s(1, 1)](add.s(2)))', '](', 'chord([add.s(1, 1)], add.s(2))'],
  ['nothing-indented', 'def f():\nreturn 1', 'def f():'],
  ['too-far-right', 'x = 1\n  y = 2', '  y = 2', 'x = 1\ny = 2'],
  ['not-lined-up', 'if True:\n        x = 1\n    y = 2', '    y = 2'],
  ['tabs-and-spaces', 'if True:\n\tx = 1', '\t', 'if True:\n    x = 1'],
  ['one-equals-sign', 'if price = 3:\n    pass', '=', 'if price == 3:\n    pass'],
  ['not-python', 'x = = 3', 'x = = 3'],
  ['unknown-name', 'kilogram(1)', 'kilogram'],
  ['misspelt-name', 'prnt(1)', 'prnt', 'print(1)'],
  ['package-not-here', 'import numpy', 'numpy'],
  ['misspelt-module', 'import mial', 'mial', 'import mail'],
  ['no-such-name-in-module', 'from mail import receive', 'receive'],
  ['misspelt-name-in-module', 'from mail import sned', 'sned', 'from mail import send'],
  ['misspelt-name-in-module', 'time.slep(1)', 'slep', 'time.sleep(1)'],
  ['removed-in-five', 'from celery.task import task', 'celery.task'],
  ['misspelt-attribute', 'add.dely(1, 2)', 'dely', 'add.delay(1, 2)'],
  ['misspelt-attribute', 'add.delay(1, 2).gte()', 'gte', 'add.delay(1, 2).get()'],
  [
    'forgotten-self',
    'class A:\n    def m():\n        pass',
    'm',
    'class A:\n    def m(self):\n        pass',
  ],
  ['arguments-missing', 'add.delay(1)', 'add.delay(1)'],
  ['arguments-missing', 'price(1)', 'price(1)'],
  ['arguments-too-many', 'bound.delay(1, 2)', '2'],
  ['argument-of-another-name', 'bound.delay(numbr=1)', 'numbr', 'bound.delay(number=1)'],
  ['not-called', 'add.delay', 'add.delay', 'add.delay()'],
  [
    'get-in-task',
    '@app.task\ndef slow():\n    return add.delay(1, 2).get()',
    'add.delay(1, 2).get()',
  ],
  [
    'get-in-task',
    '@app.task\ndef slow():\n    r = group([add.s(1, 2)])()\n    return r.join()',
    'r.join()',
  ],
  [
    'self-without-bind',
    '@app.task\ndef again():\n    raise self.retry()',
    'self',
    '@app.task(bind=True)\ndef again(self):\n    raise self.retry()',
  ],
  [
    'self-not-bound',
    '@app.task(max_retries=3)\ndef again(self):\n    pass',
    'self',
    '@app.task(bind=True, max_retries=3)\ndef again(self):\n    pass',
  ],
  [
    'bound-without-self',
    '@app.task(bind=True)\ndef again():\n    pass',
    'again',
    '@app.task(bind=True)\ndef again(self):\n    pass',
  ],
  [
    'retry-not-raised',
    '@app.task(bind=True)\ndef again(self):\n    self.retry(countdown=3)',
    'self.retry(countdown=3)',
    '@app.task(bind=True)\ndef again(self):\n    raise self.retry(countdown=3)',
  ],
  ['not-json', 'add.delay({1, 2}, 3)', '{1, 2}', 'add.delay([1, 2], 3)'],
  ['not-json', 'add.apply_async((set(), 3))', 'set()', 'add.apply_async((list(set()), 3))'],
  ['not-json', 'add.delay(lambda: 1, 3)', 'lambda: 1'],
  [
    'options-in-delay',
    'add.delay(1, 2, countdown=3)',
    'countdown=3',
    'add.apply_async((1, 2), countdown=3)',
  ],
  ['called-in-canvas', 'chain(add(2, 2), add.s(4))', 'add(2, 2)', 'chain(add.s(2, 2), add.s(4))'],
  [
    'sent-in-canvas',
    'group(add.delay(i, i) for i in range(3))',
    'add.delay(i, i)',
    'group(add.s(i, i) for i in range(3))',
  ],
  ['called-directly', 'print(add(1, 2))', 'add(1, 2)', 'print(add.delay(1, 2))'],
  [
    'misspelt-option',
    'add.apply_async((1, 2), countdwon=3)',
    'countdwon',
    'add.apply_async((1, 2), countdown=3)',
  ],
  [
    'misspelt-option',
    '@app.task(acks_lte=True)\ndef late():\n    pass',
    'acks_lte',
    '@app.task(acks_late=True)\ndef late():\n    pass',
  ],
  [
    'misspelt-setting',
    'app.conf.task_acks_latte = True',
    'task_acks_latte',
    'app.conf.task_acks_late = True',
  ],
  [
    'misspelt-setting',
    'app.conf.update(task_trak_started=True)',
    'task_trak_started',
    'app.conf.update(task_track_started=True)',
  ],
  ['args-not-a-list', 'add.apply_async(2, 3)', '2, 3', 'add.apply_async((2, 3))'],
  ['args-not-a-list', 'bound.apply_async((2))', '(2)', 'bound.apply_async((2,))'],
  ['every-minute', 'crontab(hour=7)', 'crontab(hour=7)', 'crontab(minute=0, hour=7)'],
]

describe('a mistake is found at its place, and its fix mends it', () => {
  const cases = CASES.map(([mistake, text, part, wanted]) => ({ mistake, text, part, wanted }))
  test.each(cases)('$mistake: $text', ({ mistake, text, part, wanted }) => {
    const whole = `${HEAD}${text}\n`
    const found = look(whole)
    expect(found.map((each) => each.mistake)).toEqual([mistake])
    const [first] = found
    if (!first) return
    expect(whole.slice(first.from, first.to)).toBe(part)
    const mistakes = book.get(mistake)
    expect(mistakes?.editor).not.toBeNull()
    const words = book.words({ key: mistake, slots: first.slots ?? {} })
    expect(
      `${words?.title ?? ''} ${words?.what ?? ''} ${words?.why ?? ''} ${words?.mend ?? ''}`,
    ).not.toMatch(/\{\w+\}/u)
    if (wanted === undefined) return
    const after = mended(whole, first)
    expect(after).toBe(`${HEAD}${wanted}\n`)
    expect(look(after).map((each) => each.mistake)).not.toContain(mistake)
  })

  test('whatever the editor can see is among these', () => {
    const tried = new Set(CASES.map(([mistake]) => mistake))
    const untried = book.all.filter(({ key, editor }) => editor !== null && !tried.has(key))
    expect(untried.map(({ key }) => key)).toEqual([])
  })
})

describe('nothing is said of good code', () => {
  test.each([
    ['what this file begins with', ''],
    [
      'names of every kind',
      'import os.path as p\nfor i, (a, *b) in []:\n    print(i, a, b, p)\nwith open("x") as f, open("y"):\n    f.read()\ntry:\n    pass\nexcept* ValueError as e:\n    print(e)\n',
    ],
    [
      'comprehensions and lambdas',
      'print([i for i in range(3) if i], {k: v for k, v in {}.items()}, (lambda u, *r: u)(1), sum(n for n in []))',
    ],
    [
      'patterns',
      'match price:\n    case {"a": q, **r}:\n        print(q, r)\n    case [z, *w] if z:\n        print(w)\n    case int(v) | str(v):\n        print(v)\n    case time.time:\n        pass\n',
    ],
    [
      'types',
      'type K[T] = list[T]\ndef gen[T: int](x: T) -> T:\n    y: T = x\n    return y\nclass B[U](list[U]):\n    x: U\n',
    ],
    [
      'scopes',
      'n = 0\ndef up():\n    global n, made\n    n += 1\n    made = 2\n    def inner():\n        nonlocal_ = n\n        return nonlocal_\n    return inner\nprint(made)\n',
    ],
    [
      'a walrus, an f-string, a decorator',
      'import functools\nif (m := 3):\n    print(f"{m!r:>{m}} {[q for q in []]}")\n@functools.wraps(price)\ndef other(*a, **k):\n    yield\n',
    ],
    [
      'Celery',
      'r = chord([add.s(i, i) for i in range(3)], bound.s())()\nr.get(timeout=3)\n(add.s(1, 2) | add.s(3)).apply_async(countdown=2)\nadd.apply_async((1,), {"y": 2}, queue="a")\napp.conf.beat_schedule = {}\napp.send_task("x", (1,))\nadd.map([(1, 2)])\nadd.name\nprint(r.parent)\n',
    ],
    ['an import that may fail', 'try:\n    import numpy\nexcept ImportError:\n    numpy = None\n'],
    ['a bare yield and a template', 'def f():\n    yield\n    x = yield\n    return x\n'],
  ])('%s', (_title, text) => {
    expect(
      look(HEAD + text).map(({ mistake, from, to }) => [mistake, (HEAD + text).slice(from, to)]),
    ).toEqual([])
  })
})
