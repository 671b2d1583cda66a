import { describe, expect, it } from 'vitest'
import { seconds } from '../../simulator/index.ts'
import { runOf, taskOf } from '../testing.ts'
import { crashes, matrix } from '../testing-crashes.ts'
import { CHECKS } from './index.ts'

describe('cells-right', () => {
  const judge = (said: Parameters<typeof matrix>[0], least: number) =>
    CHECKS['cells-right'].judge(runOf(matrix(said)), { answer: 'stamps', least })?.sentence ?? null

  it('counts the cells that are as in their runs', () => {
    expect(judge({ before: { early: 'lost', late: 'once' } }, 2)).toBeNull()
    expect(judge({ before: { early: 'lost', late: 'twice' } }, 1)).toBeNull()
    expect(judge({ before: { early: 'lost', late: 'twice' } }, 2)).toBe(
      '1 of 2 cells are right; 2 are wanted. The first that is not: Before; Late. You say twice, and its run says otherwise.',
    )
  })

  it('says how many are empty', () => {
    expect(judge({ before: { early: 'lost' } }, 2)).toBe(
      '1 of 2 cells are right; 2 are wanted. 1 are still empty.',
    )
  })
})

describe('claim-holds', () => {
  const effect = { call: 'POST', key: 'id' }
  const twice = taskOf('pay', { id: 'p1' })
  const calls = [1, 4].map((at) => ({
    ...{ task: twice, service: 'bank', call: 'POST', subject: '/', code: 200 },
    ...{ from: seconds(at), to: seconds(at), outcome: 'answered' as const },
  }))
  const judge = (code: string | null, count: number) =>
    CHECKS['claim-holds'].judge(runOf({ calls: calls.slice(0, count), answers: { code } }), {
      ...{ answer: 'code', claim: 'once', effect },
    })

  it('shows what happened twice to who says that it never does', () => {
    expect(judge('once', 2)).toEqual({
      time: seconds(4),
      sentence:
        'It happened twice, at 00:01.000 and at 00:04.000, and you say that it never does. There were 1 of these.',
    })
    expect(judge('once', 1)).toBeNull()
  })

  it('holds for who claims nothing, and not for who says nothing', () => {
    expect(judge('idempotent', 2)).toBeNull()
    expect(judge(null, 1)?.sentence).toBe('You have not answered this yet.')
  })
})

describe('rate-at-least', () => {
  it('counts from the first publish to the last end', () => {
    const run = runOf(crashes([], { at: 0.002, acked: 0 }))
    const judge = (perSecond: number) =>
      CHECKS['rate-at-least'].judge(run, { task: 'ping', perSecond })
    expect(judge(500)).toBeNull()
    expect(judge(501)?.sentence).toBe('500 ping got done in a second; at least 501 are wanted.')
    expect(CHECKS['rate-at-least'].judge(runOf(), { task: 'ping', perSecond: 1 })).not.toBeNull()
  })
})
