import { describe, expect, it } from 'vitest'
import { seconds } from '../kernel/units.ts'
import { connectedAt, lateBy, resentAt, UNHEARD_FOR } from './tcp.ts'

describe('what TCP sends again', () => {
  it('waits twice as long each time', () => {
    expect([0, 1, 2, 3].map(lateBy)).toEqual([0, seconds(0.2), seconds(0.6), UNHEARD_FOR])
  })

  it('gets through at the first try after the link is whole: seen 53 s after a command, mended after 28 s', () => {
    expect(resentAt(0, seconds(28))).toBe(lateBy(8))
    expect(resentAt(seconds(5), seconds(5.2))).toBe(seconds(5.2))
    expect(resentAt(seconds(5), seconds(5.21))).toBe(seconds(5.6))
  })

  it('asks for a connection each second at first, then ever more rarely: seen after 35 s', () => {
    expect(connectedAt(0, seconds(0.5))).toBe(seconds(1))
    expect(connectedAt(0, seconds(5.5))).toBe(seconds(7))
    expect(connectedAt(seconds(1), seconds(28))).toBe(seconds(36))
    expect(connectedAt(0, seconds(100))).toBe(seconds(134))
  })
})
