import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { stringify, type Json, type ResultMeta } from '../../simulator/index.ts'
import { nodePythonFiles } from './files-node.ts'
import { nodePackages } from './packages-node.ts'
import { createPython, type Python } from './python.ts'
import {
  errorOf,
  FakeSimulation,
  taskQuestion,
  valueOf,
  type Told,
} from './testing/fake-simulation.ts'

let python: Python
let simulation: FakeSimulation
let metas: { [id: string]: ResultMeta }
let answers: { [tell: string]: (say: Say) => Json }

/** What is told, as far as these tests look into it. */
interface Say {
  readonly [field: string]: Json
}

/** What was told, to be compared. */
interface Spoken {
  readonly [field: string]: unknown
}

beforeAll(async () => {
  python = await createPython({ files: await nodePythonFiles(), packages: nodePackages() })
}, 60_000)

beforeEach(() => {
  let ids = 0
  const id = () => `id${String(++ids)}`
  metas = {}
  answers = {
    uuid: () => ({ uuid: id() }),
    apply: (say) => ({
      signature: say['signature'] ?? null,
      result: { type: 'AsyncResult', id: id(), parent: null },
    }),
    retry: () => ({ kind: 'retry', countdown: 180, retries: 1 }),
    // The canvas itself is tested in the simulator; here only what Python makes of its answers.
    canvas: (say) => ({
      signature: {
        task: `celery.${String(say['type'])}`,
        args: [],
        kwargs: { tasks: say['tasks'] ?? null },
        options: {},
        subtask_type: say['type'] ?? null,
        immutable: false,
      },
    }),
    clone: (say) => ({ signature: say['signature'] ?? null }),
  }
  simulation = new FakeSimulation(python)
  simulation.hear = ({ name, say }: Told) => stringify(answers[name]?.(say as Say) ?? {}, 'marked')
  simulation.reply = ({ wait }) =>
    wait.kind === 'results' || wait.kind === 'meta'
      ? { kind: 'metas', metas, timedOut: false }
      : { kind: 'nothing' }
})

const APP = [
  'from celery import Celery',
  "app = Celery('shop', broker='redis://x', backend='redis://y')",
]

/** An answer to `apply` with one message that waits for its receivers. */
const holding = ({ signature, args }: Say): Json => ({
  signature: signature ?? null,
  result: { type: 'AsyncResult', id: 'id1', parent: null },
  messages: [
    {
      name: 'client.add',
      exchange: '',
      routing_key: 'celery',
      headers: { task: 'client.add' },
      properties: {},
      body: [args ?? [], {}, {}],
    },
  ],
})

/** Runs `main()` of a client with an app called `app`. */
async function main(...lines: string[]) {
  await simulation.begin({ 'client.py': [...APP, ...lines].join('\n') })
  return simulation.runMain()
}

/** Loads `tasks.py` with an app into a worker's process and runs one of its tasks. */
async function run(name: string, args: (string | number)[], ...lines: string[]) {
  await simulation.begin({ 'tasks.py': [...APP, ...lines].join('\n') })
  const load = {
    kind: 'load',
    process: 'w1@sim/1',
    role: 'worker',
    module: 'tasks',
    settings: {},
  } as const
  await simulation.finish(load)
  return simulation.finish(taskQuestion('w1@sim/1', `tasks.${name}`, args))
}

const told = (name: string) =>
  simulation.told.filter((each) => each.name === name).map(({ say }) => say as Spoken)

const tasksTold = () => told('tasks').flatMap(({ definitions }) => definitions as Spoken[])
const notes = () => told('note').map(({ text }) => text)

const success = (result: Json): ResultMeta => ({
  status: 'SUCCESS',
  result,
  traceback: null,
  children: [],
  date_done: '2026-01-01T00:00:01+00:00',
})

const failure = (type: string, module: string, message: Json): ResultMeta => ({
  ...success({ exc_type: type, exc_module: module, exc_message: message }),
  status: 'FAILURE',
})

