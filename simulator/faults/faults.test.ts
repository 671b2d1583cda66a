import { describe, expect, it } from 'vitest'
import { runScript, type Script, type ScriptedRun, sleep } from '../../tests/support/scripted.ts'
import type { Action } from '../cluster/spec.ts'
import { seconds } from '../kernel/units.ts'
import type { FactKind } from '../log/facts.ts'
import type { Log } from '../log/log.ts'

/** A body with four effects of its own: a state, a message, a wait, and its result. */
const script = (options: { readonly [name: string]: boolean | number } = {}): Script => ({
  tasks: {
    'tasks.pay': {
      options: { ...options },
      *body(_args, api) {
        api.tell('store', { id: String(api.request['id']), state: 'PAYING', result: null })
        api.send('tasks.mail')
        yield sleep(seconds(1))
        return 'paid'
      },
    },
    'tasks.mail': {
      *body() {
        return null
      },
    },
  },
  *main(_args, api) {
    api.send('tasks.pay')
    yield sleep(seconds(10))
    return null
  },
})

const kill = (on: Action['on'], after = 0): Action => ({
  on,
  after,
  fault: 'kill-process',
  worker: null,
  lasts: null,
})

const entries = (log: Log) => Array.from({ length: log.length }, (_, row) => log.entry(row))
const count = (log: Log, kind: FactKind): number =>
  entries(log).filter((entry) => entry.kind === kind).length
const run = (actions: readonly Action[], options: ScriptedRun = {}, tasks = {}): Log =>
  runScript(script(tasks), { actions, until: seconds(60), ...options })

describe('a kill at the boundary of an effect', () => {
  const at = (
    effect: 'publish' | 'state' | 'result' | 'wait',
    side: 'before' | 'after',
    nth = 1,
  ): Action['on'] => ({ kind: 'effect', task: 'tasks.pay', effect, side, nth })
  const happened = (log: Log): string[] =>
    entries(log).flatMap((entry) => {
      if (entry.kind === 'state-stored' && entry.detail.state === 'PAYING') return ['state']
      if (entry.kind === 'message-published' && entry.detail.message.headers.task === 'tasks.mail')
        return ['publish']
      if (entry.kind === 'body-parked' && entry.actor.kind === 'process') return ['wait']
      return entry.kind === 'task-succeeded' ? [entry.detail.repr] : []
    })

  it.each([
    ['state', 'before', []],
    ['state', 'after', ['state']],
    ['publish', 'before', ['state']],
    ['publish', 'after', ['state', 'publish', 'None']],
    ['wait', 'before', ['state', 'publish', 'None', 'wait']],
    ['result', 'before', ['state', 'publish', 'None', 'wait']],
    ['result', 'after', ['state', 'publish', 'None', 'wait']],
  ] as const)('%s, %s: what comes later never happens', (effect, side, expected) => {
    const log = run([kill(at(effect, side))])
    const own = happened(log)
    expect(own.filter((what) => what !== 'None').sort()).toEqual(
      expected.filter((what) => what !== 'None').sort(),
    )
    expect(own).not.toContain("'paid'")
    // Where the result was stored before the process died, it stays: the failure is refused (rule 6.10).
    const refused = entries(log).some(
      (entry) => entry.kind === 'state-stored' && !entry.detail.kept,
    )
    expect(refused).toBe(effect === 'result' && side === 'after')
    expect(count(log, 'fault-began')).toBe(1)
  })

  it('is at another boundary from seed to seed, where the seed draws it', () => {
    const drawn = { kind: 'effect', task: 'tasks.pay', effect: null, side: null } as const
    const futures = new Set(
      Array.from({ length: 20 }, (_, seed) => {
        const log = run([kill({ ...drawn, nth: { ofFirst: 7 } })], { seed })
        return happened(log)
          .filter((what) => what !== 'None')
          .sort()
          .join()
      }),
    )
    expect(futures.size).toBeGreaterThan(2)
  })

  it('may come a while later, and finds the process at something else', () => {
    const log = run([kill(at('publish', 'after'), seconds(0.5))])
    expect(happened(log)).toContain('wait')
    expect(happened(log)).not.toContain("'paid'")
  })
})

describe('a worker and its machine', () => {
  const workers = [
    { name: 'w1', options: '-c 1', autostart: true, node: 'n1' },
    { name: 'w2', options: '-c 1', autostart: true, node: 'n1' },
    { name: 'w3', options: '-c 1', autostart: false, node: 'n1' },
  ]
  const cluster = { broker: 'rabbitmq', workers } as const
  const on = { kind: 'started', task: 'tasks.pay', nth: 1 } as const

  it('go down together, and what was running comes back with them', () => {
    const fault = { fault: 'kill-node', node: null, lasts: seconds(2) } as const
    const log = run([{ on, after: 500_000, ...fault }], { cluster }, { acks_late: true })
    const stopped = entries(log).filter(({ kind }) => kind === 'worker-stopped')
    expect(stopped.map(({ actor }) => actor.name)).toEqual(['w1@sim', 'w2@sim'])
    // The one that nobody had started stays off.
    expect(count(log, 'worker-ready')).toBe(4)
    expect(entries(log).some((entry) => entry.kind === 'task-succeeded')).toBe(true)
    const began = entries(log).find(({ kind }) => kind === 'fault-began')
    const over = entries(log).find(({ kind }) => kind === 'fault-ended')
    expect(over?.time).toBe((began?.time ?? 0) + seconds(2))
    expect(over?.cause).toBe(began?.row)
    expect(stopped.every(({ cause }) => reaches(log, cause, began?.row ?? -1))).toBe(true)
  })

  it('a worker alone leaves its neighbours', () => {
    const fault = { fault: 'kill-worker', worker: null, lasts: null } as const
    const log = run([{ on, after: 0, ...fault }], { cluster }, { acks_late: true })
    expect(count(log, 'worker-stopped')).toBe(1)
    expect(count(log, 'task-succeeded')).toBe(2)
  })
})

