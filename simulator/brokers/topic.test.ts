import { describe, expect, it } from 'vitest'
import { matchesTopic, matchesVirtualTopic } from './topic.ts'

describe('topic keys', () => {
  it('match words in AMQP, text in the virtual transports (rule 2.15: documented otherwise)', () => {
    const keys = ['a', 'a.b', 'a.b.c'] as const
    expect(keys.map((key) => matchesTopic('a.#', key))).toEqual([true, true, true])
    expect(keys.map((key) => matchesVirtualTopic('a.#', key))).toEqual([false, true, true])
    expect(keys.map((key) => matchesTopic('a.*', key))).toEqual([false, true, false])
    expect(keys.map((key) => matchesVirtualTopic('a.*', key))).toEqual([false, true, true])
  })
})
