import { expect, test } from 'vitest'
import { pythonSeconds } from './seconds.ts'

test.each([
  [0, '0.0'],
  [1, '1e-06'],
  [250, '0.00025'],
  [1_000_000, '1.0'],
  [1_250_000, '1.25'],
  [3_600_000_000, '3600.0'],
])('%i µs is %s', (time, text) => {
  expect(pythonSeconds(time)).toBe(text)
})
