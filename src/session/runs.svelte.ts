/** The branches of a sitting, and their runs in the thread: one grows at a time, the others wait for it. */
import { Log } from '../../simulator/index.ts'
import type { Micros } from '../../simulator/index.ts'
import type { Loading } from '../thread/client.ts'
import type { Pull, Word } from '../thread/protocol.ts'
import { type Branch, kept } from './branch.svelte.ts'
import type { Course, Standing } from './course.ts'
import { tellLastWords } from './last-words.ts'
import type { Playback } from './playback.svelte.ts'
import { BUSY, IDLE } from './standing.ts'

/** Of code that prints on and on without coming back so many of the latest lines are kept. */
const MOST_WORDS = 1000

/** A run that is under way in the thread, and what has come of it. */
interface Growing {
  readonly branch: Branch
  readonly log: Log
  begun: boolean
  /** What its code has printed that has not come back since. */
  words: readonly Word[]
}

export class Runs {
  standing = $state.raw<Standing>(IDLE)
  loading = $state.raw<Loading | null>(null)
  /** Every run of this sitting that is kept, oldest first: some forked from others. */
  branches = $state.raw<readonly Branch[]>([])
  /** The one that is shown. */
  branch = $state.raw<Branch | null>(null)
  /** The one that is compared with it. */
  beside = $state.raw<Branch | null>(null)
  readonly busy: boolean = $derived(BUSY.has(this.standing.phase))
  /** Where the playhead goes as soon as the run has come as far, and what is done there. */
  awaited: { readonly at: Micros; readonly then: () => void } | null = null

  readonly #playback: Playback
  readonly #root: string
  /** Its runs have a program. */
  readonly #python: boolean
  #course: Promise<Course> | null = null
  #growing: Growing | null = null
  /** What was under way when the session was sent to sleep. */
  #slept: { readonly running: boolean; readonly playing: boolean } | null = null

  constructor(playback: Playback, root: string, python: boolean) {
    this.#playback = playback
    this.#root = root
    this.#python = python
  }

  /** Python is loaded ahead. */
  warm(): void {
    void this.#begun().then((course) => course.warm())
  }

  /** It is shown from now on, and its run begins; the oldest make room where there are too many. */
  begin(branch: Branch): void {
    const needed = new Set([branch, branch.fork?.from ?? null, this.beside])
    this.branches = kept([...this.branches, branch], needed)
    this.branch = branch
    this.#grow(branch)
  }

