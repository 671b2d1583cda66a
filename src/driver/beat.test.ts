import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ClusterSpec, type Log, seconds } from '../../simulator/index.ts'
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
  'import time',
  'from celery import Celery',
  'from celery.beat import BeatLazyFunc, Scheduler, ScheduleEntry',
  'from celery.schedules import schedule',
  'from celery.signals import beat_embedded_init, beat_init',
  "app = Celery('shop', broker='redis://', backend='redis://')",
  '@app.task',
  'def tick(*args): return list(args)',
]

const WAIT = ['def main(): time.sleep(9.5)']

async function run(
  lines: readonly string[],
  cluster: Partial<ClusterSpec> = { beat: { options: '' } },
): Promise<Log> {
  const workers = [{ name: 'w1', options: '-c 1', autostart: true }]
  const { log } = await runProgram(
    {
      files: { 'tasks.py': [...HEAD, ...lines].join('\n') },
      client: { module: 'tasks', entry: 'main' },
      cluster: { broker: 'redis', backend: 'redis', app: 'tasks', workers, ...cluster },
      actions: [],
      seed: 3,
      limits: { time: seconds(15), facts: 5000 },
    },
    python,
  )
  return log
}

const entries = (log: Log) => Array.from({ length: log.length }, (_, row) => log.entry(row))

const logged = (log: Log): readonly string[] =>
  entries(log).flatMap((entry) =>
    entry.kind === 'logged' && entry.actor.kind === 'beat' ? [entry.detail.text] : [],
  )

const sentArgs = (log: Log): readonly unknown[] =>
  entries(log).flatMap((entry) =>
    entry.kind === 'message-published' && entry.actor.kind === 'beat'
      ? [entry.detail.message.body[0]]
      : [],
  )

describe('beat and the program', () => {
  it('takes a scheduler class of the program (-S)', async () => {
    const log = await run(
      [
        'class Loud(Scheduler):',
        '    def apply_async(self, entry, **kwargs):',
        "        if entry.name == 'skipped': return None",
        '        return super().apply_async(entry, **kwargs)',
        "app.conf.beat_schedule = {'kept': {'task': 'tasks.tick', 'schedule': 3.0, 'args': ('kept',)},",
        "    'skipped': {'task': 'tasks.tick', 'schedule': 4.0, 'args': ('skipped',)}}",
        ...WAIT,
      ],
      { beat: { options: '-S tasks:Loud' } },
    )
    expect(sentArgs(log).slice(0, 2)).toEqual([['kept'], ['kept']])
    expect(logged(log)[0]).toBe('beat: Starting...')
    expect(logged(log)).toContain('Scheduler: Sending due task skipped (tasks.tick)')
  })

  it('says what is wrong with a scheduler that is not there', async () => {
    const log = await run(WAIT, { beat: { options: '-S tasks:Nope' } })
    expect(logged(log).join('\n')).toContain('beat raised exception')
    expect(logged(log).join('\n')).toContain('Nope')
  })

  it('tells receivers that it begins, of which one may send (recording beat_stopped_words)', async () => {
    const lines = [
      '@beat_init.connect',
      'def begun(sender, **kwargs): tick.delay(type(sender).__name__)',
    ]
    expect(sentArgs(await run([...lines, ...WAIT]))).toEqual([['Service']])
  })

  it('calls functions among the arguments each time, in a worker too (rule 7.3)', async () => {
    const lines = [
      'calls = []',
      'def count(by):',
      '    calls.append(by)',
      '    return len(calls) * by',
      '@beat_embedded_init.connect',
      'def begun(**kwargs): calls.append(None)',
      "app.conf.beat_schedule = {'n': {'task': 'tasks.tick', 'schedule': 3.0, 'args': (BeatLazyFunc(count, 10),)}}",
      ...WAIT,
    ]
    expect(sentArgs(await run(lines)).slice(0, 3)).toEqual([[10], [20], [30]])
    const workers = [{ name: 'w1', options: '-c 1 -B', autostart: true }]
    expect(sentArgs(await run(lines, { workers })).slice(0, 2)).toEqual([[20], [30]])
  })

  it('can be asked about an entry', async () => {
    const log = await run([
      'def main():',
      "    entry = ScheduleEntry(name='x', task='tasks.tick', schedule=2.0, args=(1,), kwargs={'a': 2}, app=app)",
      '    first = entry.is_due()',
      '    time.sleep(2.5)',
      '    later = next(entry)',
      '    return [repr(entry), first[0], entry.is_due()[0], later.total_run_count, later == entry, later.is_due()[0]]',
    ])
    const ends = entries(log).find(({ kind }) => kind === 'program-ended')
    expect(ends?.kind === 'program-ended' && ends.detail.returned).toEqual([
      '<ScheduleEntry: x tasks.tick(1, a=2) <freq: 2.00 seconds>',
      false,
      true,
      1,
      true,
      false,
    ])
  })
})