describe('sending', () => {
  test('a call is told with its arguments as kombu writes them, their reprs and its line', async () => {
    await main(
      '@app.task',
      'def add(x, y): pass',
      'import datetime',
      'def main():',
      "    add.apply_async(((1, 'a'), {1.5: datetime.date(2026, 1, 2)}), countdown=1.5, queue='q')",
    )
    expect(told('apply')).toEqual([
      {
        signature: expect.objectContaining({
          task: 'client.add',
          args: [],
          subtask_type: null,
        }),
        args: [{ $tuple: [1, 'a'] }, { '1.5': { __type__: 'date', __value__: '2026-01-02' } }],
        kwargs: {},
        options: { countdown: { $num: '1.5' }, queue: 'q' },
        argsrepr: "((1, 'a'), {1.5: datetime.date(2026, 1, 2)})",
        kwargsrepr: '{}',
        at: { file: 'client.py', line: 7 },
      },
    ])
  })

  test('what JSON cannot hold is told with the reason, which the simulation has the caller raise', async () => {
    answers['apply'] = ({ args }) => {
      const [{ why }] = args as readonly [{ readonly why: { [name: string]: Json } }]
      const { message = '' } = why
      return { error: { type: 'kombu.exceptions.EncodeError', message, of: why } }
    }
    const answer = await main(
      '@app.task',
      'def add(x): pass',
      'class Order: pass',
      'def main():',
      '    found = []',
      '    for value in ({1}, Order(), [range(3)], {(1, 2): 3}):',
      '        try:',
      '            add.delay(value)',
      '        except Exception as exc:',
      '            found.append([type(exc).__module__, type(exc).__name__, str(exc)])',
      '    return found',
    )
    const encode = (text: string) => ['kombu.exceptions', 'EncodeError', text]
    expect(valueOf(answer)).toEqual([
      encode('Object of type set is not JSON serializable'),
      encode('Object of type Order is not JSON serializable'),
      encode('Object of type range is not JSON serializable'),
      encode('keys must be str, int, float, bool or None, not tuple'),
    ])
    expect(told('apply')).toHaveLength(4)
  })

  test('an exception that the simulation answers is raised where the call stands', async () => {
    answers['apply'] = () => ({
      error: {
        type: 'celery.exceptions.QueueNotFound',
        message: "Queue 'x' missing from task_queues",
      },
    })
    const error = errorOf(
      await main('@app.task', 'def add(x): pass', 'def main():', '    add.delay(1)'),
    )
    expect(error).toMatchObject({ type: 'QueueNotFound', module: 'celery.exceptions' })
    expect(error.frames.at(-1)).toEqual({ file: 'client.py', line: 6, function: 'main' })
  })

  test('send_task says that no task of this program stands behind the name', async () => {
    await main('def main():', "    app.send_task('other.name', (1,), countdown=2)")
    expect(told('apply')[0]).toMatchObject({
      byName: true,
      signature: { task: 'other.name' },
      options: { countdown: 2 },
    })
  })

  test('functions among task_routes are asked here, and their answers go along', async () => {
    await main(
      'def by_name(name, args, kwargs, options, task=None, **kw):',
      "    return {'queue': args[0]} if task is not None else None",
      "app.conf.task_routes = ({'a.*': 'plain'}, by_name)",
      '@app.task',
      'def add(x): pass',
      'def main():',
      "    add.delay('vip')",
    )
    expect(
      told('conf').findLast(({ settings }) => 'task_routes' in (settings as Spoken)),
    ).toMatchObject({
      settings: { task_routes: [{ 'a.*': 'plain' }, { $callable: 0 }] },
    })
    expect(told('apply')[0]).toMatchObject({ options: { $routes: [{ queue: 'vip' }] } })
  })

  test('a receiver of a signal that raises stops nothing', async () => {
    answers['apply'] = holding
    const answer = await main(
      'from celery.signals import after_task_publish',
      '@after_task_publish.connect',
      'def heard(sender=None, **kwargs):',
      '    print(sender)',
      '    raise ValueError',
      '@app.task',
      'def add(x): pass',
      'def main():',
      '    return add.delay(1).id',
    )
    expect(valueOf(answer)).toBe('id1')
    expect(told('print').map(({ text }) => text)).toContain('client.add')
  })

  test('receivers of before_task_publish see each message, and what they change of it travels', async () => {
    answers['apply'] = holding
    await main(
      'from celery.signals import before_task_publish',
      '@before_task_publish.connect',
      'def mark(sender=None, headers=None, body=None, **kwargs):',
      "    headers['tenant'] = sender, body[0]",
      '@app.task',
      'def add(x): pass',
      'def main():',
      '    return add.delay(1).id',
    )
    expect(told('apply')[0]).toMatchObject({ held: true })
    expect(told('release')).toMatchObject([
      { index: 0, changed: { headers: { task: 'client.add', tenant: ['client.add', [1]] } } },
    ])
  })
})

