import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Log } from '../../../simulator/index.ts'
import { syntheticLog } from '../../../tests/support/synthetic-log.ts'
import { historyOf } from './history.ts'
import { tell } from './tell.ts'
import { type Condition, lastMoment, nextMoment, taskMoment } from './until.ts'

const log = syntheticLog()
const end = log.timeAt(log.length - 1)
const history = historyOf(log)

const rows = (of: Log) => Array.from({ length: of.length }, (_, row) => row)

/** Every moment at which it comes true, by hand. */
function moments(condition: Condition): readonly number[] {
  if (condition.kind === 'queue') {
    const { times, depths } = history.depths.get(condition.queue)!
    const holds = (depth: number) =>
      condition.is === 'at-least' ? depth >= condition.length : depth <= condition.length
    return times.filter((_, nth) => nth > 0 && holds(depths[nth]!) && !holds(depths[nth - 1]!))
  }
  return rows(log)
    .filter((row) =>
      condition.kind === 'text'
        ? tell(log, row).toLowerCase().includes(condition.text)
        : log.kindAt(row) === `task-${condition.event}`,
    )
    .map((row) => log.timeAt(row))
}

const CONDITIONS: readonly Condition[] = [
  { kind: 'task', event: 'retried', type: '' },
  { kind: 'task', event: 'succeeded', type: '' },
  { kind: 'queue', queue: 'mail', is: 'at-least', length: 2 },
  { kind: 'queue', queue: 'mail', is: 'at-most', length: 0 },
  { kind: 'text', text: 'retr' },
]

describe('a condition', () => {
  it.each(CONDITIONS)('is found ahead and behind, from anywhere: %j', (condition) => {
    const all = moments(condition)
    expect(all.length).toBeGreaterThan(1)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: end }), (at) => {
        expect(nextMoment(log, condition, at)).toBe(all.find((time) => time > at) ?? null)
        expect(lastMoment(log, condition, at)).toBe(all.findLast((time) => time < at) ?? null)
      }),
      { numRuns: 60 },
    )
  })

  it('may name a type of task', () => {
    const name = history.names.all()[0]?.name ?? ''
    const at = nextMoment(log, { kind: 'task', event: 'started', type: name }, -1)!
    expect(
      historyOf(log).inOrder.some(
        ({ label, tries }) => label.name === name && tries[0]?.start === at,
      ),
    ).toBe(true)
    expect(nextMoment(log, { kind: 'task', event: 'started', type: 'nobody' }, -1)).toBeNull()
    expect(
      nextMoment(log, { kind: 'queue', queue: 'none', is: 'at-least', length: 1 }, 0),
    ).toBeNull()
  })
})

describe('a step by task', () => {
  it('goes from try to try and back through the same moments', () => {
    const forth: number[] = []
    for (let at = taskMoment(log, -1, 1, null); at !== null; at = taskMoment(log, at, 1, null))
      forth.push(at)
    const back: number[] = []
    for (
      let at = taskMoment(log, end + 1, -1, null);
      at !== null;
      at = taskMoment(log, at, -1, null)
    )
      back.push(at)
    expect(forth.length).toBeGreaterThan(20)
    expect(back.reverse()).toEqual(forth)
  })

  it('of one task goes to all that happens to it', () => {
    const { task, sentAt, tries } = history.inOrder[1]!
    expect(taskMoment(log, sentAt - 1, 1, task)).toBe(sentAt)
    expect(taskMoment(log, tries[0]!.start - 1, 1, task)).toBe(tries[0]!.start)
    expect(taskMoment(log, sentAt, -1, task)).toBeNull()
  })
})
