import { describe, expect, test } from 'vitest'
import { Log, seconds } from '../../simulator/index.ts'
import { type Condition, nextMoment } from '../lib/history/until.ts'
import { Playback, SPEEDS } from './playback.svelte.ts'

/** A log with a printed line at each of these seconds. */
function logAt(...times: readonly number[]): Log {
  const log = new Log()
  const client = log.actor({ kind: 'client', name: 'client' })
  for (const time of times) {
    log.append(seconds(time), 'printed', -1, client, -1, { stream: 'stdout', text: String(time) })
  }
  return log
}

function playing(log: Log, end: number): Playback {
  const playback = new Playback()
  playback.show(log, seconds(end), 0)
  playback.play()
  return playback
}

describe('playback', () => {
  test('moves with the wall clock and its speed, and stops at the end of a run that is over', () => {
    const playback = playing(logAt(0, 1, 2), 2)
    playback.tick(500)
    expect(playback.playhead).toBe(seconds(0.5))
    expect(playback.rows).toBe(1)
    playback.speed = 2
    playback.tick(500)
    expect(playback.playhead).toBe(seconds(1.5))
    expect(playback.rows).toBe(2)
    playback.tick(1000)
    expect(playback.playhead).toBe(seconds(2))
    expect(playback.playing).toBe(false)
  })

  test('waits at the edge of a run that goes on', () => {
    const playback = playing(logAt(0, 1), 1)
    playback.live = true
    playback.tick(5000)
    expect(playback.playhead).toBe(seconds(1))
    expect(playback.playing).toBe(true)
  })

  test('steps from fact to fact, both ways', () => {
    const playback = playing(logAt(0, 1, 1, 4), 5)
    playback.stepForward()
    expect(playback.playhead).toBe(seconds(1))
    expect(playback.rows).toBe(3)
    playback.stepForward()
    expect(playback.playhead).toBe(seconds(4))
    playback.stepForward()
    expect(playback.playhead).toBe(seconds(5))
    playback.stepBack()
    expect(playback.playhead).toBe(seconds(4))
    playback.stepBack()
    playback.stepBack()
    expect(playback.playhead).toBe(0)
    expect(playback.playing).toBe(false)
  })

  test('never leaves the run', () => {
    const playback = playing(logAt(0, 1), 2)
    playback.seek(seconds(99))
    expect(playback.playhead).toBe(seconds(2))
    playback.seek(-5)
    expect(playback.playhead).toBe(0)
  })

  test('jumps over idle time only when asked, and shows a little of it', () => {
    const slow = playing(logAt(0, 10), 10)
    slow.tick(200)
    expect(slow.playhead).toBe(seconds(0.2))
    const quick = playing(logAt(0, 10), 10)
    quick.skipIdle = true
    quick.tick(200)
    expect(quick.playhead).toBe(seconds(9.9))
    quick.tick(50)
    expect(quick.playhead).toBe(seconds(9.95))
  })

  test('runs until something is so and says so, or says at the end that it never was', () => {
    const playback = playing(logAt(0, 1, 3, 6), 8)
    const text = (wanted: string): Condition => ({ kind: 'text', text: wanted })
    const target = (condition: Condition) => ({
      says: 'there',
      next: (log: Log, after: number) => nextMoment(log, condition, after),
    })
    playback.runUntil(target(text('3')))
    playback.tick(2000)
    expect(playback.playing).toBe(true)
    playback.tick(60_000)
    expect([playback.playhead, playback.playing, playback.told]).toEqual([
      seconds(3),
      false,
      'there',
    ])
    playback.runUntil(target(text('nobody says this')))
    playback.tick(60_000)
    expect(playback.playhead).toBe(seconds(8))
    expect(playback.told).toContain('does not happen')
    playback.stepBack()
    expect(playback.told).toBeNull()
  })

  test('waits at its target also where the run has not come as far yet', () => {
    const log = logAt(0, 1)
    const playback = playing(log, 1)
    playback.live = true
    const condition: Condition = { kind: 'text', text: '5' }
    playback.runUntil({ says: 'there', next: (of, after) => nextMoment(of, condition, after) })
    playback.tick(9000)
    expect(playback.playing).toBe(true)
    log.appendBatch(logAt(0, 1, 5, 7).batch(2))
    playback.grew(seconds(7))
    playback.tick(9000)
    expect(playback.playhead).toBe(seconds(5))
  })

  test('goes up and down the scale of speeds and stays on it', () => {
    const playback = new Playback()
    playback.shift(1)
    expect(playback.speed).toBe(2)
    for (let n = 0; n < 20; n++) playback.shift(-1)
    expect(playback.speed).toBe(SPEEDS[0])
    for (let n = 0; n < 20; n++) playback.shift(1)
    expect(playback.speed).toBe(SPEEDS.at(-1))
  })
})
