/** What can be done to workers and their processes, by remote control, by signals and by faults. */
import type { ClusterSpec, Order } from '../../../simulator/index.ts'
import { type Act, act, type Moment, shortOf, span, type Strength } from './act.ts'
import { linkActs } from './links.ts'
import { terminateAct } from './on-tasks.ts'

/** The mildest first. */
export function workerActs(
  name: string,
  { picture, cluster }: Moment,
  { lasts, delay }: Strength,
): readonly Act[] {
  const target = shortOf(name)
  const worker = picture.workers.find((one) => one.name === name)
  const off = worker === undefined || worker.state === 'off'
  if (off)
    return [act('start', 'Start', 'it loads your program and connects', { verb: 'start', target })]
  const ready = worker.state === 'ready' ? null : 'It is not ready.'
  const unheard = cluster?.broker === 'sqs' ? 'Workers on SQS hear no remote control.' : ready
  const { prefetch, queues } = worker
  return [
    ...(queues.length > 0
      ? [pauseAct(target, queues, unheard)]
      : [resumeAct(target, cluster, unheard)]),
    act(
      'grow',
      'One process more',
      'the pool grows by remote control',
      grow(target, 'pool_grow'),
      unheard,
    ),
    act(
      'shrink',
      'One process less',
      'an idle process leaves the pool',
      grow(target, 'pool_shrink'),
      worker.concurrency < 2 ? 'It has only one.' : unheard,
    ),
    act(
      'prefetch-up',
      'Take more ahead',
      `up to ${twice(prefetch)} messages`,
      {
        verb: 'prefetch',
        target,
        count: twice(prefetch),
      },
      ready,
    ),
    act(
      'prefetch-one',
      'Take one at a time',
      'no message waits in the worker',
      {
        verb: 'prefetch',
        target,
        count: 1,
      },
      prefetch === 1 ? 'It does already.' : ready,
    ),
    act('stop', 'Stop', 'when its running tasks are done', { verb: 'stop', target }),
    act(
      'restart',
      'Restart',
      'stop, and start again (SIGHUP)',
      {
        verb: 'kill',
        target,
        signal: 'SIGHUP',
      },
      ready,
    ),
    ...linkActs(target, name, lasts, delay),
    act('crash', 'Kill, and start again', `gone at once, back after ${span(lasts)}`, {
      fault: 'kill-worker',
      worker: target,
      lasts,
    }),
    act('kill', 'Kill', 'gone at once (SIGKILL), and stays away', {
      fault: 'kill-worker',
      worker: target,
      lasts: null,
    }),
  ]
}

const twice = (prefetch: number): number => Math.max(2, prefetch * 2)

const grow = (target: string, method: 'pool_grow' | 'pool_shrink'): Order => ({
  verb: 'control',
  target,
  method,
  arguments: { n: 1 },
})

const pauseAct = (target: string, queues: readonly string[], not: string | null): Act =>
  act(
    'pause',
    'Pause',
    'it takes nothing more, and ends what it has',
    queues.map((queue) => consumer(target, 'cancel_consumer', queue)),
    not,
  )

function resumeAct(target: string, cluster: ClusterSpec | null, not: string | null): Act {
  const options = cluster?.workers.find(({ name }) => name === target)?.options ?? ''
  const given = /(?:^|\s)-Q[\s=]?(\S+)/.exec(options)?.[1]?.split(',') ?? ['celery']
  return act(
    'resume',
    'Go on',
    `take from ${given.join(', ')} again`,
    given.map((queue) => consumer(target, 'add_consumer', queue)),
    not,
  )
}

const consumer = (target: string, method: string, queue: string): Order => ({
  verb: 'control',
  target,
  method,
  arguments: { queue },
})

/** It is killed, or what it runs is. */
export function processActs(name: string, index: number, { picture }: Moment): readonly Act[] {
  const process = picture.workers
    .find((worker) => worker.name === name)
    ?.processes.find((one) => one.index === index)
  const gone = process === undefined || process.state === 'gone' ? 'It is not running.' : null
  const task = process?.task ?? null
  return [
    act(
      'kill',
      'Kill this process',
      'with what it runs (SIGKILL)',
      {
        fault: 'kill-process',
        worker: shortOf(name),
        process: index,
        lasts: null,
      },
      gone,
    ),
    ...(task === null ? [] : [terminateAct(task, null)]),
  ]
}

/** Beat hears no remote control. */
export const beatActs = (target: string): readonly Act[] => [
  act('stop', 'Stop', 'it sends nothing more', { verb: 'stop', target }),
  act('start', 'Start', 'it sends by its schedule', { verb: 'start', target }),
]
