/**
 * The one playhead. Stage, timeline, tables and console all show the moment it stands at; nothing
 * else in the page keeps a time of its own.
 */
import { Log, type Micros, type Picture, PictureSeeker, seconds } from '../../simulator/index.ts'
import { taskMoment } from '../lib/history/until.ts'
import { Pace, type Paced } from './pace.svelte.ts'

/** Simulated seconds per second of the wall clock that the page offers. */
export const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 50, 200, 1000] as const

/** A stretch without a fact that is longer than this is idle: "skip idle" jumps over it. */
export const IDLE: Micros = seconds(0.6)

/** So many rows are read ahead in one frame, so that a leap finds a picture near. */
const PREPARED = { playing: 500, resting: 4000 }

const NEVER = 'That does not happen any more in this run: the playhead stands at its end.'

/** How much of an idle stretch is still shown before and after a jump. */
const IDLE_MARGIN: Micros = seconds(0.1)

/** Something to run to. */
export interface Target {
  readonly says: string
  /** The first moment after one at which it is so, as far as the log is known. */
  readonly next: (log: Log, after: Micros) => Micros | null
}

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
  /** What the playhead runs to, and how that is called; null: the end. */
  target = $state.raw<Target | null>(null)
  /** The playhead came to its target just now, or there was none: a sentence. */
  told = $state<string | null>(null)
  /** Another run is shown beside this one, and is known so far. */
  beside = $state<Micros>(0)
  /** As far as the playhead may go. */
  readonly reach: Micros = $derived(Math.max(this.end, this.beside))
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

  readonly #pace = new Pace()
  /** The moment as panels show it that would cost too much at every frame of a flood. */
  readonly steady: Paced = $derived.by(() => {
    const { log, picture, playhead, rows, end, revision } = this
    return this.#pace.follow({ log, picture, playhead, rows, end, revision }, this.playing)
  })

  /** The playhead stands where the run is over. */
  readonly atEnd: boolean = $derived(!this.live && this.playhead >= this.reach)

  /** Shows another log; the playhead stays where it is unless `at` says otherwise. */
  show(log: Log, end: Micros, at: Micros = this.playhead): void {
    this.log = log
    this.end = end
    this.playhead = Math.min(at, Math.max(end, this.beside))
    this.revision++
  }

  /** Facts were appended to the log that is shown; `end` is how far the run is now known. */
  grew(end: Micros): void {
    this.end = Math.max(end, this.end)
    this.revision++
  }

  seek(time: Micros): void {
    this.playhead = Math.max(0, Math.min(Math.round(time), this.reach))
  }

  play(): void {
    this.told = null
    this.playing = true
  }

  pause(): void {
    this.playing = false
    this.target = null
    this.told = null
  }

  /** Plays on until something is so. */
  runUntil(target: Target): void {
    this.told = null
    this.target = target
    this.playing = true
  }

  /** The next step of the scale of speeds, up or down. */
  shift(by: 1 | -1): void {
    const at = SPEEDS.findIndex((speed) => speed >= this.speed)
    this.speed = SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, at + by))] ?? this.speed
  }

  /** To where a task begins or ends a try next, or did last; to all that happens to one task. */
  stepTask(way: 1 | -1, task: number | null): void {
    this.pause()
    const time = taskMoment(this.log, this.playhead, way, task)
    if (time !== null) this.seek(time)
    else this.seek(way === 1 ? this.end : 0)
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
    this.#seeker.prepare(this.playing ? PREPARED.playing : PREPARED.resting)
    if (!this.playing) return
    const plain = this.playhead + elapsed * 1000 * this.speed
    const wanted = this.skipIdle ? this.#overIdle(plain) : plain
    const { target } = this
    const stop = target?.next(this.log, this.playhead) ?? null
    if (target !== null && stop !== null && wanted >= stop) {
      this.seek(stop)
      this.pause()
      this.told = target.says
      return
    }
    this.seek(wanted)
    if (!this.atEnd) return
    this.pause()
    if (target !== null) this.told = NEVER
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