describe('tasks', () => {
  test('a definition says parameters, flags and only what the program sets', async () => {
    await main(
      'import celery',
      'class Patient(celery.Task):',
      '    max_retries = 7',
      "@app.task(bind=True, base=Patient, acks_late=True, name='own.name')",
      'def work(self, a, /, b, *rest, c=1, **more): pass',
      '@app.task',
      'def errback(request, exc, traceback): pass',
      'def main(): pass',
    )
    const own = tasksTold().filter(({ name }) => !String(name).startsWith('celery.'))
    expect(own).toEqual([
      {
        name: 'own.name',
        bound: true,
        newStyleErrback: false,
        parameters: [
          { name: 'a', kind: 'positional-only', hasDefault: false },
          { name: 'b', kind: 'positional', hasDefault: false },
          { name: 'rest', kind: 'var-positional', hasDefault: false },
          { name: 'c', kind: 'keyword-only', hasDefault: true },
          { name: 'more', kind: 'var-keyword', hasDefault: false },
        ],
        options: { function: 'work', max_retries: 7, acks_late: true },
      },
      expect.objectContaining({ name: 'client.errback', bound: false, newStyleErrback: true }),
    ])
  })

  test('annotations that cannot be evaluated do no harm', async () => {
    await main('@app.task', 'def work(order: Order): pass', 'def main(): pass')
    expect(tasksTold().at(-1)).toMatchObject({
      name: 'client.work',
      parameters: [{ name: 'order' }],
    })
  })

  test('the decorator refuses what Celery refuses', async () => {
    const answer = await main(
      'def main():',
      '    found = []',
      '    for args in ((1,), (len, 1)):',
      '        try:',
      '            app.task(*args)',
      '        except TypeError as exc:',
      '            found.append(str(exc))',
      '    return found',
    )
    expect(valueOf(answer)).toEqual([
      'argument 1 to @task() must be a callable',
      '@task() takes exactly 1 argument (2 given)',
    ])
  })

  test('a task of a shared_task and of a class are found by their names; others are not registered', async () => {
    const answer = await main(
      'from celery import Task, shared_task, current_app',
      '@shared_task',
      'def helper(x): return x * 2',
      'class Greeter(Task):',
      "    name = 'greeter'",
      '    def run(self, who): return who',
      'app.register_task(Greeter())',
      'def main():',
      '    try:',
      "        app.tasks['nope']",
      '    except KeyError as exc:',
      '        missing = [type(exc).__name__, str(exc)]',
      "    return [helper(2), helper.name, app.tasks['greeter']('eve'), current_app.main, missing]",
    )
    expect(valueOf(answer)).toEqual([
      4,
      'client.helper',
      'eve',
      'shop',
      ['NotRegistered', "'nope'"],
    ])
  })

  test('attributes follow the settings until the task has its own', async () => {
    const answer = await main(
      '@app.task',
      'def plain(): pass',
      '@app.task(acks_late=False)',
      'def own(): pass',
      'app.conf.task_acks_late = True',
      'def main(): return [plain.acks_late, own.acks_late, plain.max_retries]',
    )
    expect(valueOf(answer)).toEqual([true, false, 3])
  })
})

