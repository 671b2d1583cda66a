import { describe, expect, test } from 'vitest'
import { Log, seconds } from '../../simulator/index.ts'
import { Playback } from './playback.svelte.ts'

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
})
