import book from 'virtual:shapes'
import { BatchCheck, type LogBatch } from '../../simulator/index.ts'
import type { LabThread, Pull, RunLimits, Word } from './protocol.ts'
import { ShapeReader } from './shape.ts'

/** How much one message may weigh (see ShapeReader): a run of the most facts, with long lines, is far below. */
const MOST = 64_000_000

/** More rows than a run's limit: what happens at the moment of the cut is still told. */
const MORE_ROWS = 100_000

/** Looks at what the lab thread answers: the thread runs anybody's code, and may say anything. */
export class AnswerReader {
  readonly #shapes = new ShapeReader(book.table, MOST, { batch: () => true })
  #batches: BatchCheck | null = null
  #latest = 0

  /** Another run begins: its log begins at row 0. */
  begin(limits: RunLimits): void {
    this.#latest = limits.time * 2
    this.#batches = new BatchCheck({
      rows: limits.facts * 2 + MORE_ROWS,
      time: this.#latest,
      fits: (kind, detail) => this.#shapes.fits(book.facts[kind], detail),
    })
  }

  /** What is wrong with an answer; null where nothing is. */
  wrong(method: keyof LabThread, value: unknown): string | null {
    this.#shapes.begin()
    if (!this.#shapes.fits(book.answers[method], value)) return `what ${method} answered`
    if (method === 'ahead') return this.#wrongBatch(value as LogBatch | null)
    if (method === 'words') return this.#wrongWords(value as readonly Word[] | null)
    return method === 'pull' ? this.#wrongPull(value as Pull) : null
  }

  #wrongPull({ batch, status }: Pull): string | null {
    if (status.kind !== 'loading' && !(status.time >= 0 && status.time <= this.#latest))
      return 'the time of the run'
    return this.#wrongBatch(batch)
  }

  #wrongWords(words: readonly Word[] | null): string | null {
    const fits = words?.every(({ time }) => time >= 0 && time <= this.#latest) ?? true
    return fits ? null : 'the time of a line'
  }

  #wrongBatch(batch: LogBatch | null): string | null {
    if (batch === null) return null
    return this.#batches === null ? 'a batch of no run' : this.#batches.wrong(batch)
  }
}