describe('running', () => {
  test('a later request of a task has what the first had, and nothing that the first was given', async () => {
    const question = taskQuestion('w1@sim/1', 'tasks.look')
    if (question.kind !== 'task') throw new Error('it is a task')
    const asked = (id: string) => ({
      ...question,
      request: { ...question.request, id, delivery_info: { exchange: '' }, reply_to: 'me' },
    })
    await simulation.begin({
      'tasks.py': [
        ...APP,
        '@app.task(bind=True)',
        'def look(self):',
        '    info = dict(self.request.delivery_info)',
        "    self.request.delivery_info['seen'] = True",
        '    return [self.request.id, self.request.reply_to, info]',
      ].join('\n'),
    })
    await simulation.finish({
      kind: 'load',
      process: 'w1@sim/1',
      role: 'worker',
      module: 'tasks',
      settings: {},
    })
    const answers = []
    for (const id of ['one', 'two']) answers.push(valueOf(await simulation.finish(asked(id))))
    expect(answers).toEqual([
      ['one', 'me', { exchange: '' }],
      ['two', 'me', { exchange: '' }],
    ])
  })

  test('a bound task sees its request, with own headers as fields; arguments keep kombu types', async () => {
    await simulation.begin({
      'tasks.py': [
        ...APP,
        '@app.task(bind=True)',
        'def look(self, day):',
        '    r = self.request',
        '    return [day.year, r.id, r.retries, r.tenant, r.headers, r.called_directly, self.name]',
      ].join('\n'),
    })
    await simulation.finish({
      kind: 'load',
      process: 'w1@sim/1',
      role: 'worker',
      module: 'tasks',
      settings: {},
    })
    const day = { __type__: 'date', __value__: '2026-01-02' }
    const answer = await simulation.finish({
      kind: 'task',
      process: 'w1@sim/1',
      name: 'tasks.look',
      args: [day],
      kwargs: {},
      request: {
        id: 'x',
        task: 'tasks.look',
        args: [day],
        kwargs: {},
        hostname: 'w1@sim',
        retries: 2,
        headers: { tenant: 'acme' },
      },
    })
    expect(valueOf(answer)).toEqual([2026, 'x', 2, 'acme', { tenant: 'acme' }, false, 'tasks.look'])
  })

  test('outside of a worker the request is empty', async () => {
    const answer = await main(
      '@app.task(bind=True)',
      'def look(self, x):',
      '    r = self.request',
      '    return [r.id, r.called_directly, r.retries, list(r.args), r.delivery_info]',
      'def main(): return look(7)',
    )
    expect(valueOf(answer)).toEqual([null, true, 0, [7], null])
  })

  test('a value that JSON cannot hold is an EncodeError with the repr of the reason', async () => {
    const answer = await run('give', [], '@app.task', 'def give(): return {1}')
    expect(answer).toMatchObject({
      kind: 'returned',
      value: {
        repr: '{1}',
        error: {
          type: 'EncodeError',
          module: 'kombu.exceptions',
          args: ["TypeError('Object of type set is not JSON serializable')"],
        },
      },
    })
  })

  test('exceptions that cannot be built again are wrapped; args that JSON cannot hold become reprs', async () => {
    const lines = [
      'class Strange(Exception):',
      '    def __init__(self, item, left):',
      "        super().__init__(f'{item}: {left}')",
      '@app.task',
      'def odd(kind):',
      "    if kind == 'strange': raise Strange('lamp', 2)",
      '    raise ValueError({1})',
    ]
    expect(errorOf(await run('odd', ['strange'], ...lines))).toMatchObject({
      type: 'UnpickleableExceptionWrapper',
      module: 'celery.utils.serialization',
      args: ['tasks', 'Strange', ['lamp: 2'], "Strange('lamp: 2')"],
      message: "Strange('lamp: 2')",
      frames: [{ file: 'tasks.py', line: 8, function: 'odd' }],
    })
    expect(errorOf(await run('odd', ['plain'], ...lines))).toMatchObject({
      type: 'ValueError',
      module: 'builtins',
      args: ['{1}'],
      repr: 'ValueError({1})',
      expected: false,
    })
  })

  test('commands to the worker and expected exceptions are marked', async () => {
    const lines = [
      'from celery.exceptions import Ignore, Reject',
      '@app.task(throws=(KeyError,))',
      'def odd(kind):',
      "    if kind == 'ignore': raise Ignore('why')",
      "    if kind == 'reject': raise Reject('no', requeue=True)",
      "    raise KeyError('k')",
    ]
    expect(errorOf(await run('odd', ['ignore'], ...lines)).command).toEqual({
      kind: 'ignore',
      reason: 'why',
    })
    expect(errorOf(await run('odd', ['reject'], ...lines)).command).toEqual({
      kind: 'reject',
      reason: 'no',
      requeue: true,
    })
    const expected = errorOf(await run('odd', ['key'], ...lines))
    expect([expected.command, expected.expected]).toEqual([undefined, true])
  })

  test('retry publishes through the simulation and raises Retry with its words', async () => {
    const error = errorOf(
      await run(
        'flaky',
        [1],
        '@app.task(bind=True)',
        'def flaky(self, n):',
        '    try:',
        "        {}['k']",
        '    except KeyError as exc:',
        '        raise self.retry(exc=exc, countdown=0.5, args=(2,))',
      ),
    )
    expect(error).toMatchObject({ type: 'Retry', message: "Retry in 0.5s: KeyError('k')" })
    expect(error.command).toEqual({ kind: 'retry' })
    expect(told('retry')).toEqual([
      expect.objectContaining({
        args: [2],
        argsrepr: '(2,)',
        kwargs: null,
        countdown: { $num: '0.5' },
        maxRetries: null,
        auto: false,
        error: expect.objectContaining({ type: 'KeyError', args: ['k'] }),
      }),
    ])
  })

  test('with no try left the exception given is raised, otherwise MaxRetriesExceededError', async () => {
    answers['retry'] = () => ({
      kind: 'exceeded',
      message: "Can't retry tasks.never[x] args:() kwargs:{}",
    })
    const lines = [
      '@app.task(bind=True)',
      'def never(self, given):',
      "    raise self.retry(exc=OSError('down') if given else None)",
    ]
    expect(errorOf(await run('never', [1], ...lines))).toMatchObject({
      type: 'OSError',
      args: ['down'],
    })
    expect(errorOf(await run('never', [0], ...lines))).toMatchObject({
      type: 'MaxRetriesExceededError',
      message: "Can't retry tasks.never[x] args:() kwargs:{}",
    })
  })

  test('autoretry tells its own retry for the exceptions it lists, and no others', async () => {
    const lines = [
      '@app.task(autoretry_for=(OSError,), dont_autoretry_for=(FileNotFoundError,),',
      "          retry_kwargs={'max_retries': 1, 'countdown': 2, 'queue': 'slow'})",
      'def read(kind):',
      "    raise {'file': FileNotFoundError, 'os': PermissionError, 'value': ValueError}[kind]('x')",
    ]
    expect(errorOf(await run('read', ['file'], ...lines)).type).toBe('FileNotFoundError')
    expect(errorOf(await run('read', ['value'], ...lines)).type).toBe('ValueError')
    expect(told('retry')).toEqual([])
    expect(errorOf(await run('read', ['os'], ...lines)).command).toEqual({ kind: 'retry' })
    expect(told('retry')[0]).toMatchObject({
      auto: true,
      countdown: 2,
      maxRetries: 1,
      options: { queue: 'slow' },
    })
  })

  test('handlers and signals come in Celery order, once the result is stored', async () => {
    await run(
      'work',
      [],
      'import celery',
      'from celery import signals',
      'class Loud(celery.Task):',
      "    def before_start(self, *args): print('before_start')",
      "    def on_success(self, *args): print('on_success')",
      "    def after_return(self, status, *args): print('after_return', status)",
      '@signals.task_prerun.connect',
      "def pre(**kw): print('prerun')",
      '@signals.task_postrun.connect',
      "def post(state=None, **kw): print('postrun', state)",
      '@app.task(base=Loud)',
      "def work(): print('body')",
    )
    const lines = told('print')
      .map(({ text }) => text)
      .join(' ')
      .replaceAll(/\s+/g, ' ')
    expect(lines).toBe('prerun before_start body on_success after_return SUCCESS postrun SUCCESS')
    const waits = simulation.parked.map(({ wait }) => wait)
    const value = { json: null, repr: 'None' }
    expect(waits).toEqual([
      { kind: 'ended', ending: { value }, internal: false },
      { kind: 'concluded' },
    ])
  })

  test('errbacks of the new style are called with the exception itself', async () => {
    await run(
      'bad',
      [],
      'class Own(Exception): pass',
      '@app.task',
      "def bad(): raise Own('x')",
      '@app.task',
      'def handler(request, exc, traceback, extra):',
      '    print(request.id, isinstance(exc, Own), traceback, extra)',
    )
    await simulation.finish({
      kind: 'errback',
      process: 'w1@sim/1',
      signature: {
        task: 'tasks.handler',
        args: ['own'],
        kwargs: {},
        options: {},
        subtask_type: null,
        immutable: false,
      },
      request: {
        id: 'w1@sim/1-tasks.bad',
        task: 'tasks.bad',
        args: [],
        kwargs: {},
        hostname: 'w1@sim',
        retries: 0,
      },
      error: { type: 'Own', module: 'tasks', args: ['x'], repr: '', message: 'x', frames: [] },
      traceback: 'Traceback',
    })
    expect(
      told('print')
        .map(({ text }) => text)
        .join('')
        .replaceAll(/\s+/g, ' '),
    ).toContain('w1@sim/1-tasks.bad True Traceback own')
  })

  test('lines of a task logger carry task and id, in a worker from INFO on', async () => {
    await run(
      'speak',
      [],
      'import logging',
      'from celery.utils.log import get_task_logger',
      'log = get_task_logger(__name__)',
      '@app.task',
      'def speak():',
      "    log.info('hello %s', 'you')",
      "    log.debug('hidden')",
      "    logging.getLogger('other').error('plain')",
    )
    expect(told('log').map(({ level, text }) => [level, text])).toEqual([
      ['INFO', 'tasks.speak[w1@sim/1-tasks.speak]: hello you'],
      ['ERROR', 'plain'],
    ])
  })
})

