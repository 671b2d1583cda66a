import { expect, test } from 'vitest'
import { comesToAnEnd } from './random-python.ts'

const PROGRAMS = 1_000

test('a thousand random programs come to an end, and few of them break their interpreter', async () => {
  const seeds = Array.from({ length: PROGRAMS }, (_, index) => index + 1)
  const broken = await comesToAnEnd(seeds)
  console.log(
    `${String(broken.length)} of ${String(PROGRAMS)} random programs broke their interpreter`,
    broken,
  )
  expect(broken.length).toBeLessThan(PROGRAMS / 100)
}, 7_200_000)
