import { describe, expect, it } from 'vitest'
import type { FuzzCase } from './case.ts'
import found from './found.json' with { type: 'json' }
import { tryCase } from './try.ts'

/** Cases that have shown a mistake of the simulator or of the fuzzer, made smaller; each stays once it is mended. */
const FOUND = found as unknown as { readonly [mistake: string]: FuzzCase }

describe('a case that showed a mistake shows it no more', () => {
  it.each(Object.entries(FOUND))('%s', (_mistake, one) => {
    expect(tryCase(one).violations).toEqual([])
  })
})
