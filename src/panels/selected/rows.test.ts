import { describe, expect, it } from 'vitest'
import { Log, type Picture, PictureSeeker } from '../../../simulator/index.ts'
import type { Subject } from '../../lib/subject.ts'
import { readRun } from '../../../tests/why/recorded.ts'
import { propertiesOf, ThingRows } from './rows.ts'

const { log } = readRun('routed')
const end = log.timeAt(log.length - 1)
const picture = new PictureSeeker(log).at(end / 2)

/** Properties by name: their words, and what they name. */
function known(of: Picture, subject: Subject): Record<string, string> {
  return Object.fromEntries(
    (propertiesOf(of, subject) ?? []).map(({ name, value, things = [], tasks = [] }) => [
      name,
      [value, ...things.map(({ kind, id }) => `${kind} ${id}`), ...tasks].join(' ').trim(),
    ]),
  )
}

const kinds = (subject: Subject, of = log): ReadonlySet<string> =>
  new Set(new ThingRows(of, subject).upTo(of.length, Infinity).map((row) => of.kindAt(row)))

describe('an exchange', () => {
  const exchange = picture.exchanges.find(({ name }) =>
    picture.bindings.some((binding) => binding.exchange === name),
  )!
  const subject = { kind: 'exchange', id: exchange.name } as const

  it('names its type and the queue of each key', () => {
    const bindings = picture.bindings.filter((each) => each.exchange === exchange.name)
    expect(known(picture, subject)).toEqual({
      type: exchange.type,
      ...Object.fromEntries(
        bindings.map(({ routingKey, queue }) => [
          routingKey === '' ? 'every key' : `key ${routingKey}`,
          `queue ${queue}`,
        ]),
      ),
    })
  })

  it('tells of its declaration and of its bindings', () => {
    expect(kinds(subject)).toContain('exchange-declared')
    expect(kinds({ kind: 'exchange', id: '' })).toContain('message-published')
  })

  it('is not there before it is declared', () => {
    expect(propertiesOf(new PictureSeeker(log).at(0), subject)).toBeNull()
  })
})

describe('a process', () => {
  const worker = picture.workers.find(({ processes }) => processes.some(({ task }) => task))!
  const process = worker.processes.find(({ task }) => task)!
  const subject = { kind: 'process', id: process.name } as const

  it('names its worker and what it runs', () => {
    expect(known(picture, subject)).toEqual({
      state: process.state,
      pid: String(process.pid),
      of: `worker ${worker.name}`,
      runs: process.task,
    })
  })

  it('tells what it has done, and nothing of what others have', () => {
    const rows = new ThingRows(log, subject).upTo(log.length, Infinity)
    expect(kinds(subject)).toContain('task-started')
    expect(new Set(rows.map((row) => log.actors[log.actorAt(row)]!.name))).toEqual(
      new Set([process.name]),
    )
  })
})

describe('a service', () => {
  const served = new Log()
  const id = 'mail.example.com'
  const actor = served.actor({ kind: 'service', name: id })
  const worker = served.actor({ kind: 'process', name: 'w1@sim/1' })
  const call = { call: 'send', subject: 'Ada' }
  served.append(1000, 'service-effect', -1, actor, -1, { ...call, entry: {} })
  served.append(2000, 'service-answered', -1, worker, 0, {
    ...call,
    service: id,
    outcome: 'answered',
    code: 250,
    text: 'OK',
  })
  served.append(3000, 'service-away', -1, actor, -1, { until: 9000, how: 'refuses' })
  served.append(9000, 'service-back', -1, actor, 2, {})
  const subject = { kind: 'service', id } as const

  it('counts its calls and effects, and knows when it is away', () => {
    const at = (time: number) => known(new PictureSeeker(served).at(time), subject)
    expect(at(2500)).toEqual({
      state: 'there',
      answered: '1 call',
      'not answered': '0 calls',
      changed: '1 thing',
    })
    expect(at(4000)['state']).toBe('away')
    expect(at(9500)['state']).toBe('there')
  })

  it('tells of each call and outage, the last ones where there are too many', () => {
    expect(kinds(subject, served)).toEqual(
      new Set(['service-effect', 'service-answered', 'service-away', 'service-back']),
    )
    expect(new ThingRows(served, subject).upTo(served.length, 2)).toEqual([2, 3])
    expect(new ThingRows(served, subject).upTo(2, 9)).toEqual([0, 1])
  })
})
