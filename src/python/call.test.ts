import { describe, expect, it } from 'vitest'
import { answerOfCall, callOf } from './call.ts'

describe('a call told as a list', () => {
  it('is what `apply` says of it', () => {
    expect(callOf(['tasks.add', [1], { y: 2 }, '(1,)', "{'y': 2}", 'client.py', 3])).toEqual({
      signature: { task: 'tasks.add' },
      args: [1],
      kwargs: { y: 2 },
      options: {},
      argsrepr: '(1,)',
      kwargsrepr: "{'y': 2}",
      at: { file: 'client.py', line: 3 },
    })
    expect(callOf(['tasks.add', [], {}, '()', '{}', null, 0])).not.toHaveProperty('at')
  })

  it('is answered by an id where there is no more to say', () => {
    const result = { type: 'AsyncResult', id: 'abc', parent: null }
    expect(answerOfCall({ result })).toBe('abc')
    for (const heard of [
      { result, unsettled: true },
      { result: { ...result, ignored: true } },
      { result: null },
      { error: { type: 'builtins.TypeError', message: 'no' } },
    ])
      expect(JSON.parse(answerOfCall(heard))).toEqual(heard)
  })
})
