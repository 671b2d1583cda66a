import { describe, expect, it } from 'vitest'
import { type JsonObject, seconds } from '../../simulator/index.ts'
import { runOf, taskOf } from '../testing.ts'
import type { Parameters, Violation } from './check.ts'
import { CHECKS } from './index.ts'
import type { CallRecord, EffectRecord, RunRecord, TaskRecord } from './run-record.ts'

const judge = (
  word: keyof typeof CHECKS,
  changes: Partial<RunRecord>,
  parameters: Parameters,
): Violation | null => CHECKS[word].judge(runOf(changes), parameters)

/** A charge of an order at this second. */
const charged = (at: number, order: string): EffectRecord =>
  effectOf(at, { payment: 'charged', customer: order })

const effectOf = (at: number, entry: JsonObject): EffectRecord => ({
  ...{ time: seconds(at), service: 'pay.example.com', call: 'POST', subject: '/charges', entry },
})

const rowOf = (at: number, table: string, row: JsonObject): EffectRecord => ({
  ...{ time: seconds(at), service: 'sql', call: 'commit', subject: 'shop.db' },
  entry: { changes: [{ table, change: 'updated', row }] },
})

/** The task of an order that ran in these spans. */
const charging = (order: string, ...spans: readonly (readonly [number, number])[]): TaskRecord =>
  taskOf('charge', {
    argument: order,
    runs: spans.map(([from, to]) => ({ from: seconds(from), to: seconds(to) })),
  })

const CHARGES = { entry: { payment: 'charged' }, key: 'customer' }
const SENT = { task: 'charge', is: 'sent' }

describe('once for each key', () => {
  const tasks = [charging('31', [1, 2]), charging('32', [1, 3])]
  const parameters = {
    ...{ effect: CHARGES, of: SENT },
    twice: 'Order {key} was charged {times} times.',
    missing: '{missing} of {all} orders were never charged. The first is {key}.',
  }

  it('exactly-once holds where each has one', () => {
    const effects = [charged(2, '31'), charged(3, '32')]
    expect(judge('exactly-once', { tasks, effects }, parameters)).toBeNull()
  })

  it('tells of the first that came twice, at its second time', () => {
    const effects = [charged(2, '31'), charged(9, '31'), charged(3, '32'), charged(4, '32')]
    const expected = { time: seconds(4), sentence: 'Order 32 was charged 2 times.' }
    expect(judge('exactly-once', { tasks, effects }, parameters)).toEqual(expected)
    expect(judge('at-most-once', { effects }, { effect: CHARGES })).toEqual({
      time: seconds(4),
      sentence: 'It happened 2 times for 32; once is right.',
    })
    expect(judge('at-least-once', { tasks, effects }, parameters)).toBeNull()
  })

  it('tells of those that never came, where they were last seen', () => {
    const effects = [charged(2, '31')]
    const violation = judge('exactly-once', { tasks, effects }, parameters)
    expect(violation).toEqual({
      time: seconds(3),
      sentence: '1 of 2 orders were never charged. The first is 32.',
    })
    expect(judge('at-least-once', { tasks, effects }, parameters)).toEqual(violation)
    expect(judge('at-most-once', { effects }, parameters)).toBeNull()
  })

  it('spares the keys that must not have it', () => {
    const refused: CallRecord = {
      ...{ task: charging('32', [1, 2]), service: 'pay.example.com', call: 'POST' },
      ...{ subject: '/charges', from: 0, to: seconds(1), outcome: 'answered', code: 402 },
    }
    const run = { tasks, effects: [charged(2, '31')], calls: [refused] }
    const except = { call: 'POST', subject: '/charges', code: 402 }
    expect(judge('exactly-once', run, { ...parameters, except })).toBeNull()
    const other = { ...except, code: 409 }
    expect(judge('exactly-once', run, { ...parameters, except: other })).not.toBeNull()
  })

  it('does not hold of nothing', () => {
    expect(judge('exactly-once', {}, parameters)?.sentence).toContain('ever begun')
  })

  it('knows a task that was replaced by its own first argument', () => {
    const sent = charging('31', [1, 2])
    const goesOn = { ...charging('[1]', [2, 3]), id: sent.id, root: sent.root, name: 'store' }
    const of = { ...SENT, key: 'root' }
    const run = { tasks: [sent, goesOn], effects: [charged(2, '31')] }
    expect(judge('exactly-once', run, { ...parameters, of })).toBeNull()
  })

  it('takes rows, numbers and lists of receivers for keys', () => {
    const paid = { table: 'orders', row: { status: 'paid' }, key: 'id' }
    const effects = [rowOf(2, 'orders', { id: 31, status: 'paid' })]
    expect(judge('at-least-once', { tasks, effects }, { effect: paid, of: SENT })?.sentence).toBe(
      'It never happened for 1 of 2. The first is 32.',
    )
    const mail = effectOf(1, { mail: 'accepted', to: ['a', 'b'] })
    const mails = { entry: { mail: 'accepted' }, key: 'to' }
    expect(judge('at-most-once', { effects: [mail] }, { effect: mails })).toBeNull()
    expect(judge('at-most-once', { effects: [mail, mail] }, { effect: mails })).not.toBeNull()
  })
})