describe('results', () => {
  test('get waits with its ancestors watched, and reads values with their types', async () => {
    metas = { id1: success({ __type__: 'decimal', __value__: '1.50' }) }
    const answer = await main(
      '@app.task',
      'def add(x): pass',
      'def main():',
      '    r = add.delay(1)',
      '    value = r.get(timeout=2)',
      '    return [repr(value), r.state, r.ready(), r.successful(), r.date_done.year, repr(r), r == "id1"]',
    )
    expect(valueOf(answer)).toEqual([
      "Decimal('1.50')",
      'SUCCESS',
      true,
      true,
      2026,
      '<AsyncResult: id1>',
      true,
    ])
    expect(simulation.parked.map(({ wait }) => wait)).toEqual([
      { kind: 'results', ids: ['id1'], watch: [], timeout: 2_000_000 },
    ])
  })

  test('a failed ancestor raises before the result itself', async () => {
    answers['apply'] = (say) => ({
      signature: say['signature'] ?? null,
      result: {
        type: 'AsyncResult',
        id: 'last',
        parent: { type: 'AsyncResult', id: 'first', parent: null },
      },
    })
    const error = errorOf(
      await main(
        '@app.task',
        'def add(x): pass',
        'def main():',
        '    r = add.delay(1)',
        '    assert r.parent.id == "first"',
        '    return r.get()',
      ),
    )
    // Nothing is stored, so the wait ends without a result.
    expect(error.type).toBe('TimeoutError')
    expect(simulation.parked.at(-1)?.wait).toMatchObject({ kind: 'meta', id: 'first' })
    metas = { first: failure('KeyError', 'builtins', ['k']), last: success(1) }
    const raised = errorOf(
      await main('@app.task', 'def add(x): pass', 'def main():', '    return add.delay(1).get()'),
    )
    expect(raised).toMatchObject({ type: 'KeyError', args: ['k'] })
  })

  test('exceptions are built again: own classes, unknown ones, and ones that need other arguments', async () => {
    metas = {
      own: failure('Own', 'client', ['x', 1]),
      unknown: failure('Gone', 'elsewhere', ['y']),
      strict: failure('Strict', 'client', ['z']),
      strange: failure('int', 'builtins', ['1']),
    }
    const answer = await main(
      'class Own(Exception): pass',
      'class Strict(Exception):',
      '    def __init__(self, a, b): super().__init__(a)',
      'def main():',
      "    found = [app.AsyncResult(i).get(propagate=False) for i in ('own', 'unknown', 'strict')]",
      '    out = [[type(e).__module__, type(e).__name__, str(e)] for e in found]',
      '    try:',
      "        app.AsyncResult('strange').result",
      '    except Exception as exc:',
      '        out.append(type(exc).__name__)',
      '    return out',
    )
    expect(valueOf(answer)).toEqual([
      ['client', 'Own', "('x', 1)"],
      ['celery.exceptions', 'Gone', 'y'],
      ['builtins', 'Exception', "<class 'client.Strict'>(['z'])"],
      'SecurityError',
    ])
  })

  test('get inside a task is refused unless it is allowed', async () => {
    metas = { id1: success(3), id2: success(3) }
    const lines = [
      'from celery.result import allow_join_result',
      '@app.task',
      'def add(x): pass',
      '@app.task',
      'def outer(allowed):',
      '    r = add.delay(1)',
      '    if not allowed: return r.get()',
      '    with allow_join_result(): return r.get()',
    ]
    const error = errorOf(await run('outer', [0], ...lines))
    expect(error.type).toBe('RuntimeError')
    expect(error.message).toMatch(/^Never call result\.get\(\) within a task!\n/)
    expect(valueOf(await run('outer', [1], ...lines))).toBe(3)
    expect(simulation.parked.at(-1)?.wait).toMatchObject({ kind: 'results', allowed: true })
    const switched = lines.with(-1, '    return r.get(disable_sync_subtasks=False)')
    await run('outer', [1], ...switched)
    expect(simulation.parked.at(-1)?.wait).not.toHaveProperty('allowed')
  })

  test('without a backend get and state fail as in Celery', async () => {
    await simulation.begin({
      'client.py': [
        'from celery import Celery',
        "app = Celery('shop')",
        '@app.task',
        'def add(x): pass',
        'def main():',
        '    r = add.delay(1)',
        '    found = []',
        '    for call in (lambda: r.get(), lambda: r.state):',
        '        try: call()',
        '        except Exception as exc: found.append([type(exc).__name__, str(exc)])',
        '    return found',
      ].join('\n'),
    })
    expect(valueOf(await simulation.runMain())).toEqual([
      [
        'NotImplementedError',
        'No result backend is configured.\nPlease see the documentation for more information.',
      ],
      ['AttributeError', "'DisabledBackend' object has no attribute '_get_task_meta_for'"],
    ])
  })

  test('a group gives its values in order and raises what failed', async () => {
    metas = { a: success(1), b: failure('ValueError', 'builtins', ['two']), c: success(3) }
    const answer = await main(
      'from celery.result import GroupResult, result_from_tuple',
      'def main():',
      "    g = app.GroupResult('g', [app.AsyncResult(i) for i in 'abc'])",
      '    out = [repr(v) for v in g.get(propagate=False)]',
      '    try: g.get()',
      '    except ValueError as exc: out.append(str(exc))',
      '    out += [g.completed_count(), g.failed(), g.ready(), len(g)]',
      '    out.append(result_from_tuple(g.as_tuple()) == g)',
      '    try: g.state',
      '    except AttributeError as exc: out.append(str(exc))',
      '    return out',
    )
    expect(valueOf(answer)).toEqual([
      '1',
      "ValueError('two')",
      '3',
      'two',
      2,
      true,
      true,
      3,
      true,
      "'GroupResult' object has no attribute 'state'",
    ])
  })
})

