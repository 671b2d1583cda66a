import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runScript, type Script, sleep } from '../../tests/support/scripted.ts'
import type { Action, DrawnBoundaries } from '../cluster/spec.ts'
import { seconds } from '../kernel/units.ts'
import type { Log } from '../log/log.ts'
import type { Wait } from '../program.ts'

const ORDERS = [1, 2, 3, 4, 5, 6]
const LATE = { acks_late: true, reject_on_worker_lost: true }

/** Orders are paid in a sequence; `waits` and `also` are what another solution does besides. */
const shop = (orders: readonly number[], { waits = false, also = false } = {}): Script => ({
  tasks: {
    'tasks.pay': {
      options: LATE,
      *body([order = null], api) {
        if (waits) yield sleep(seconds(0.01))
        api.tell('store', { id: String(api.request['id']), state: 'PAYING', result: order })
        if (also) api.send('tasks.mail', [order])
        yield sleep(seconds(0.1))
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
    if (also) api.send('tasks.mail', [0])
    for (const order of orders) api.send('tasks.pay', [order])
    yield sleep(seconds(30))
    return null
  },
})

const kills = (
  nth: DrawnBoundaries,
  effect: 'state' | 'result' | null = 'state',
  after = 0,
): Action => ({
  on: { kind: 'effect', task: 'tasks.pay', effect, side: null, nth },
  after,
  fault: 'kill-process',
  worker: null,
  lasts: null,
})

/** The boundaries at which something struck. */
function struck(log: Log): readonly string[] {
  const found: string[] = []
  for (let row = 0; row < log.length; row++)
    if (log.kindAt(row) === 'fault-began') found.push(log.detail(row, 'fault-began').drawn ?? '')
  return found
}

const run = (script: Script, actions: readonly Action[], seed: number): Log =>
  runScript(script, { actions, seed, until: seconds(60) })

describe('boundaries that are drawn one by one', () => {
  it('have names that say the task, its try and the boundary', () => {
    const log = run(shop([31, 31]), [kills({ chance: 1, tries: 1 })], 1)
    expect(struck(log).toSorted()).toEqual([
      'tasks.pay(31) #2, try 1, before state 1',
      'tasks.pay(31), try 1, before state 1',
    ])
  })

  it('are the same for another order, another task, one more wait', () => {
    const seeds = fc.integer({ min: 0, max: 10_000 })
    const order = fc.shuffledSubarray(ORDERS, { minLength: ORDERS.length })
    const drawn = kills({ chance: 0.4, tries: 2 })
    fc.assert(
      fc.property(seeds, order, fc.boolean(), fc.boolean(), (seed, orders, waits, also) => {
        const one = run(shop(ORDERS), [drawn], seed)
        const other = run(shop(orders, { waits, also }), [drawn], seed)
        expect(struck(other).toSorted()).toEqual(struck(one).toSorted())
      }),
      { numRuns: 25 },
    )
  })

  it('differ from seed to seed, and from action to action', () => {
    const drawn = kills({ chance: 0.4, tries: 2 })
    const of = (seed: number): string => struck(run(shop(ORDERS), [drawn], seed)).join()
    expect(new Set([1, 2, 3, 4, 5].map(of)).size).toBeGreaterThan(3)
    const other = kills({ chance: 0.41, tries: 2 })
    expect(struck(run(shop(ORDERS), [other], 1)).join()).not.toBe(of(1))
  })

  it('spare a task that was tried often enough', () => {
    const log = run(shop(ORDERS), [kills({ chance: 1, tries: 2 }, null)], 1)
    expect(struck(log)).toHaveLength(2 * ORDERS.length)
    const paid = Array.from({ length: log.length }, (_, row) => log.kindAt(row)).filter(
      (kind) => kind === 'task-succeeded',
    )
    expect(paid).toHaveLength(ORDERS.length)
  })

  it('can be named instead: the run is the same', () => {
    const drawn = run(shop(ORDERS), [kills({ chance: 0.4, tries: 2 }, null)], 3)
    const only = struck(drawn)
    expect(only.length).toBeGreaterThan(1)
    const named = run(shop(ORDERS), [kills({ chance: 0.4, tries: 2, only }, null)], 3)
    expect(named.hash()).toBe(drawn.hash())
    const [first = ''] = only
    const one = run(shop(ORDERS), [kills({ chance: 0.4, tries: 2, only: [first] }, null)], 3)
    expect(struck(one)).toEqual([first])
  })

  it('name what comes a while later too', () => {
    const log = run(shop([1, 2]), [kills({ chance: 1, tries: 1 }, 'state', seconds(0.05))], 1)
    expect(struck(log)).toHaveLength(4)
    expect(struck(log).every((name) => name.endsWith('state 1'))).toBe(true)
  })
})

describe('boundaries of the calls to one service', () => {
  const services = ['mail.org', 'pay.org'].map((name) => ({
    ...{ name, kind: 'payment', latency: { kind: 'constant', value: 0.1 } as const },
    ...{ outages: [], slow: [], failures: [] },
    options: { declined: 0 },
  }))
  const call = (host: string): Wait => ({
    ...{ kind: 'service', service: 'http', host, connection: 0 },
    ...{ operation: 'POST', subject: '/', arguments: {}, timeout: null },
  })

  /** Each order asks these hosts, one after the other. */
  const asking = (...hosts: readonly string[]): readonly string[] => {
    const script: Script = {
      tasks: {
        'tasks.pay': {
          options: LATE,
          *body() {
            for (const host of hosts) yield call(host)
            return null
          },
        },
      },
      *main(_args, api) {
        for (const order of ORDERS) api.send('tasks.pay', [order])
        yield sleep(seconds(30))
        return null
      },
    }
    const { on, ...fault } = kills({ chance: 0.3, tries: 2 }, null)
    const only = { ...on, effect: 'service', service: 'pay.org' } as const
    const actions = [{ ...fault, on: only } as Action]
    const cluster = { services }
    return struck(runScript(script, { actions, cluster, until: seconds(60) })).toSorted()
  }

  it('are named by it, and meet the same luck whatever else is asked', () => {
    const alone = asking('pay.org')
    expect(alone).toContainEqual(expect.stringMatching(/ (before|in|after) pay\.org 1$/u))
    expect(asking('mail.org', 'pay.org', 'mail.org')).toEqual(alone)
    expect(asking('mail.org')).toEqual([])
  })
})
