import { describe, expect, it } from 'vitest'
import { seconds } from '../../simulator/index.ts'
import type { CurveItem } from '../answers.ts'
import { runOf } from '../testing.ts'
import { HERD, herd } from '../testing-herd.ts'
import { CHECKS } from './index.ts'
import { curveOf, distance } from './requests.ts'

const together = (...times: number[]) => Array.from({ length: 5 }, () => times)

describe('requests-at-most', () => {
  const judge = (tries: readonly (readonly number[])[], most: number) =>
    CHECKS['requests-at-most'].judge(runOf(herd(tries)), { ...HERD, most })

  it('counts each second after the outage, and not what found nobody there', () => {
    expect(judge(together(1, 11), 5)).toBeNull()
    expect(judge(together(1, 11), 4)).toEqual({
      time: seconds(11),
      sentence: 'api got 5 requests in second 11; it bears 4.',
    })
    expect(judge([...together(1, 11), [1, 12]], 5)).toBeNull()
  })
})

describe('done-after-outage', () => {
  const judge = (within: number, lost = false) =>
    CHECKS['done-after-outage'].judge(runOf(herd(together(1, 30), { lost })), { ...HERD, within })

  it('counts from the end of the first outage', () => {
    expect(judge(20)).toBeNull()
    expect(judge(19)).toEqual({
      time: seconds(29),
      sentence: '5 of 5 were not done 19 s after the outage.',
    })
  })

  it('wants what failed for good too', () => {
    expect(judge(80, true)?.sentence).toContain('5 of 5 were not done')
  })
})

describe('attempts-at-most', () => {
  it('counts the first try among them', () => {
    const run = runOf(herd([[1, 2, 3], [1]]))
    expect(CHECKS['attempts-at-most'].judge(run, { ...HERD, most: 3 })).toBeNull()
    expect(CHECKS['attempts-at-most'].judge(run, { ...HERD, most: 2 })?.sentence).toBe(
      'One task was tried 3 times; 2 are allowed.',
    )
    const more = runOf(herd([[1, 2, 3], [1, 2, 4], [1]]))
    expect(CHECKS['attempts-at-most'].judge(more, { ...HERD, most: 2 })?.sentence).toBe(
      '2 tasks were tried more than 2 times, one of them 3 times.',
    )
  })
})

describe('curve-near', () => {
  const item: CurveItem = {
    ...{ kind: 'curve', id: 'load', title: '', note: '', unit: '', service: 'api' },
    ...{ from: 0, every: 10, count: 4, most: 100 },
  }
  const run = runOf(herd([...together(1, 11), [1, 12, 29]]))

  it('takes the busiest second around each moment for what was real', () => {
    expect(curveOf(item, run)).toEqual([6, 5, 0, 1])
  })

  it('measures the distance by the highest point', () => {
    expect(distance([6, 5, 0, 1], [6, 5, 0, 1])).toBe(0)
    expect(distance([0, 0], [10, 0])).toBe(0.5)
  })

  const judge = (drawn: readonly number[] | null) =>
    CHECKS['curve-near'].judge(
      { ...run, answers: { load: drawn }, curves: { load: curveOf(item, run) } },
      { answer: 'load', within: 0.25 },
    )

  it('holds of a curve that is near enough', () => {
    expect(judge([5, 6, 1, 1])).toBeNull()
  })

  it('says where one is furthest off, and that one is missing', () => {
    expect(judge([6, 0, 0, 20])?.sentence).toContain('At its point 4 you drew 20, and it was 1.')
    expect(judge(null)?.sentence).toBe('You have not drawn what you think will happen.')
  })
})
