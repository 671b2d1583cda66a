import { expect, it } from 'vitest'
import type { Action } from '../../../simulator/index.ts'
import { doneWords } from './done.ts'

const now = { on: { kind: 'time' }, after: 0 } as const

it.each<[Action, string]>([
  [{ ...now, verb: 'purge', target: 'mail' }, 'purge: mail'],
  [{ ...now, verb: 'kill', target: 'w1', signal: 'SIGHUP' }, 'SIGHUP: w1'],
  [{ ...now, verb: 'prefetch', target: 'w1', count: 8 }, 'prefetch 8: w1'],
  [{ ...now, verb: 'control', target: '', method: 'revoke', arguments: {} }, 'revoke: all workers'],
  [{ ...now, fault: 'kill-process', worker: 'w1', process: 2, lasts: null }, 'kill process: w1/2'],
  [{ ...now, fault: 'partition', nodes: ['w1'], from: 'both', lasts: 1 }, 'partition: w1'],
  [{ ...now, fault: 'broker-away', lasts: 1 }, 'broker away'],
])('%o is said as %s', (act, words) => {
  expect(doneWords(act)).toBe(words)
})
