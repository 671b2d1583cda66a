import { expect, test } from 'vitest'
import { overflow } from './stack.ts'

test('only a full stack is told as one, and only a line of the learner as theirs', () => {
  const words = [
    'Stack (most recent call first):',
    '  File "/lib/python314.zip/json/encoder.py", line 202 in encode',
    '  File "pack/tasks.py", line 7 in save',
    '  File "client.py", line 3 in <module>',
  ]
  expect(overflow(new RangeError('Maximum call stack size exceeded'), words)).toContain(
    'line 7 of pack/tasks.py',
  )
  expect(overflow(new Error('too much recursion'), [])).toContain('something is nested too deep')
  expect(overflow(new TypeError('x is not a function'), words)).toBeNull()
})
