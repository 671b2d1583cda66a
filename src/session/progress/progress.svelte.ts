/** What a learner has done: read once, kept at every change, and held here while the disk has no room. */
import type { GradeReport } from '../../thread/protocol.ts'
import type { TextFile } from '../files.ts'
import { isFull } from '../store.ts'
import { mergedWith } from './merge.ts'
import {
  isPass,
  NO_RECORDS,
  standings,
  type Attempt,
  type QuizResult,
  type Records,
} from './records.ts'
import { browserStorage, type Forgotten, type Storage } from './storage.ts'

const FULL =
  'The disk space for this site is full, so your latest results are not saved. They stay here while this page is open: export your progress to a file before you close it.'
const BLOCKED =
  'This browser does not let the page save anything here. Your results stay while this page is open: export your progress to a file before you close it.'

export class Progress {
  records = $state.raw<Records>(NO_RECORDS)
  /** A sentence while something is held here alone. */
  trouble = $state<string | null>(null)
  readonly standings = $derived(standings(this.records.attempts))
  readonly #storage: Storage
  /** What the disk had no room for; tried again with the next. */
  #waitingAttempts: readonly Attempt[] = []
  #waitingResults: readonly QuizResult[] = []
  #read: Promise<void> | null = null

  constructor(storage: Storage) {
    this.#storage = storage
  }

  /** Reads what is kept; what could not be saved yet stays beside it. */
  async load(): Promise<void> {
    this.#read ??= this.#readAll().finally(() => {
      this.#read = null
    })
    await this.#read
  }

  /** An attempt at a lab is over. */
  async keepAttempt(report: GradeReport, files: readonly TextFile[], now: number): Promise<void> {
    const { lab, passed, stars, seeds } = report
    const checks = report.checks.map(({ id, passed: held, heldIn }) => ({
      id,
      passed: held,
      heldIn,
    }))
    const taken = this.records.attempts.filter((one) => one.lab === lab).map(({ at }) => at)
    const at = freeMoment(now, taken)
    const attempt: Attempt = { lab, at, passed, stars, seeds, checks, files }
    this.records = { ...this.records, attempts: [...this.records.attempts, attempt] }
    this.#waitingAttempts = [...this.#waitingAttempts, attempt]
    await this.#store()
  }

  /** A knowledge check is over. */
  async keepQuiz(result: QuizResult): Promise<void> {
    this.records = { ...this.records, quizzes: [...this.records.quizzes, result] }
    this.#waitingResults = [...this.#waitingResults, result]
    await this.#store()
  }

  /** The best result of a module's knowledge check, or null. */
  bestQuiz(module: string): QuizResult | null {
    const results = this.records.quizzes.filter((result) => result.module === module)
    return results.toSorted((one, other) => share(other) - share(one))[0] ?? null
  }

  hasPassedQuiz(module: string): boolean {
    return this.records.quizzes.some((result) => result.module === module && isPass(result))
  }

  /** Lays imported records over these: all of them or, where that fails, none. */
  async take(imported: Records): Promise<void> {
    await this.load()
    const merged = mergedWith(this.records, imported)
    await this.#storage.putAll(merged)
    this.records = merged
    this.#settled()
  }

  /** Forgets a lab's work and attempts, or a project. */
  async forget(what: Forgotten): Promise<void> {
    await this.#storage.clear(what)
    this.#waitingAttempts = this.#waitingAttempts.filter(({ lab }) => lab !== what.lab)
    await this.load()
  }

  async #readAll(): Promise<void> {
    try {
      const kept = await this.#storage.all()
      this.records = mergedWith(kept, {
        ...NO_RECORDS,
        attempts: this.#waitingAttempts,
        quizzes: this.#waitingResults,
      })
    } catch (error) {
      this.trouble = isFull(error) ? FULL : BLOCKED
    }
  }

  /** Keeps what waits, oldest first; what finds no room goes on waiting. */
  async #store(): Promise<void> {
    try {
      for (const attempt of this.#waitingAttempts) {
        await this.#storage.putAttempt(attempt)
        this.#waitingAttempts = this.#waitingAttempts.filter((one) => one !== attempt)
      }
      for (const result of this.#waitingResults) {
        await this.#storage.putQuiz(result)
        this.#waitingResults = this.#waitingResults.filter((one) => one !== result)
      }
      this.trouble = null
    } catch (error) {
      this.trouble = isFull(error) ? FULL : BLOCKED
    }
  }

  #settled(): void {
    this.#waitingAttempts = []
    this.#waitingResults = []
    this.trouble = null
  }
}

const share = ({ right, of }: QuizResult): number => (of === 0 ? 0 : right / of)

/** A moment that no other has: a clock may stand still, or be set back. */
function freeMoment(now: number, taken: readonly number[]): number {
  let at = now
  while (taken.includes(at)) at += 1
  return at
}

/** The page's own. */
export const progress = new Progress(browserStorage)
