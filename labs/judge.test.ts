import { describe, expect, it } from 'vitest'
import { seconds } from '../simulator/index.ts'
import { readLab } from './catalogue-node.ts'
import { brokenBound, hintFor, judge, needsBaseline } from './judge.ts'
import type { CheckSpec } from './lab.ts'
import { goodLab, queueOf, runOf, workerOf } from './testing.ts'

const lab = goodLab(readLab('two-lanes'))
const CONSUMED: CheckSpec = { id: 'a', title: 'A', word: 'queues-consumed', parameters: {} }
const alone = runOf({ queues: [{ ...queueOf('mail'), waiting: 140 }] })

describe('judging a run', () => {
  it('asks the word of the check', () => {
    expect(judge(CONSUMED, runOf())).toBeNull()
    expect(judge(CONSUMED, alone)?.sentence).toContain('the queue mail')
  })

  it('breaks every check when the program died, and says why', () => {
    const died = runOf({ trouble: 'Your program stopped with E().', end: seconds(3) })
    expect(judge(CONSUMED, died)).toEqual({
      time: seconds(3),
      sentence: 'Your program stopped with E().',
    })
  })

  it('fills in the first hint that applies', () => {
    const [what, , line] = hintFor(lab, alone) ?? []
    expect(what).toContain('queue mail has 140 messages and 0 consumers')
    expect(line).toContain('"-c 2 -Q mail"')
    expect(hintFor(lab, runOf())).toBeNull()
  })

  it('has no hint for a program that died', () => {
    expect(hintFor(lab, { ...alone, trouble: 'Your program stopped with E().' })).toBeNull()
  })

  it('holds the lab to its number of processes, wherever they come from', () => {
    expect(brokenBound(lab, runOf({ workers: [workerOf('w1@sim', 8)] }))).toBeNull()
    const nine = runOf({ workers: [workerOf('w1@sim', 8), workerOf('w2@sim', 1)] })
    expect(brokenBound(lab, nine)).toBe('The workers had 9 processes together; this lab allows 8.')
  })

  it('needs the starter where a word compares with it', () => {
    expect(needsBaseline(lab)).toBe(true)
    expect(needsBaseline({ ...lab, checks: [CONSUMED], stars: [], hints: [] })).toBe(false)
  })
})
