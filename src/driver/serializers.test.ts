import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ClusterSpec, type Json, type Log, seconds } from '../../simulator/index.ts'
import { nodePythonFiles } from '../python/files-node.ts'
import { nodePackages } from '../python/packages-node.ts'
import { createPython, type Python } from '../python/python.ts'
import { runProgram } from './run-program.ts'

let python: Python

beforeAll(async () => {
  python = await createPython({ files: await nodePythonFiles(), packages: nodePackages() })
})

afterAll(() => python.dispose())

const HEAD = [
  'from celery import Celery',
  "app = Celery('shop', broker='redis://', backend='redis://')",
]

async function run(
  lines: readonly string[],
  backend: ClusterSpec['backend'] = 'redis',
): Promise<{ readonly log: Log; readonly returned: Json | undefined }> {
  const workers = [{ name: 'w1', options: '-c 1', autostart: true }]
  const { log } = await runProgram(
    {
      files: { 'tasks.py': [...HEAD, ...lines].join('\n') },
      client: { module: 'tasks', entry: 'main' },
      cluster: { broker: 'redis', backend, app: 'tasks', workers },
      actions: [],
      seed: 3,
      limits: { time: seconds(60), facts: 2000 },
    },
    python,
  )
  const ends = entries(log).flatMap((entry) =>
    entry.kind === 'program-ended' ? [entry.detail.returned] : [],
  )
  return { log, returned: ends[0] }
}

const entries = (log: Log) => Array.from({ length: log.length }, (_, row) => log.entry(row))

const messages = (log: Log) =>
  entries(log).flatMap((entry) =>
    entry.kind === 'message-published' ? [entry.detail.message] : [],
  )

const TYPES = [
  '@app.task',
  'def types(*args): return [type(each).__name__ for each in args]',
  '@app.task',
  'def same(x): return x',
  'class Own:',
  '    def __init__(self, x): self.x = x',
  'def heard(result):',
  '    try: return repr(result().get(timeout=3))',
  '    except Exception as exc: return f"{type(exc).__name__}: {exc}"',
]

describe('serializers', () => {
  it('pickle carries what Python has, in kombu’s own bytes (trace pickle_refused)', async () => {
    const { log, returned } = await run([
      "app.conf.update(task_serializer='pickle', result_serializer='pickle', accept_content=['pickle'])",
      ...TYPES,
      'def main():',
      '    import datetime',
      '    return [types.delay((1,), {1}, Own(2), {1: 2}, datetime.timedelta(1)).get(), same.delay({3}).get() == {3}]',
    ])
    expect(returned).toEqual([['tuple', 'set', 'Own', 'dict', 'timedelta'], true])
    const [first] = messages(log)
    expect(first).toMatchObject({
      contentType: 'application/x-python-serialize',
      contentEncoding: 'binary',
    })
    expect(first?.bytes).toMatch(/^gASV/u)
  })

  it.each([
    ['yaml', ['list', 'set', 'date'], 'application/x-yaml'],
    ['msgpack', ['list', 'bytes', 'float'], 'application/x-msgpack'],
  ])('%s carries what it knows', async (name, types, contentType) => {
    const values = name === 'yaml' ? '(1, 2), {1}, datetime.date(2026, 1, 2)' : "(1, 2), b'x', 1.5"
    const { log, returned } = await run([
      `app.conf.update(task_serializer='${name}', accept_content=['${name}', 'json'])`,
      ...TYPES,
      'def main():',
      '    import datetime',
      `    return [types.delay(${values}).get(), heard(lambda: same.delay(Own(1)))[:12]]`,
    ])
    expect(returned).toEqual([types, 'EncodeError:'])
    expect(messages(log)[0]?.contentType).toBe(contentType)
  })

  it('a program registers its own, and a worker reads it once it accepts it', async () => {
    const lines = [
      'from kombu.serialization import register',
      "register('upper', lambda body: repr(body).upper(), lambda text: eval(text.decode().lower()), 'application/x-upper')",
      ...TYPES,
      'def main():',
      "    return same.apply_async(('abc',), serializer='upper').get(timeout=2)",
    ]
    const accepted = await run(["app.conf.accept_content = ['json', 'upper']", ...lines])
    // `None` in capitals is nothing that Python knows: the worker cannot decode it.
    expect(accepted.returned).toBeUndefined()
    const logged = entries(accepted.log).flatMap((entry) =>
      entry.kind === 'logged' && entry.detail.level === 'CRITICAL' ? [entry.detail.text] : [],
    )
    expect(logged[0]).toMatch(/^Can't decode message body: DecodeError\(NameError\(/u)
    const refused = await run(lines)
    expect(entries(refused.log).filter(({ kind }) => kind === 'message-invalid')).toHaveLength(1)
  })

  it('a program’s own goes there and back', async () => {
    const { returned } = await run([
      'import json',
      'from kombu.serialization import register',
      "register('back', lambda body: json.dumps(body)[::-1], lambda text: json.loads(text.decode()[::-1]), 'application/x-back')",
      "app.conf.update(task_serializer='back', accept_content=['json', 'back'])",
      ...TYPES,
      'def main():',
      '    return [same.delay([1, "a"]).get(timeout=2), (same.s(3) | same.s()).delay().get(timeout=2)]',
    ])
    expect(returned).toEqual([[1, 'a'], 3])
  })

  it('what a receiver of before_task_publish changes is written again', async () => {
    const { returned } = await run([
      "app.conf.update(task_serializer='pickle', result_serializer='pickle', accept_content=['pickle'])",
      'from celery import signals',
      '@signals.before_task_publish.connect',
      'def more(body=None, **kwargs): body[1]["x"] = {2}',
      ...TYPES,
      'def main(): return list(same.delay(x={1}).get(timeout=2))',
    ])
    expect(returned).toEqual([2])
  })

  it('a call that cannot be written is a fact, and its caller hears why (rules 1.8, 1.18)', async () => {
    const { log, returned } = await run([
      ...TYPES,
      'def main():',
      '    return [heard(lambda: same.delay({1})), heard(lambda: same.apply_async((1,), serializer="nope")),',
      '            heard(lambda: same.apply_async((1,), compression="nope"))]',
    ])
    expect(returned).toEqual([
      'EncodeError: Object of type set is not JSON serializable',
      'SerializerNotInstalled: No encoder installed for nope',
      "KeyError: 'nope'",
    ])
    expect(entries(log).filter(({ kind }) => kind === 'call-unwritten')).toHaveLength(3)
    expect(messages(log)).toEqual([])
  })
})

describe('the database backend', () => {
  it('has its tables for whoever looks into them (rule 6.21)', async () => {
    const { returned } = await run(
      [
        'app.conf.result_extended = True',
        '@app.task',
        'def add(x, y): return x + y',
        'def main():',
        '    import pickle, sqlite3',
        "    rows = sqlite3.connect('results.sqlite')",
        "    before = rows.execute('SELECT count(*) FROM celery_taskmeta').fetchone()[0]",
        '    result = add.delay(1, y=2)',
        '    result.get(timeout=3)',
        "    found = rows.execute('SELECT status, result, name, args, kwargs, queue FROM celery_taskmeta WHERE task_id = ?', (result.id,)).fetchone()",
        '    return [before, found[0], pickle.loads(found[1]), found[2], found[3].decode(), found[4].decode(), found[5]]',
      ],
      'database',
    )
    expect(returned).toEqual([0, 'SUCCESS', 3, 'tasks.add', '[1]', '{"y": 2}', 'celery'])
  })
})