describe('remote control', () => {
  const pongs = [
    { worker: 'w2@sim', reply: { ok: 'pong' } },
    { worker: 'w1@sim', reply: { ok: 'pong' } },
  ]

  beforeEach(() => {
    answers['control'] = () => ({ ticket: 7 })
    simulation.reply = ({ wait }) => {
      if (wait.kind === 'replies')
        return { kind: 'replies', replies: wait.limit === 1 ? [] : pongs }
      if (wait.kind === 'sleep') return { kind: 'nothing' }
      if (wait.kind === 'broker')
        return { kind: 'broker', value: { message_count: 4, consumer_count: 0 }, refusal: null }
      return { kind: 'count', count: 4 }
    }
  })

  test('commands are told with their arguments, and wait for replies only when asked to', async () => {
    await main(
      'def main():',
      "    app.control.revoke(['a', 'b'], terminate=True)",
      "    app.AsyncResult('a').revoke()",
      "    app.control.rate_limit('t', '1/s', destination=['w1@sim'], reply=True, timeout=2)",
    )
    expect(
      told('control').map(({ method, arguments: args, reply }) => [method, args, reply]),
    ).toEqual([
      ['revoke', { task_id: ['a', 'b'], terminate: true, signal: 'SIGTERM' }, false],
      ['revoke', { task_id: 'a', terminate: false, signal: null }, false],
      ['rate_limit', { task_name: 't', rate_limit: '1/s' }, true],
    ])
    expect(simulation.parked.map(({ wait }) => wait)).toEqual([
      { kind: 'replies', ticket: 7, timeout: 2_000_000, limit: 1 },
    ])
  })

  test('control gives a list of replies, inspect a dict by node, None where nobody replied', async () => {
    const answer = await main(
      'def main():',
      '    heard = []',
      '    out = [app.control.ping(), app.control.inspect().ping(),',
      "           app.control.inspect(destination=['w3@sim']).active(),",
      "           app.control.broadcast('ping', reply=True, callback=heard.append) == heard]",
      '    try:',
      "        app.control.broadcast('ping', destination='w1@sim')",
      '    except ValueError as exc:',
      '        out.append(str(exc))',
      '    return out',
    )
    expect(valueOf(answer)).toEqual([
      [{ 'w2@sim': { ok: 'pong' } }, { 'w1@sim': { ok: 'pong' } }],
      { 'w2@sim': { ok: 'pong' }, 'w1@sim': { ok: 'pong' } },
      null,
      true,
      "destination must be a list/tuple not <class 'str'>",
    ])
  })

  test('purge counts, and a connection tells how long a queue is', async () => {
    const answer = await main(
      'def main():',
      '    with app.connection_for_read() as conn:',
      "        found = conn.default_channel.queue_declare(queue='mail', passive=True)",
      '    return [app.control.purge(), found.message_count]',
    )
    expect(valueOf(answer)).toEqual([4, 4])
    expect(simulation.parked.map(({ wait }) => wait)).toEqual([
      { kind: 'broker', ask: { do: 'look', queue: 'mail' } },
      { kind: 'broker', ask: { do: 'close', channels: [1] } },
      { kind: 'purge' },
    ])
  })
})

