/**
 * The one playhead. Stage, timeline, tables and console all show the moment it stands at; nothing
 * else in the page keeps a time of its own.
 */
import { Log, type Micros, type Picture, PictureSeeker, seconds } from '../../simulator/index.ts'

/** Simulated seconds per second of the wall clock that the page offers. */
export const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 50, 200, 1000] as const

/** A stretch without a fact that is longer than this is idle: "skip idle" jumps over it. */
export const IDLE: Micros = seconds(0.6)

/** How much of an idle stretch is still shown before and after a jump. */
const IDLE_MARGIN: Micros = seconds(0.1)

export class Playback {
  /** The facts shown. The object is the same while a run grows: watch `revision`. */
  log = $state.raw<Log>(new Log())
  /** Changes whenever facts arrive or another log is shown. */
  revision = $state(0)
  playhead = $state<Micros>(0)
  /** How far the run is known: the playhead never passes it. */
  end = $state<Micros>(0)
  /** The run may still grow. */
  live = $state(false)
  playing = $state(false)
  speed = $state(1)
  skipIdle = $state(false)
  #seeker = $derived(new PictureSeeker(this.log))
  /** The cluster at the playhead. */
  readonly picture: Picture = $derived.by(() => {
    void this.revision
    return this.#seeker.at(this.playhead)
  })

  /** How many rows of the log lie at or before the playhead. */
  readonly rows: number = $derived.by(() => {
    void this.revision
    return this.log.rowsUpTo(this.playhead)
  })

  /** The playhead stands where the run is over. */
  readonly atEnd: boolean = $derived(!this.live && this.playhead >= this.end)

  /** Shows another log; the playhead stays where it is unless `at` says otherwise. */
  show(log: Log, end: Micros, at: Micros = this.playhead): void {
    this.log = log
    this.end = end
    this.playhead = Math.min(at, end)
    this.revision++
  }

  /** Facts were appended to the log that is shown; `end` is how far the run is now known. */
  grew(end: Micros): void {
    this.end = Math.max(end, this.end)
    this.revision++
  }

  seek(time: Micros): void {
    this.playhead = Math.max(0, Math.min(Math.round(time), this.end))
  }

  play(): void {
    this.playing = true
  }

  pause(): void {
    this.playing = false
  }

  /** To the next moment at which something happens. */
  stepForward(): void {
    this.pause()
    const next = this.rows
    this.seek(next < this.log.length ? this.log.timeAt(next) : this.end)
  }

  /** To the last moment before this one at which something happened. */
  stepBack(): void {
    this.pause()
    const before = this.log.rowsUpTo(this.playhead - 1)
    this.seek(before > 0 ? this.log.timeAt(before - 1) : 0)
  }

  /** Moves on by a stretch of wall time, in milliseconds; stops at the end of a run that is over. */
  tick(elapsed: number): void {
    if (!this.playing) return
    const wanted = this.playhead + elapsed * 1000 * this.speed
    this.seek(this.skipIdle ? this.#overIdle(wanted) : wanted)
    if (this.atEnd) this.pause()
  }

  #overIdle(wanted: Micros): Micros {
    const next = this.rows
    const last = next > 0 ? this.log.timeAt(next - 1) : 0
    const known = next < this.log.length
    if (!known && this.live) return wanted
    const until = known ? this.log.timeAt(next) : this.end
    const idle = until - last > IDLE && wanted > last + IDLE_MARGIN
    return idle ? Math.max(wanted, until - IDLE_MARGIN) : wanted
  }
}
