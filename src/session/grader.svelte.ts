/** Grades what is written, in a thread of its own: the run at the bench goes on meanwhile. */
import type { GradeJob, GradeReport, Odds, ShrunkRun } from '../thread/protocol.ts'
import type { Course, Standing } from './course.ts'
import { BUSY, IDLE } from './standing.ts'

/** The thread is kept for the next question so long, in milliseconds; then its memory is given back. */
const KEPT = 30_000

/** What the thread is asked. */
type Asked = 'check' | 'smallest' | 'odds'

/** A run in which a check failed. */
export interface FailedRun {
  readonly check: string
  readonly seed: number
  readonly time: number
}

export class Grader {
  standing = $state.raw<Standing>(IDLE)
  /** What came of the last check. */
  report = $state.raw<GradeReport | null>(null)
  /** The smallest run in which the first failing check fails. */
  smallest = $state.raw<ShrunkRun | null>(null)
  /** How likely the failing run was to fail, from moment to moment. */
  odds = $state.raw<readonly Odds[] | null>(null)
  /** What it works on. */
  asked = $state.raw<Asked>('check')
  readonly busy: boolean = $derived(BUSY.has(this.standing.phase))

  readonly #root: string
  /** Runs of the lab have a program. */
  readonly #python: boolean
  #course: Promise<Course> | null = null
  #job: GradeJob | null = null
  #idle: ReturnType<typeof setTimeout> | undefined

  constructor(root: string, python: boolean) {
    this.#root = root
    this.#python = python
  }

  check(job: GradeJob): void {
    this.report = null
    this.smallest = null
    this.odds = null
    this.#job = job
    this.#ask('check', job)
  }

  /** Makes the run smaller in which the first failing check failed. */
  shrink({ seed }: FailedRun): void {
    if (this.#job) this.#ask('smallest', { ...this.#job, seeds: [seed], shrink: true })
  }

  /** Runs again from moments of a failing run, with other luck from there on. */
  weigh({ check, seed, time }: FailedRun): void {
    if (this.#job)
      this.#ask('odds', { ...this.#job, seeds: [], odds: { check, seed, until: time } })
  }

  stop(): void {
    void this.#course?.then((course) => course.send({ type: 'stop' }))
  }

  /** Ends the thread; what came of it stays. */
  end(): void {
    clearTimeout(this.#idle)
    void this.#course?.then((course) => course.sleep())
    this.#course = null
    if (this.busy) this.standing = IDLE
  }

  #ask(asked: Asked, job: GradeJob): void {
    clearTimeout(this.#idle)
    this.asked = asked
    this.standing = { ...IDLE, phase: 'loading' }
    void this.#begun().then((course) => course.send({ type: 'check', job }))
  }

  #begun(): Promise<Course> {
    this.#course ??= import('./course.ts').then(({ beginCourse }) =>
      beginCourse(this.#root, this.#python, {
        hear: () => undefined,
        hearWords: () => undefined,
        onStanding: (standing) => this.#stands(standing),
        onLoading: () => undefined,
      }),
    )
    return this.#course
  }

  #stands(standing: Standing): void {
    const { phase, report } = standing
    if (phase === 'idle') return
    const over = !BUSY.has(phase)
    if (phase === 'graded' && report) this.#keep(report)
    this.standing = standing
    clearTimeout(this.#idle)
    if (over) this.#idle = setTimeout(() => this.end(), KEPT)
  }

  #keep(report: GradeReport): void {
    if (this.asked === 'check') this.report = report
    else if (this.asked === 'smallest') this.smallest = report.shrunk
    else this.odds = report.odds ?? null
  }
}