describe('eager', () => {
  test('apply runs here, retries at once and keeps the exception', async () => {
    const answer = await main(
      '@app.task(bind=True, max_retries=2)',
      'def flaky(self, good_at):',
      '    if self.request.retries < good_at:',
      "        raise self.retry(countdown=5, exc=OSError('x'))",
      '    return [self.request.retries, self.request.is_eager]',
      'def main():',
      '    bad = flaky.apply((9,))',
      '    out = [flaky.apply((1,)).get(), bad.state, repr(bad.result)]',
      '    app.conf.task_always_eager = True',
      '    out.append(type(flaky.delay(0)).__name__)',
      '    try: flaky.delay({1})',
      '    except Exception as exc: out.append(type(exc).__name__)',
      '    return out',
    )
    expect(valueOf(answer)).toEqual([
      [1, true],
      'FAILURE',
      "OSError('x')",
      'EagerResult',
      'EncodeError',
    ])
    expect(told('apply')).toEqual([])
    expect(simulation.parked).toEqual([])
  })
})

describe('signatures', () => {
  test('live objects inside stay the same objects; tuples of tasks stay tuples', async () => {
    const answer = await main(
      'from celery import group',
      '@app.task',
      'def add(*args): pass',
      'def main():',
      '    thing = {1, 2}',
      '    sig = add.s(thing, (1, [2]))',
      '    copy = sig.clone()',
      '    return [copy.args[0] is thing, repr(copy), repr(group(add.s(1), add.s(2))),',
      '            repr(group([add.s(1)])), type(group(add.s(1))).__name__]',
    )
    expect(valueOf(answer)).toEqual([
      true,
      'client.add({1, 2}, (1, [2]))',
      'group((client.add(1), add(2)))',
      'group([client.add(1)])',
      'group',
    ])
    expect(told('clone')[0]).toMatchObject({
      signature: { args: [{ $ref: 0, repr: '{1, 2}' }, { $tuple: [1, [2]] }] },
    })
  })
})

