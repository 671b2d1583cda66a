import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { millis, seconds } from '../../../simulator/index.ts'
import { SMALL_RUN, syntheticLog } from '../../../tests/support/synthetic-log.ts'
import { RESULTS, queueId, workerId } from '../layout/topology.ts'
import { duration, lookBack, type TravelKind } from './pace.ts'
import { MOST_TOKENS, trafficAt, travelsOf, type Travel } from './travels.ts'

const log = syntheticLog()
const end = log.timeAt(log.length - 1)
const moments = fc.integer({ min: 0, max: end + seconds(2) })

function tokensAt(time: number, speed = 1): readonly Travel[] {
  const traffic = trafficAt(log, time, speed)
  if (traffic.kind !== 'tokens') throw new Error('expected single tokens')
  return traffic.travels
}

describe('trafficAt', () => {
  it('moves only for facts that the playhead has passed, each part of the way', () => {
    fc.assert(
      fc.property(moments, fc.constantFrom(0.1, 1, 5, 50), (time, speed) => {
        const traffic = trafficAt(log, time, speed)
        if (traffic.kind !== 'tokens') return
        for (const { row, share } of traffic.travels) {
          expect(log.timeAt(row)).toBeLessThanOrEqual(time)
          expect(share).toBeGreaterThanOrEqual(0)
          expect(share).toBeLessThan(1)
        }
      }),
    )
  })

  it('never shows a task in two places, acks apart', () => {
    fc.assert(
      fc.property(moments, (time) => {
        const tasks = tokensAt(time)
          .filter(({ kind }) => kind !== 'ack')
          .map(({ task }) => task)
        expect(new Set(tasks).size).toBe(tasks.length)
      }),
    )
  })

  it('is a function of the moment alone: no matter where the playhead came from', () => {
    fc.assert(
      fc.property(moments, moments, (time, other) => {
        const before = tokensAt(time)
        tokensAt(other)
        expect(tokensAt(time)).toEqual(before)
      }),
    )
  })

  it('leads from client to queue to worker to results, each at least 250 ms at 1x', () => {
    const legs = new Map<string, { first: number; last: number; travel: Travel }>()
    for (let time = 0; time < end; time += millis(5)) {
      for (const travel of tokensAt(time)) {
        const key = `${travel.row}`
        const known = legs.get(key)
        if (known) known.last = time
        else legs.set(key, { first: time, last: time, travel })
      }
    }
    const seen = [...legs.values()]
    const inside = seen.filter(({ first, last }) => first > 0 && last < end - millis(10))
    for (const { first, last } of inside) expect(last - first).toBeGreaterThan(millis(240))
    const ofFirst = seen.filter(({ travel }) => travel.task === 0 && travel.kind !== 'ack')
    expect(ofFirst.map(({ travel }) => travel.stops.at(-1))).toEqual([
      queueId('mail'),
      workerId('w1@sim'),
      RESULTS,
    ])
    const kinds = new Set(seen.map(({ travel }) => travel.kind))
    expect(kinds).toEqual(new Set<TravelKind>(['publish', 'deliver', 'result', 'retry', 'ack']))
  })

  it('comes to rest when nothing happens any more', () => {
    expect(tokensAt(end + lookBack(1))).toEqual([])
  })

  it('is a crowd where there would be too many tokens, and shows one of it alone', () => {
    const crowd = syntheticLog({ ...SMALL_RUN, tasks: 900, every: 100, runtime: millis(1) })
    expect(trafficAt(crowd, millis(600), 1)).toEqual({ kind: 'crowd', travels: [] })
    const last = crowd.taskAt(crowd.rowsUpTo(millis(560)) - 1)
    const own = travelsOf(crowd, last, millis(560), 1)
    expect(own.length).toBeGreaterThan(0)
    for (const { task, share } of own) {
      expect(task).toBe(last)
      expect(share).toBeLessThan(1)
    }
    expect(trafficAt(crowd, millis(600), 1).travels.length).toBeLessThanOrEqual(MOST_TOKENS)
  })
})

describe('duration', () => {
  it('keeps the floor of 250 ms at 1x and never stands still when fast', () => {
    for (const kind of ['publish', 'deliver', 'result', 'retry', 'ack'] as const) {
      expect(duration(kind, 1)).toBeGreaterThanOrEqual(millis(250))
      expect(duration(kind, 50) / 50).toBeGreaterThanOrEqual(millis(100))
      expect(duration(kind, 0.1) / 0.1).toBeGreaterThanOrEqual(millis(250))
    }
  })
})
