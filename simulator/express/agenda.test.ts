import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Agenda, SOURCES } from './agenda.ts'

const ENQUEUE = 150
const DELIVER = 250
const UNITS = 60

/** What an event is followed by: who does something how much later. */
const follower = fc.record({
  source: fc.constantFrom(
    SOURCES.near,
    SOURCES.near,
    SOURCES.far,
    SOURCES.arriving,
    SOURCES.delivering,
  ),
  unit: fc.nat(UNITS - 1),
  // Small delays, so that many events are at one time.
  delay: fc.oneof(fc.nat(3), fc.nat(2000)),
})

interface Planned {
  readonly source: number
  readonly about: number
  readonly time: number
  readonly seq: number
}

const byOrder = (one: Planned, other: Planned): number =>
  one.time - other.time || one.seq - other.seq

test('events leave in the order of (time, seq), up to the strange one and the moment asked for', () => {
  fc.assert(
    fc.property(
      fc.array(follower, { minLength: 1, maxLength: 300, size: 'max' }),
      fc.nat(8000),
      // No event of the ride has the number of another one.
      fc.nat(400).map((seq) => seq + 0.5),
      fc.nat(8000),
      (followers, strangeTime, strangeSeq, until) => {
        const agenda = new Agenda()
        agenda.begin(ENQUEUE, DELIVER)
        agenda.nextSeq = 1
        agenda.limit(strangeTime, strangeSeq, until)
        const model: Planned[] = []
        let now = 0
        for (const { source, unit, delay } of followers) {
          plan(agenda, model, source, unit, delay, now)
          if (delay % 2 === 0) continue
          now = takeOne(agenda, model, { strangeTime, strangeSeq, until }) ?? now
        }
        while (takeOne(agenda, model, { strangeTime, strangeSeq, until }) !== null);
      },
    ),
  )
})

/** A unit that has an event already plans no other one. */
function plan(
  agenda: Agenda,
  model: Planned[],
  source: number,
  unit: number,
  delay: number,
  now: number,
): void {
  const seq = agenda.nextSeq
  const isHop = source === SOURCES.arriving || source === SOURCES.delivering
  if (!isHop && model.some((one) => one.source <= SOURCES.far && one.about === unit)) return
  if (source === SOURCES.arriving) agenda.arrive(unit, now)
  else if (source === SOURCES.delivering) agenda.deliver(unit, now)
  else if (source === SOURCES.near) agenda.soon(unit, now + delay)
  else agenda.later(unit, now + delay)
  const hop = source === SOURCES.arriving ? ENQUEUE : DELIVER
  model.push({ source, about: unit, time: now + (isHop ? hop : delay), seq })
}

/** Takes the next event, which must be the model's; null where none may be taken. */
function takeOne(
  agenda: Agenda,
  model: Planned[],
  end: { readonly strangeTime: number; readonly strangeSeq: number; readonly until: number },
): number | null {
  model.sort(byOrder)
  const [next] = model
  const strange = { source: -1, about: -1, time: end.strangeTime, seq: end.strangeSeq }
  const isBeyond = next === undefined || next.time > end.until || byOrder(strange, next) < 0
  const source = agenda.take()
  if (isBeyond) {
    expect(source).toBe(SOURCES.none)
    return null
  }
  expect([agenda.time, agenda.seq, agenda.about]).toEqual([next.time, next.seq, next.about])
  model.shift()
  const others = [...model.map(({ time }) => time), end.strangeTime]
  expect(agenda.isAlone(next.time)).toBe(others.every((time) => time > next.time))
  return next.time
}
