import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Action, type Json, Log, seconds, type Snapshot } from '../../simulator/index.ts'
import {
  Raise,
  result,
  runScript,
  type Script,
  signature,
  simulationOf,
  sleep,
} from '../support/scripted.ts'
import { play, record } from '../support/tape.ts'
import { INVARIANTS } from './invariants.ts'

/** What one send of a random program looks like. */
interface Send {
  readonly task: 'tasks.quick' | 'tasks.slow' | 'tasks.boom' | 'tasks.flaky'
  readonly queue: 'a' | 'b'
  readonly countdown: number
  readonly pause: number
  readonly shape: 'task' | 'chain' | 'group' | 'chord'
  /** What remote control does about it after the pause. */
  readonly control: Control
}

type Control = keyof typeof CONTROLS | 'none'

/** Control messages by what they do; `id` is that of the task sent last. */
const CONTROLS = {
  revoke: (id: string) => ['revoke', { task_id: id, terminate: false, signal: null }],
  terminate: (id: string) => ['revoke', { task_id: id, terminate: true, signal: 'SIGTERM' }],
  kill: (id: string) => ['revoke', { task_id: id, terminate: true, signal: 'SIGKILL' }],
  interrupt: (id: string) => ['revoke', { task_id: id, terminate: true, signal: 'SIGUSR1' }],
  limit: () => ['rate_limit', { task_name: 'tasks.quick', rate_limit: '2/s' }],
  free: () => ['rate_limit', { task_name: 'tasks.quick', rate_limit: 0 }],
  grow: () => ['pool_grow', { n: 1 }],
  cancel: () => ['cancel_consumer', { queue: 'b' }],
  add: () => ['add_consumer', { queue: 'b' }],
  shutdown: () => ['shutdown', {}],
} as const satisfies {
  readonly [name: string]: (id: string) => readonly [string, { readonly [name: string]: Json }]
}

const send: fc.Arbitrary<Send> = fc.record({
  task: fc.constantFrom('tasks.quick', 'tasks.slow', 'tasks.boom', 'tasks.flaky'),
  queue: fc.constantFrom('a', 'b'),
  countdown: fc.constantFrom(0, 0, 0, 1, 3),
  pause: fc.constantFrom(0, 0, 200_000),
  shape: fc.constantFrom('task', 'task', 'chain', 'group', 'chord'),
  control: fc.oneof(
    { weight: 2, arbitrary: fc.constant('none' as const) },
    { weight: 1, arbitrary: fc.constantFrom(...(Object.keys(CONTROLS) as Control[])) },
  ),
})

const planned = {
  on: fc.constant({ kind: 'time' } as const),
  after: fc.integer({ min: 0, max: 8_000_000 }),
}
const worker = fc.constantFrom('w1', 'w2')
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      ...planned,
      verb: fc.constantFrom('start' as const, 'stop' as const),
      target: worker,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      ...planned,
      fault: fc.constant('kill-worker' as const),
      worker,
      lasts: fc.constant(null),
    }),
  },
)

const program = (sends: readonly Send[]): Script => ({
  tasks: {
    'tasks.quick': {
      *body() {
        return 1
      },
    },
    'tasks.slow': {
      options: { acks_late: true },
      *body() {
        yield sleep(seconds(0.7))
        return 2
      },
    },
    'tasks.boom': {
      *body() {
        throw new Raise({ type: 'KeyError', args: ['x'], repr: "KeyError('x')" })
      },
    },
    'tasks.flaky': {
      *body(_args, api) {
        const retries = Number(api.request['retries'])
        if (retries >= 1) return retries
        api.tell('retry', {
          args: null,
          kwargs: null,
          error: null,
          countdown: 1,
          eta: null,
          maxRetries: null,
          auto: false,
          options: {},
        })
        throw new Raise({ type: 'Retry', message: 'Retry in 1s', command: { kind: 'retry' } })
      },
    },
  },
  *main(_args, api) {
    let id = 'nobody'
    for (const { task, queue, countdown, pause, shape, control } of sends) {
      const options = { queue, ...(countdown === 0 ? {} : { countdown }) }
      if (shape === 'task') id = api.send(task, [], options)
      else sendShape(api, task, shape, options)
      if (pause > 0) yield sleep(pause)
      if (control !== 'none') sendControl(api, ...CONTROLS[control](id))
    }
    yield { kind: 'purge' }
    yield* result('nobody', seconds(1))
    return null
  },
})

