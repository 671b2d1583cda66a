import { beforeAll, describe, expect, it } from 'vitest'
import { seconds } from '../../simulator/index.ts'
import type { Sandbox } from '../../src/conformance/run.ts'
import { createSandbox } from '../../src/conformance/sandbox.node.ts'

/** Programs that were run with Celery 5.6.3 and Redis 7.0 too; what they print here is what they printed there. */
const HEAD = `
from celery import Celery, chain, chord, group, signals
from celery.exceptions import TimeoutError
from celery.result import GroupResult, ResultSet
app = Celery('t', broker='redis://', backend='redis://')
@app.task
def I(x=None): return x
@app.task
def add(x, y): return x + y
@app.task
def tsum(xs): return sum(xs)
@app.task
def fail(): raise ValueError('boom')
H = lambda: [I.si(1), I.si(2)]
`

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await createSandbox()
}, 240_000)

/** What the client of a program prints. */
async function printed(...body: readonly string[]): Promise<readonly string[]> {
  const text = `${HEAD}def main():\n${body.map((line) => `    ${line}`).join('\n')}\n`
  const { log } = await sandbox.run({
    files: { 'shop.py': text },
    client: { module: 'shop', entry: 'main' },
    cluster: {
      broker: 'redis',
      backend: 'redis',
      app: 'shop',
      workers: [{ name: 'w1', options: '-c 2', autostart: true }],
    },
    actions: [],
    seed: 1,
    limits: { time: seconds(600), facts: 100_000 },
  })
  const lines: string[] = []
  for (let row = 0; row < log.length; row++) {
    const entry = log.entry(row)
    if (entry.kind === 'program-failed') lines.push(entry.detail.error.repr)
    if (entry.kind === 'printed' && entry.actor.kind === 'client')
      lines.push(entry.detail.text.trimEnd())
  }
  return lines
}

describe('groups that real Celery never hears of', { timeout: 240_000 }, () => {
  it.each([
    ['group([chord(H(), I.s() | I.s())])', 'waits for ever'],
    ['group([I.si(0), chord(H(), I.s() | I.s())])', 'waits for ever'],
    ['group([chord(H(), I.s())])', '[[1, 2]]'],
    ['group([chain(I.si(0), group(H()))])', 'waits for ever'],
    ['group([I.si(0), chain(I.si(0), group(H()))])', '[0, [1, 2]]'],
    ['chain(group(H()))', 'waits for ever'],
    ['I.si(0) | group(I.s(), I.s())', '[0, 0]'],
    ['I.si(0) | group(I.s(), I.s()) | group(I.s(), I.s())', 'waits for ever'],
    ['group(H()) | group(I.s(), I.s())', '[[1, 2], [1, 2]]'],
    ['group([chord(H(), group(I.s(), I.s()))])', 'waits for ever'],
    ['group([I.si(0), chord(H(), group(I.s(), I.s()))])', '[0, [[1, 2], [1, 2]]]'],
  ])('%s: %s', async (canvas, outcome) => {
    const lines = await printed(
      `result = (${canvas}).apply_async()`,
      'try: print(result.get(timeout=3))',
      "except TimeoutError: print('waits for ever' if result.ready() else 'not ready')",
    )
    expect(lines).toEqual([outcome])
  })
})

describe('results', { timeout: 240_000 }, () => {
  it('calls what hangs on them as they arrive', async () => {
    const lines = await printed(
      'r = chain(add.s(1, 2), add.s(3), add.s(4))()',
      "r.then(lambda x: print('then', x.id == r.id, x.result))",
      "r.parent.parent.then(lambda x: print('first', x.result))",
      'print(r.get(timeout=5))',
      'print([v for _, v in r.parent.parent.collect(intermediate=True)])',
      'print(len(r.parent.parent.build_graph(intermediate=True)))',
    )
    expect(lines).toEqual(['first 3', 'then True 10', '10', '[3, 6, 10]', '3'])
  })

  it('keeps a group for others', async () => {
    const lines = await printed(
      'g = group(add.s(i, i) for i in range(3))()',
      'print(g.get(timeout=5)); g.save()',
      'h = GroupResult.restore(g.id); print(h == g, h.get(timeout=5))',
      'g.delete(); print(GroupResult.restore(g.id))',
    )
    expect(lines).toEqual(['[0, 2, 4]', 'True [0, 2, 4]', 'None'])
  })
})

describe('chords', { timeout: 240_000 }, () => {
  it('send what a generator has made while it makes the rest', async () => {
    const lines = await printed(
      'import time',
      'sent = []',
      'def tasks():',
      '    for i in range(4):',
      '        time.sleep(1)',
      '        print(i, len(sent))',
      '        yield I.si(i)',
      '@signals.after_task_publish.connect',
      'def heard(**kw): sent.append(1)',
      'print(chord(tasks(), tsum.s())().get(timeout=20))',
    )
    expect(lines).toEqual(['0 0', '1 0', '2 1', '3 1', '6'])
  })

  it('give their body the shape of nested groups', async () => {
    const lines = await printed(
      'print(chord([I.si(0), I.si(1) | group(H())], I.s())().get(timeout=5))',
    )
    expect(lines).toEqual(['[0, [1, 2]]'])
  })

  it('fail each task of a group that was to follow', async () => {
    const lines = await printed(
      'r = chain(group([I.si(1), fail.si()]), group([I.si(9), I.si(5)])).apply_async()',
      'try: r.get(timeout=10)',
      'except ValueError as error: print(error)',
    )
    expect(lines).toEqual(['boom'])
  })
})