describe('settings', () => {
  test('the cluster wins over the program, that over a configuration module, that over defaults', async () => {
    await simulation.begin({
      'celeryconfig.py':
        'task_acks_late = True\nbroker_url = "redis://module"\nresult_cache_max = 5',
      'client.py': [
        'from celery import Celery',
        "app = Celery('shop', broker='redis://own')",
        "app.config_from_object('celeryconfig')",
        "app.conf.update(task_default_queue='work')",
        'def main():',
        '    c = app.conf',
        '    out = [c.broker_url, c.result_backend, c.task_acks_late, c["task_default_queue"], c.task_protocol]',
        '    try: c.nosuch',
        '    except AttributeError as exc: out.append(str(exc))',
        '    return out',
      ].join('\n'),
    })
    const settings = { result_backend: 'redis://cluster' }
    await simulation.finish({
      kind: 'load',
      process: 'client',
      role: 'client',
      module: 'client',
      settings,
    })
    const answer = await simulation.finish({
      kind: 'main',
      process: 'client',
      module: 'client',
      entry: 'main',
      settings,
    })
    expect(valueOf(answer)).toEqual([
      'redis://own',
      'redis://cluster',
      true,
      'work',
      2,
      "'Settings' object has no attribute 'nosuch'",
    ])
    expect(notes()).toEqual([
      'The setting `result_cache_max` is not simulated yet: the program runs as if it were not there.',
    ])
  })

  test('a namespace and old names are understood; a mixture is refused', async () => {
    const answer = await main(
      'def main():',
      "    app.config_from_object({'CELERY_TASK_ACKS_LATE': True, 'OTHER': 1}, namespace='CELERY')",
      '    out = [app.conf.task_acks_late]',
      "    app.config_from_object({'CELERYD_PREFETCH_MULTIPLIER': 1})",
      '    out += [app.conf.worker_prefetch_multiplier, app.conf.task_acks_late]',
      "    other = Celery('other', set_as_current=False)",
      "    other.config_from_object({'CELERYD_PREFETCH_MULTIPLIER': 1, 'task_acks_late': True})",
      '    try: other.conf.task_acks_late',
      '    except Exception as exc: out.append(str(exc))',
      '    return out',
    )
    expect(valueOf(answer)).toEqual([
      true,
      1,
      false,
      '\n\nCannot mix new and old setting keys, please rename the\n' +
        'following settings to the new format:\n\n' +
        'CELERYD_PREFETCH_MULTIPLIER          -> worker_prefetch_multiplier\n\n',
    ])
  })

  test('queues travel with their exchange, arguments and short forms', async () => {
    await main(
      'from kombu import Exchange, Queue',
      "app.conf.task_queues = [Queue('q', Exchange('ex', type='topic'), routing_key='a.#', max_priority=5)]",
      'def main(): pass',
    )
    expect(told('conf').at(-1)).toMatchObject({
      settings: {
        task_queues: [
          {
            name: 'q',
            exchange: { name: 'ex', type: 'topic' },
            routing_key: 'a.#',
            queue_arguments: { 'x-max-priority': 5 },
          },
        ],
      },
    })
  })

  test('processes have apps of their own', async () => {
    await simulation.begin({
      'tasks.py': [
        ...APP,
        'seen = []',
        '@app.task',
        'def note(x):',
        '    seen.append(x)',
        '    app.main = app.main + "!"',
        '    return [seen, app.main]',
      ].join('\n'),
    })
    for (const process of ['w1@sim/1', 'w1@sim/2']) {
      await simulation.finish({
        kind: 'load',
        process,
        role: 'process',
        module: 'tasks',
        settings: {},
      })
      const answer = await simulation.finish(taskQuestion(process, 'tasks.note', [1]))
      expect(valueOf(answer)).toEqual([[1], 'shop!'])
    }
  })

  test('workers import what the settings list; clients do not', async () => {
    const files = {
      'tasks.py':
        "from celery import Celery\napp = Celery('shop', include=['more'])\ndef main(): pass",
      'more.py': 'from tasks import app\n@app.task\ndef extra(): pass',
    }
    await simulation.begin(files)
    await simulation.runMain('tasks')
    expect(tasksTold().map(({ name }) => name)).not.toContain('more.extra')
    await simulation.finish({
      kind: 'load',
      process: 'w1@sim',
      role: 'worker',
      module: 'tasks',
      settings: {},
    })
    expect(tasksTold().map(({ name }) => name)).toContain('more.extra')
  })
})

describe('what is not here', () => {
  test('imports and attributes say so, and what to do instead', async () => {
    const answer = await main(
      'def main():',
      '    import celery.result',
      '    out = []',
      "    for code in ('import celery.bin', 'from celery import nope', 'from celery.result import Nope',",
      "                 'celery.result.Nope', 'app.nowhere()',",
      "                 'app.nope', 'from celery import task'):",
      '        try: exec(code)',
      '        except Exception as exc: out.append(f"{type(exc).__name__}: {exc}")',
      '    return [*out, hasattr(celery.result, "Nope")]',
    )
    const list = 'docs/API.md lists what is.'
    const missing = (name: string) => `\`${name}\` is not in this sandbox.`
    expect(valueOf(answer)).toEqual([
      `ImportError: ${missing('celery.bin')} Workers are started by the lab: no command line is needed. ${list}`,
      `ImportError: ${missing('celery.nope')} ${list}`,
      `ImportError: ${missing('celery.result.Nope')} ${list}`,
      `AttributeError: ${missing('celery.result.Nope')} ${list}`,
      `AttributeError: ${missing('app.nowhere')} ${list}`,
      `AttributeError: ${missing('app.nope')} ${list}`,
      expect.stringMatching(/^ImportError: cannot import name 'task' from 'celery' \(/u),
      false,
    ])
  })

  test('options that are not simulated are noted once by name; those that are stay silent', async () => {
    await main(
      "@app.task(immediate=True, rate_limit='1/s', acks_late=True)",
      'def add(x): pass',
      'def main():',
      '    add.apply_async((1,), mandatory=True, compression="gzip", countdown=1, retry=False)',
      '    app.conf.worker_max_tasks_per_child = 3',
    )
    expect(notes()).toEqual([
      'The option `immediate` of `client.add` is not simulated yet: the task runs as if it were not there.',
      'The call option `mandatory` of `client.add` is not simulated yet: the task is sent as if it were not there.',
      'The setting `worker_max_tasks_per_child` is not simulated yet: the program runs as if it were not there.',
    ])
  })
})