function sendControl(
  api: Parameters<Script['main']>[1],
  method: string,
  args: { readonly [name: string]: Json },
): void {
  const whom = { destination: null, pattern: null, matcher: null, reply: false }
  api.tell('control', { method, arguments: args, ...whom })
}

function sendShape(
  api: Parameters<Script['main']>[1],
  task: string,
  type: 'chain' | 'group' | 'chord',
  options: { readonly [name: string]: Json },
): void {
  const quick = { ...signature('tasks.quick'), immutable: true }
  const one = { ...signature(task), immutable: true }
  const say =
    type === 'chord'
      ? ({ type, header: [one, quick], body: quick } as const)
      : ({ type, tasks: [one, quick, quick] } as const)
  const made = api.tell('canvas', say)
  if ('error' in made) throw new Error(made.error.message)
  api.tell('apply', { signature: made.signature, args: [], kwargs: {}, options })
}

const workers = [
  { name: 'w1', options: '-c 2 -Q a,b,celery', autostart: true },
  { name: 'w2', options: '-c 1 -Q b,celery --prefetch-multiplier 1', autostart: true },
]

const run = (
  sends: readonly Send[],
  actions: readonly Action[],
  broker: 'redis' | 'rabbitmq',
  seed: number,
): Log =>
  runScript(program(sends), { cluster: { broker, workers }, actions, seed, until: seconds(60) })

describe('any program under any stops and kills', () => {
  const anything = [
    fc.array(send, { maxLength: 12 }),
    fc.array(action, { maxLength: 4 }),
    fc.constantFrom('redis' as const, 'rabbitmq' as const),
    fc.nat(1000),
  ] as const

  it('keeps every promise of a run', () => {
    fc.assert(
      fc.property(...anything, (sends, actions, broker, seed) => {
        const log = run(sends, actions, broker, seed)
        for (const [name, check] of Object.entries(INVARIANTS)) expect(check(log), name).toEqual([])
      }),
      { numRuns: 150, seed: 7 },
    )
  })

  it('is one in which everything that may happen does', () => {
    const seen = new Map<string, number>()
    fc.assert(
      fc.property(...anything, (sends, actions, broker, seed) => {
        const log = run(sends, actions, broker, seed)
        for (let row = 0; row < log.length; row++) {
          const { kind } = log.entry(row)
          seen.set(kind, (seen.get(kind) ?? 0) + 1)
        }
      }),
      { numRuns: 150, seed: 7 },
    )
    for (const kind of ['task-revoked', 'task-limited', 'control-handled', 'message-dropped'])
      expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(0)
  })

  it('can be played from its tape, and gone on with from any snapshot', () => {
    fc.assert(
      fc.property(...anything, fc.nat(), (sends, actions, broker, seed, stop) => {
        const options = { cluster: { broker, workers }, actions, seed, until: seconds(60) }
        const { log, tape } = record(program(sends), options)
        const first = simulationOf(options)
        const cut = stop % (tape.length + 1)
        play(first, tape, options.until, 0, cut)
        const snapshot = JSON.parse(JSON.stringify(first.snapshot())) as Snapshot
        const prefix = new Log()
        prefix.appendBatch(first.log.batch(0))
        const second = simulationOf(options)
        second.restore(snapshot, prefix)
        for (const simulation of [first, second]) {
          play(simulation, tape, options.until, cut)
          expect(simulation.log.hash()).toBe(log.hash())
        }
      }),
      { numRuns: 60, seed: 9 },
    )
  })

  it('writes the same log again', () => {
    fc.assert(
      fc.property(...anything, (sends, actions, broker, seed) => {
        expect(run(sends, actions, broker, seed).hash()).toBe(
          run(sends, actions, broker, seed).hash(),
        )
      }),
      { numRuns: 40, seed: 8 },
    )
  })
})