describe('never and always', () => {
  const stock = (left: number) => rowOf(left < 0 ? 7 : 3, 'stock', { item: 3, left })
  const effects = [stock(2), stock(-1)]
  const below = { table: 'stock', row: { left: { below: 0 } }, key: 'item' }

  it('never tells of the first that happened', () => {
    expect(judge('never', { effects: [stock(2)] }, { happening: below })).toBeNull()
    expect(
      judge('never', { effects }, { happening: below, says: 'Item {key} was sold too often.' }),
    ).toEqual({ time: seconds(7), sentence: 'Item 3 was sold too often.' })
  })

  it('always tells of the first that is otherwise', () => {
    const parameters = {
      happening: { table: 'stock', key: 'item' },
      row: { left: { above: -1 } },
    }
    expect(judge('always', { effects: [stock(2)] }, parameters)).toBeNull()
    expect(judge('always', { effects }, parameters)).toEqual({
      time: seconds(7),
      sentence: 'It was otherwise for 3, and 1 times in all.',
    })
    const without = rowOf(1, 'stock', { item: 4 })
    expect(judge('always', { effects: [without] }, parameters)?.time).toBe(seconds(1))
  })
})

describe('before and within', () => {
  const first = { task: 'charge', is: 'succeeded' }
  const then = { entry: { mail: 'accepted' }, key: 'to' }
  const done = (order: string, at: number): TaskRecord =>
    taskOf('charge', {
      argument: order,
      published: seconds(1),
      successes: [{ time: seconds(at), value: null, repr: 'None' }],
    })
  const mailed = (at: number, order: string) => effectOf(at, { mail: 'accepted', to: [order] })

  it('before wants as many as it says, of the same key', () => {
    const tasks = [done('31', 2), done('31', 4), done('32', 1)]
    const at = (time: number, count?: number) =>
      judge(
        'before',
        { tasks, effects: [mailed(time, '31')] },
        count === undefined ? { first, then } : { first, then, count },
      )
    expect(at(1)?.time).toBe(seconds(1))
    expect(at(3)).toBeNull()
    expect(at(3, 2)).toEqual({
      time: seconds(3),
      sentence: 'It began for 31 when 1 of 2 things before it were done.',
    })
    expect(at(4, 2)).toBeNull()
  })

  it('within tells of the first that came too late, or never, when that was plain', () => {
    const parameters = { from: { task: 'charge', is: 'sent' }, to: first, below: 5 }
    expect(judge('within', { tasks: [done('31', 5.9)] }, parameters)).toBeNull()
    const late = [done('31', 2), done('32', 6), { ...done('33', 2), successes: [] }]
    expect(judge('within', { tasks: late }, parameters)).toEqual({
      time: seconds(6),
      sentence: '2 of 3 were not done within 5 s. The first is 32.',
    })
  })

  it('goes by the task that it all began with where it is told to', () => {
    const check = taskOf('check', { argument: 'a.jpg' })
    const thumbnails = [1, 2].map((size) =>
      taskOf('thumbnail', { argument: String(size), root: check.root }),
    )
    const published = taskOf('publish', { argument: '[1, 2]', root: check.root })
    const run = { tasks: [check, ...thumbnails, published] }
    const by = (key: string) => ({
      first: { task: 'thumbnail', is: 'started', key },
      then: { task: 'publish', is: 'started', key },
      count: 2,
    })
    expect(judge('before', run, by('root'))).toBeNull()
    expect(judge('before', run, by('argument'))).not.toBeNull()
  })
})

