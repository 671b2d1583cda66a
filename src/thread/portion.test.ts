import { expect, test } from 'vitest'
import { Portion } from './portion.ts'

test('a page that pulls often gets little at a time, one that pulls seldom as much in a second', () => {
  const portion = new Portion()
  expect(portion.next(0)).toBe(65_536)
  expect(portion.next(16)).toBe(4800)
  expect(portion.next(17)).toBe(4096)
  expect(portion.next(117)).toBe(30_000)
  expect(portion.next(60_000)).toBe(65_536)
})
