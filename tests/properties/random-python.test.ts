import { expect, test } from 'vitest'
import { drawProgram } from '../support/random-programs.ts'
import { comesToAnEnd } from './random-python.ts'

test('programs differ by seed and are drawn anew alike', () => {
  const texts = Array.from({ length: 200 }, (_, seed) => JSON.stringify(drawProgram(seed)))
  expect(new Set(texts).size).toBe(texts.length)
  expect(JSON.stringify(drawProgram(7))).toBe(texts[7])
})

test('random programs come to an end, and none breaks its interpreter', async () => {
  expect(await comesToAnEnd([1, 2, 3, 4, 5, 6, 7, 8])).toEqual([])
}, 300_000)