describe('what is under way at once', () => {
  const running = { task: 'charge', is: 'running' }

  it('never-overlap tells of the first that begins while another is under way', () => {
    const apart = [charging('31', [1, 2], [2, 3]), charging('32', [1, 4])]
    expect(judge('never-overlap', { tasks: apart }, { happening: running })).toBeNull()
    const tasks = [...apart, charging('31', [2.5, 2.6])]
    expect(judge('never-overlap', { tasks }, { happening: running })).toEqual({
      time: seconds(2.5),
      sentence: 'Two of them were under way at the same time for 31.',
    })
  })

  it('overlap wants so many at once, for a share of the keys', () => {
    const together = [charging('31', [1, 3]), charging('31', [2, 4])]
    const apart = [charging('32', [1, 3]), charging('32', [3, 4])]
    const parameters = { happening: running, count: 2 }
    expect(judge('overlap', { tasks: together }, parameters)).toBeNull()
    expect(judge('overlap', { tasks: [...together, ...apart] }, parameters)).toEqual({
      time: seconds(3),
      sentence: 'One came after the other for 1 of 2. The first is 32.',
    })
    const half = { ...parameters, share: 0.5 }
    expect(judge('overlap', { tasks: [...together, ...apart] }, half)).toBeNull()
  })
})

describe('ends-as', () => {
  const parameters = {
    happening: { table: 'orders', key: 'id' },
    of: SENT,
    row: { status: ['paid', 'refused'] },
  }
  const tasks = [charging('31', [1, 2]), charging('32', [1, 3])]
  const order = (at: number, id: number, status: string) => rowOf(at, 'orders', { id, status })

  it('looks at the last state of each', () => {
    const effects = [order(1, 31, 'open'), order(2, 31, 'paid'), order(2, 32, 'refused')]
    expect(judge('ends-as', { tasks, effects }, parameters)).toBeNull()
    const back = [...effects, order(5, 32, 'open')]
    expect(judge('ends-as', { tasks, effects: back }, parameters)).toEqual({
      time: seconds(3),
      sentence: '1 of 2 did not end as they should. The first is 32.',
    })
    expect(judge('ends-as', { tasks, effects: effects.slice(0, 2) }, parameters)).not.toBeNull()
  })
})

describe('the books of a shop', () => {
  const told = { items: 'items', orders: 'orders', sold: 'yes', rejected: 'no' }
  const order = (at: number, status: string) =>
    rowOf(at, 'orders', { id: 31, item: 3, quantity: 2, address: 'kim@a.org', status })
  const stock = (at: number, count: number) => rowOf(at, 'items', { id: 3, stock: count })
  const begun = [stock(0, 6), order(0, 'new')]

  it('stock-adds-up holds where what is sold is gone, and what is not sold is there', () => {
    const sold = [...begun, stock(1, 4), order(2, 'yes')]
    expect(judge('stock-adds-up', { effects: sold }, told)).toBeNull()
    const back = [...begun, stock(1, 4), stock(2, 6), order(2, 'no')]
    expect(judge('stock-adds-up', { effects: back }, told)).toBeNull()
  })

  it('stock-adds-up tells of the first item that does not', () => {
    const effects = [...begun, stock(1, 5), order(2, 'yes')]
    expect(judge('stock-adds-up', { effects }, told)).toEqual({
      time: seconds(1),
      sentence: 'Item 3: 2 sold and 5 left, of 6.',
    })
  })

  it('rejected-for-a-reason wants one: too few at some time, or a card that was declined', () => {
    const none = [...begun, stock(1, 1), stock(2, 6), order(3, 'no')]
    expect(judge('rejected-for-a-reason', { effects: none }, told)).toBeNull()
    const effects = [...begun, order(3, 'no'), stock(4, 0)]
    expect(judge('rejected-for-a-reason', { effects }, told)?.time).toBe(seconds(3))
    const task = charging('31', [1, 2])
    const call = { ...{ task: { ...task, root: task.id }, service: 'pay', call: 'POST' } } as const
    const declined: CallRecord = {
      ...{ ...call, subject: '/charges', from: seconds(1), to: seconds(2) },
      ...{ outcome: 'answered', code: 402 },
    }
    const tasks = [declined.task ?? task]
    const run = { effects, tasks, calls: [declined] }
    expect(judge('rejected-for-a-reason', run, told)).toBeNull()
  })

  it('p95-between looks at those that come to their end, and at the slowest of them', () => {
    const parameters = {
      from: { table: 'orders', row: { status: 'new' }, key: 'id' },
      to: { table: 'orders', row: { status: 'yes' }, key: 'id' },
      below: 20,
    }
    const after = (length: number) => ({ effects: [order(1, 'new'), order(1 + length, 'yes')] })
    expect(judge('p95-between', after(19), parameters)).toBeNull()
    expect(judge('p95-between', after(25), parameters)).toEqual({
      time: seconds(21),
      sentence: 'The slowest 5 of 100 took 25 s or more; 95 of 100 must take less than 20 s.',
    })
    expect(judge('p95-between', { effects: [order(1, 'new')] }, parameters)).not.toBeNull()
  })
})
