/** Programs that go too deep, for every way of waiting and every engine. */
import type { RunSpec } from '../../src/driver/run-spec.ts'

/** The run of a client that needs nobody else. */
export const deepRun = (client: readonly string[]): RunSpec => ({
  files: {
    'tasks.py': "from celery import Celery\napp = Celery('tasks')\n",
    'client.py': client.join('\n'),
  },
  client: { module: 'client', entry: 'script' },
  cluster: { broker: 'redis', backend: 'redis', app: 'tasks', workers: [] },
  actions: [],
  seed: 1,
  limits: { time: 1_000_000, facts: 1_000 },
})

/** Each goes through C and back into Python without end; the line that does it. */
export const DEEP: {
  readonly [name: string]: readonly [line: number, program: readonly string[]]
} = {
  'a repr that asks for itself': [
    2,
    ['class A:', '    __repr__ = lambda self: repr(self)', 'repr(A())'],
  ],
  'a text of itself': [
    3,
    ['class A:', '    def __str__(self):', "        return f'{self}'", 'str(A())'],
  ],
  'an equality of lists': [
    3,
    ['class A:', '    def __eq__(self, other):', '        return [self] == [A()]', 'A() == A()'],
  ],
  'a hash of a tuple': [
    3,
    ['class A:', '    def __hash__(self):', '        return hash((self,))', 'hash(A())'],
  ],
  'a sort key that sorts': [2, ['def key(n):', '    return sorted([n], key=key)', 'key(1)']],
  'a map of itself': [2, ['def f(n):', '    return list(map(f, [n]))', 'f(1)']],
  'a partial of itself': [
    3,
    ['from functools import partial', 'def f(n):', '    return partial(f, n)()', 'f(1)'],
  ],
  'an attribute that asks for itself': [
    3,
    ['class A:', '    def __getattr__(self, name):', '        return getattr(self, name)', 'A().x'],
  ],
}

/** So deep in iterators that C, which has no measure of it, fills the stack of the machine. */
export const TOO_DEEP = [
  'import itertools',
  'deep = iter([1])',
  'for turn in range(100_000):',
  '    deep = itertools.chain(deep)',
  'print(list(deep))',
] as const
