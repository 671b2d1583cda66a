import { describe, expect, it } from 'vitest'
import { seconds } from '../../simulator/index.ts'
import { runOf } from '../testing.ts'
import { lostAt, onMachines, shortAt } from '../testing-machines.ts'
import { CHECKS } from './index.ts'

describe('cost-at-most', () => {
  const judge = (most: number, changes: Parameters<typeof onMachines>[1] = {}) =>
    CHECKS['cost-at-most'].judge(runOf(onMachines({}, changes)), { most })

  it('adds up the minutes of all machines', () => {
    expect(judge(2)).toBeNull()
    expect(judge(1)).toEqual({
      time: seconds(60),
      sentence: 'Your machines cost 2 until the last task was over; 1 is the budget.',
    })
  })

  it('does not count a machine any more that was lost', () => {
    expect(judge(1, { faults: [lostAt('m1', 30)] })?.sentence).toContain('cost 1.5')
  })
})

describe('memory-suffices', () => {
  it('tells of the first process that was killed', () => {
    const run = runOf(onMachines({}, { faults: [shortAt(7), shortAt(9)] }))
    expect(CHECKS['memory-suffices'].judge(run, {})).toEqual({
      time: seconds(7),
      sentence:
        'A machine was out of memory, and its kernel killed a process of w1. This happened 2 times.',
    })
    expect(CHECKS['memory-suffices'].judge(runOf(onMachines()), {})).toBeNull()
  })
})

describe('processes-at-most', () => {
  it('counts those that were there at once', () => {
    const run = runOf({ crowd: { most: 101, at: seconds(2) } })
    expect(CHECKS['processes-at-most'].judge(run, { most: 101 })).toBeNull()
    expect(CHECKS['processes-at-most'].judge(run, { most: 100 })?.time).toBe(seconds(2))
  })
})

describe('drained-as-predicted', () => {
  const judge = (drained: number | null) =>
    CHECKS['drained-as-predicted'].judge(runOf(onMachines({}, { answers: { drained } })), {
      ...{ answer: 'drained', within: 0.25 },
    })

  it('allows a share on both sides', () => {
    expect([judge(45), judge(75)]).toEqual([null, null])
    expect(judge(80)?.sentence).toBe(
      'The last task was over after 60 s, and you expected 80 s: more than 25 % off.',
    )
    expect(judge(40)).not.toBeNull()
    expect(judge(null)?.sentence).toBe('You have not said what you expect.')
  })
})
