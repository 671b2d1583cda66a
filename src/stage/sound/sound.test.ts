import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pitchOf } from './pitch.ts'
import { QueueSound } from './queue-sound.ts'

/** Hears what would be played. */
class Ear {
  currentTime = 0
  state = 'running'
  destination = {}
  readonly heard: number[] = []
  createOscillator(): object {
    const heard = this.heard
    const frequency = {
      set value(pitch: number) {
        heard.push(pitch)
      },
    }
    return { frequency, connect: (to: unknown) => to, start() {}, stop() {} }
  }
  createGain(): object {
    const nothing = (): void => {}
    const gain = {
      setValueAtTime: nothing,
      linearRampToValueAtTime: nothing,
      exponentialRampToValueAtTime: nothing,
    }
    return { gain, connect: (to: unknown) => to }
  }
}

const soundOf = (ear: Ear): QueueSound => new QueueSound(ear as unknown as AudioContext)

describe('the sound of queues', () => {
  it('goes up with their depth, from 110 Hz over four octaves', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(100_000), (a, b) => {
        expect(pitchOf(Math.min(a, b))).toBeLessThanOrEqual(pitchOf(Math.max(a, b)))
      }),
    )
    expect(pitchOf(0)).toBe(110)
    expect(pitchOf(1_000_000)).toBeCloseTo(1760)
    expect(pitchOf(30)).toBeGreaterThan(pitchOf(10))
  })

  it('plays a note for each change, and no more than one at a time', () => {
    const ear = new Ear()
    const sound = soundOf(ear)
    sound.hear(3)
    ear.currentTime = 1
    sound.hear(3)
    expect(ear.heard).toEqual([pitchOf(3)])
    sound.hear(40)
    ear.currentTime = 1.01
    sound.hear(90)
    expect(ear.heard).toEqual([pitchOf(3), pitchOf(40)])
  })

  it('is silent until the browser lets it sound', () => {
    const ear = new Ear()
    ear.state = 'suspended'
    soundOf(ear).hear(3)
    expect(ear.heard).toEqual([])
  })
})