  /** Shows another branch at the same moment. */
  pick(branch: Branch): void {
    if (this.beside === branch) this.beside = this.branch
    this.#playback.beside = this.beside?.end ?? 0
    this.branch = branch
    this.#playback.show(branch.log, branch.end)
    this.#settle()
    if (branch.cut && this.#growing === null) this.#grow(branch)
  }

  /** Shows another branch beside the shown one, on the same playhead; null: no other. */
  compare(branch: Branch | null): void {
    this.beside = branch === this.branch ? null : branch
    this.#playback.beside = this.beside?.end ?? 0
    this.#playback.seek(this.#playback.playhead)
  }

  /** Forgets a branch; what forked from it stays. */
  remove(branch: Branch): void {
    if (this.branches.length < 2) return
    this.branches = this.branches.filter((each) => each !== branch)
    if (this.beside === branch) this.compare(null)
    if (this.#growing?.branch === branch) this.stop()
    const next = branch.fork?.from
    if (this.branch === branch)
      this.pick(next && this.branches.includes(next) ? next : this.branches.at(-1)!)
  }

  /** Has another one left it? */
  isForked(branch: Branch): boolean {
    return this.branches.some((each) => each !== branch && each.comesFrom(branch))
  }

  stop(): void {
    this.#playback.pause()
    void this.#course?.then((course) => course.send({ type: 'stop' }))
  }

  end(): void {
    void this.#course?.then((course) => course.end())
  }

  /** Ends the thread and gives its memory back; what is shown stays, and where a run was under way is kept. */
  sleep(): void {
    if (!this.#course) return
    const playback = this.#playback
    const { phase } = this.standing
    this.#slept = { running: playback.live, playing: playback.playing }
    playback.pause()
    playback.live = false
    void this.#course.then((course) => course.sleep())
    this.#course = null
    this.#growing = null
    this.loading = null
    if (BUSY.has(phase)) this.standing = IDLE
  }

  /** Goes on where `sleep` came: a run under way is made again from its seed, and shown from the same moment. */
  wake(): void {
    const slept = this.#slept
    this.#slept = null
    if (!slept) return
    if (slept.running && this.branch) this.#grow(this.branch)
    if (slept.playing) this.#playback.play()
  }

  /** Its run begins; one that is under way has to wait. */
  #grow(branch: Branch): void {
    const before = this.#growing?.branch
    if (before && before !== branch && !before.over) before.cut = true
    branch.cut = false
    branch.over = false
    this.#growing = { branch, log: new Log(), begun: false, words: [] }
    this.#settle()
    void this.#begun().then((course) => course.send({ type: 'run', run: branch.run }))
  }

  /** What is shown of the thread is what it says of the shown branch. */
  #settle(): void {
    const { branch } = this
    const growing = this.#growing !== null && this.#growing.branch === branch
    this.#playback.live = growing
    if (!growing && branch?.standing) this.standing = branch.standing
  }

  #begun(): Promise<Course> {
    this.#course ??= import('./course.ts').then(({ beginCourse }) =>
      beginCourse(this.#root, this.#python, {
        hear: (pull, run) => {
          if (run === this.#growing?.branch.run) this.#hear(pull)
        },
        hearWords: (words, run) => {
          const growing = this.#growing
          if (growing && run === growing.branch.run)
            growing.words = [...growing.words, ...words].slice(-MOST_WORDS)
        },
        onStanding: (standing) => this.#stands(standing),
        onLoading: (loading) => {
          this.loading = loading
        },
      }),
    )
    return this.#course
  }

  #hear({ batch, status }: Pull): void {
    if (!this.#growing) return
    const { branch, log } = this.#growing
    if (batch) log.appendBatch(batch)
    const last = log.length > 0 ? log.timeAt(log.length - 1) : 0
    // Whoever printed these has come back, and they are facts.
    this.#growing.words = this.#growing.words.filter(({ time }) => time > last)
    const end = status.kind === 'loading' ? last : Math.max(last, status.time)
    const ended = status.kind === 'ended'
    // One that is made again shows what was known until it has come as far.
    if (log.length >= branch.log.length || ended) branch.reach(log, end)
    const playback = this.#playback
    if (branch === this.beside) playback.beside = branch.end
    if (branch !== this.branch) return
    if (playback.log === log) playback.grew(end)
    // After an action the old future stays in sight until the new one has come as far.
    else if (end >= playback.playhead || ended) playback.show(log, end)
    const { awaited } = this
    if (awaited !== null && (end >= awaited.at || ended)) {
      this.awaited = null
      playback.seek(awaited.at)
      awaited.then()
    }
  }

  #stands(standing: Standing): void {
    const growing = this.#growing
    const going = BUSY.has(standing.phase)
    if (growing === null) {
      this.standing = standing
      if (!BUSY.has(standing.phase)) this.#resume()
      return
    }
    // What the thread still says of the run before is nothing to this one.
    growing.begun ||= going
    if (!growing.begun) return
    const { branch } = growing
    branch.standing = standing
    if (branch === this.branch) this.standing = standing
    this.#playback.live = going && branch === this.branch
    if (going) return
    branch.over = true
    this.#close(growing, standing)
    if (branch === this.branch) this.#pauseWhere(standing)
    this.#growing = null
    this.#resume()
  }

  /** Nothing more comes of a run: what its code had printed last is told, and all of it is shown. */
  #close({ branch, log, words }: Growing, { ending }: Standing): void {
    const playback = this.#playback
    const caughtUp = playback.log === log && playback.playhead >= playback.end
    const said = ending?.kind === 'finished' ? 0 : tellLastWords(log, words)
    if (log.length === 0) return
    const end = Math.max(branch.log === log ? branch.end : 0, log.timeAt(log.length - 1))
    branch.reach(log, end)
    if (branch !== this.branch) return
    if (playback.log !== log) playback.show(log, end)
    else if (said > 0) {
      playback.grew(end)
      if (caughtUp) playback.seek(end)
    }
  }

  #pauseWhere({ phase, ending }: Standing): void {
    const stopped = ending?.kind === 'stopped' && this.#playback.playing
    if (phase === 'failed' || stopped) this.#playback.pause()
  }

  /** Runs that had to wait for others are made again, the shown one first. */
  #resume(): void {
    const waiting = this.branches.filter(({ cut }) => cut)
    const next = waiting.find((each) => each === this.branch) ?? waiting[0]
    if (next) this.#grow(next)
  }
}
