import { describe, expect, test } from 'vitest'
import { readEmbed } from './parameters.ts'

describe('parameters of an embed', () => {
  test('are read in any case', () => {
    expect(readEmbed('?LAB=two-lanes&Theme=dark&seed=3&speed=0.5&autoplay=1')).toEqual({
      lab: 'two-lanes',
      theme: 'dark',
      seed: 3,
      speed: 0.5,
      autoplay: true,
      warnings: [],
    })
  })

  test('what cannot be used is said, and ignored', () => {
    const read = readEmbed('?lab=../x&theme=pink&seed=-1&speed=0&autoplay=yes&color=red')
    expect(read).toMatchObject({ lab: null, theme: null, seed: null, speed: null, autoplay: false })
    expect(read.warnings).toHaveLength(6)
    expect(read.warnings.join(' ')).toContain('color')
  })
})
