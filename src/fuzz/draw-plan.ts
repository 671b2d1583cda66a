import type { Json } from '../../simulator/index.ts'
import type { Op, Options, Plan } from './case.ts'
import type { Chance } from './chance.ts'
import { ERRBACK, QUEUES, TASKS } from './draw-names.ts'
import { drawSendOptions, drawTaskOptions } from './draw-options.ts'

/** A program without Python: its tasks, and what the client does. */
export function drawPlan(chance: Chance): Plan {
  return {
    settings: {},
    tasks: {
      ...Object.fromEntries(
        TASKS.map((name, index) => [
          name,
          { options: drawTaskOptions(chance), body: drawBody(chance, TASKS.slice(index + 1)) },
        ]),
      ),
      [ERRBACK]: { options: {}, body: [], isErrback: true },
    },
    main: [
      ...chance.list(2, 12, () => drawMain(chance)),
      ...(chance.once(3) ? drawCrowd(chance) : []),
      { op: 'wait', seconds: 1 },
    ],
  }
}

/** More messages at once than workers take, of all priorities: so that a queue has an order to keep. */
function drawCrowd(chance: Chance): readonly Op[] {
  const queue = chance.pick(QUEUES)
  return chance.list(8, 16, () => ({
    op: 'send',
    task: 'plan.three',
    options: { queue, priority: chance.whole(0, 9) },
  }))
}

/** A body sends only tasks that come later in the list: so every program ends. */
function drawBody(chance: Chance, later: readonly string[]): readonly Op[] {
  const steps = chance.list(0, 3, (): Op => {
    const task = later.length === 0 ? null : chance.pick(later)
    if (task !== null && chance.once(4))
      return { op: 'send', task, options: drawSendOptions(chance) }
    return chance.pick([
      { op: 'sleep', seconds: chance.pick([0.01, 0.2, 1]) },
      { op: 'sleep', seconds: chance.pick([0.01, 0.2, 1]) },
      { op: 'state' },
      { op: 'print' },
      { op: 'look' },
    ] as const)
  })
  return [...steps, ...drawEnd(chance)]
}

function drawEnd(chance: Chance): readonly Op[] {
  if (!chance.once(3)) return []
  return [
    chance.pick([
      { op: 'retry', countdown: chance.pick([0, 0.5, 2]), times: chance.whole(1, 2) },
      { op: 'retry', countdown: chance.pick([0, 0.5, 2]), times: chance.whole(1, 2) },
      { op: 'raise' },
      { op: 'raise' },
      { op: 'ignore' },
      { op: 'reject', requeue: false },
    ] as const),
  ]
}

function drawMain(chance: Chance): Op {
  const what = chance.below(20)
  if (what < 9)
    return {
      op: 'send',
      task: chance.pick([...TASKS, 'plan.unknown']),
      options: { ...drawSendOptions(chance), ...drawLinks(chance) },
    }
  if (what < 13)
    return {
      op: 'canvas',
      type: chance.pick(['chain', 'group', 'chord']),
      tasks: chance.list(2, 3, () => chance.pick(TASKS)),
      options: { queue: chance.pick(QUEUES) },
    }
  if (what < 16) return drawControl(chance)
  if (what < 18) return { op: 'sleep', seconds: chance.pick([0.1, 0.5, 2]) }
  return chance.pick([
    { op: 'wait', seconds: chance.pick([0.5, 3]) },
    { op: 'look' },
    { op: 'forget' },
    { op: 'purge' },
    { op: 'take', queue: chance.pick(QUEUES) },
    { op: 'eager' },
    { op: 'print' },
    { op: 'send', task: 'plan.one', options: { exchange: 'nowhere', routing_key: 'x' } },
  ] as const)
}

function drawControl(chance: Chance): Op {
  const revoke = (terminate: boolean, signal: string | null): Options => ({
    task_id: '$last',
    terminate,
    signal,
  })
  const [method, args] = chance.pick([
    ['revoke', revoke(false, null)],
    ['revoke', revoke(false, null)],
    ['revoke', revoke(true, 'SIGTERM')],
    ['revoke', revoke(true, 'SIGKILL')],
    ['rate_limit', { task_name: chance.pick(TASKS), rate_limit: chance.pick(['2/s', 0]) }],
    ['pool_grow', { n: 1 }],
    ['pool_shrink', { n: 1 }],
    ['cancel_consumer', { queue: chance.pick(QUEUES) }],
    ['add_consumer', { queue: chance.pick(QUEUES) }],
    ['ping', {}],
    ['shutdown', {}],
  ] as const)
  return { op: 'control', method, arguments: args }
}

const callback = (task: string): Json => ({
  task,
  args: [],
  kwargs: {},
  options: {},
  subtask_type: null,
  immutable: true,
})

/** What is called when the task is done or has failed; an errback in the process itself or as a task (rule 4.35). */
function drawLinks(chance: Chance): Options {
  return {
    ...(chance.once(8) ? { link: [callback('plan.three')] } : {}),
    ...(chance.once(8) ? { link_error: [callback(chance.pick([ERRBACK, 'plan.three']))] } : {}),
  }
}