/** Is a row in the chain of causes that ends at `from`? */
function reaches(log: Log, from: number, row: number): boolean {
  for (let at = from; at >= 0; at = log.causeAt(at)) if (at === row) return true
  return false
}

describe('a lost acknowledgement', () => {
  const fault = { fault: 'lost-ack', worker: 'w1', count: 1, lasts: null } as const
  const lost: Action = { on: { kind: 'time' }, after: 0, ...fault }

  it('brings the task back when the connection closes (rule 2.32)', () => {
    const stop: Action = { on: { kind: 'done' }, after: 0, verb: 'stop', target: 'w1' }
    const start: Action = { on: { kind: 'done' }, after: seconds(2), verb: 'start', target: 'w1' }
    const log = run([lost, stop, start], { cluster: { broker: 'rabbitmq' } })
    expect(count(log, 'ack-lost')).toBe(1)
    const runs = entries(log).filter(
      (entry) => entry.kind === 'task-started' && entry.detail.name === 'tasks.pay',
    )
    expect(runs).toHaveLength(2)
    expect(count(log, 'fault-ended')).toBe(1)
  })

  it('is over at its time where nothing was acknowledged meanwhile', () => {
    const log = run([{ ...lost, ...fault, lasts: 1000 }])
    expect(count(log, 'ack-lost')).toBe(0)
    expect(count(log, 'fault-ended')).toBe(1)
  })
})

describe('a duplicate delivery', () => {
  it('runs a task twice', () => {
    const fault = { fault: 'duplicate-delivery', queue: 'celery', count: 1, lasts: null } as const
    const log = run([{ on: { kind: 'time' }, after: 0, ...fault }])
    const runs = entries(log).filter(
      (entry) => entry.kind === 'task-started' && entry.detail.name === 'tasks.pay',
    )
    expect(runs).toHaveLength(2)
    const again = entries(log).find(
      (entry) => entry.kind === 'message-enqueued' && entry.detail.reason === 'duplicated',
    )
    expect(again && reaches(log, again.row, 0)).toBe(true)
  })
})

describe('a wrong clock', () => {
  const script: Script = {
    tasks: {
      'tasks.late': {
        *body() {
          return null
        },
      },
    },
    *main(_args, api) {
      api.send('tasks.late', [], { countdown: 10 })
      api.send('tasks.late', [], { expires: 5, countdown: 4 })
      yield sleep(seconds(30))
      return null
    },
  }
  const skewed = (by: number): Log =>
    runScript(script, {
      actions: [
        {
          on: { kind: 'time' },
          after: 0,
          fault: 'clock-skew',
          worker: 'w1',
          by: seconds(by),
          lasts: seconds(60),
        },
      ],
      until: seconds(120),
    })
  /** Seconds from the program's beginning. */
  const starts = (log: Log): number[] => {
    const began = entries(log).find(({ kind }) => kind === 'program-started')?.time ?? 0
    return entries(log).flatMap(({ kind, time }) =>
      kind === 'task-started' ? [Math.round((time - began) / 1e6)] : [],
    )
  }

  it('ahead, begins an ETA too early and lets things expire', () => {
    expect(starts(skewed(0))).toEqual([4, 10])
    expect(starts(skewed(3))).toEqual([1, 7])
    expect(starts(skewed(6))).toEqual([4])
    expect(count(skewed(6), 'task-revoked')).toBe(1)
  })

  it('behind, begins too late', () => {
    expect(starts(skewed(-3))).toEqual([7, 13])
  })
})

describe('a poisoned task', () => {
  it('kills its process each time, and comes back for ever where it rejects (rule 3.28)', () => {
    const fault = { fault: 'poison-task', task: 'tasks.pay', lasts: seconds(4) } as const
    const rejecting = { acks_late: true, reject_on_worker_lost: true }
    const log = run([{ on: { kind: 'time' }, after: 0, ...fault }], {}, rejecting)
    const ends = entries(log).filter(
      (entry) => entry.kind === 'process-ended' && entry.detail.reason === 'killed',
    )
    expect(ends.length).toBeGreaterThan(5)
    // After its end the task runs as if nothing had been.
    expect(
      entries(log).some(
        (entry) => entry.kind === 'task-succeeded' && entry.detail.repr === "'paid'",
      ),
    ).toBe(true)
  })
})

describe('a machine without memory', () => {
  it('kills the process that has run longest', () => {
    const started = { kind: 'started', task: 'tasks.pay', nth: 1 } as const
    const fault = { fault: 'out-of-memory', worker: 'w1', lasts: null } as const
    const log = run([{ on: started, after: 500_000, ...fault }])
    const failed = entries(log).filter(({ kind }) => kind === 'task-failed')
    expect(failed).toHaveLength(1)
  })
})
