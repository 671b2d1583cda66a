/** The lab as the thread holds it: one Python, one run at a time, pulled in batches. */
import type { LogBatch } from '../../simulator/index.ts'
import { loadLab } from '../../labs/index.ts'
import { createRun } from '../driver/drive.ts'
import type { Run } from '../driver/drive.ts'
import { grade } from '../driver/grade.ts'
import type { Baselines } from '../driver/grade.ts'
import { HEAP_WORN } from '../python/memory.ts'
import type { Python } from '../python/python.ts'
import { Ahead, LastWords } from './ahead.ts'
import { Portion } from './portion.ts'
import type {
  GradeJob,
  GradeReport,
  LabThread,
  Pull,
  PythonFiles,
  RunSpec,
  RunStatus,
  Word,
} from './protocol.ts'

export interface LabParts {
  /** Boots Python; `onMemory` hears what it holds after that, where it was booted anew. */
  readonly boot: (files: PythonFiles, onMemory: (memory: Uint8Array) => void) => Promise<Python>
  /** Lets the thread hear what the page says. */
  readonly breathe: () => Promise<void>
  /** Hands facts to the page at once. */
  readonly give: (batch: LogBatch) => void
  /** Hands over what code prints that still computes. */
  readonly giveWords: (words: readonly Word[]) => void
}

/** One run and how it stands. */
interface Current {
  readonly run: Run
  /** Rows that the page has already. */
  told: number
  status: RunStatus
  stopping: boolean
  /** Settles when the run is over, however it ended. */
  over: Promise<void>
}

export class Lab implements LabThread {
  readonly #parts: LabParts
  #python: Promise<Python> | null = null
  #memory: Uint8Array | null = null
  #current: Current | null = null
  #grading: { done: number; of: number; stopping: boolean } | null = null
  readonly #baselines: Baselines = new Map()
  readonly #ahead: Ahead
  readonly #words: LastWords
  readonly #portion = new Portion()
  #closeAhead: () => void = () => undefined
  #closeWords: () => void = () => undefined

  constructor(parts: LabParts) {
    this.#parts = parts
    this.#ahead = new Ahead(parts.give)
    this.#words = new LastWords(parts.giveWords)
  }

  async prepare(files: PythonFiles): Promise<void> {
    this.#python ??= this.#parts.boot(files, (memory) => {
      this.#memory = memory
    })
    try {
      await this.#python
    } catch (error) {
      this.#python = null
      throw error
    }
  }

  memory(): Promise<ArrayBuffer | null> {
    const memory = this.#memory
    this.#memory = null
    // Made for this alone: the bytes fill their buffer.
    return Promise.resolve((memory?.buffer ?? null) as ArrayBuffer | null)
  }

  async start(spec: RunSpec): Promise<void> {
    await this.stop()
    const python = spec.client === null ? null : await this.#ready()
    const run = createRun(spec, python)
    const current: Current = {
      run,
      told: 0,
      status: { kind: 'running', time: 0 },
      stopping: false,
      over: Promise.resolve(),
    }
    this.#current = current
    current.over = this.#drive(current, python)
  }

  ahead(): Promise<LogBatch | null> {
    this.#closeAhead()
    return new Promise((resolve) => {
      this.#closeAhead = () => resolve(null)
    })
  }

  words(): Promise<readonly Word[] | null> {
    this.#closeWords()
    return new Promise((resolve) => {
      this.#closeWords = () => resolve(null)
    })
  }

  pull(): Promise<Pull> {
    this.#ahead.renew()
    this.#words.renew()
    const current = this.#current
    if (!current)
      return Promise.resolve({ batch: null, status: { kind: 'loading', what: 'Python' } })
    const { simulation } = current.run
    const { log } = simulation
    const to = Math.min(log.length, current.told + this.#portion.next(performance.now()))
    const batch = to > current.told ? log.batch(current.told, to) : null
    current.told = to
    // Nothing is over before the page has heard all of it.
    const time = to < log.length ? log.timeAt(to - 1) : simulation.now
    const status: RunStatus =
      to < log.length || current.status.kind === 'running'
        ? { kind: 'running', time }
        : current.status
    return Promise.resolve({ batch, status })
  }

  async stop(): Promise<void> {
    if (this.#grading) {
      this.#grading.stopping = true
      await this.#stopPython()
    }
    const current = this.#current
    if (!current || current.status.kind === 'ended') return
    current.stopping = true
    await this.#stopPython()
    await current.over
  }

  async grade(job: GradeJob): Promise<GradeReport> {
    await this.stop()
    const lab = await loadLab(job.lab)
    if (!lab) throw new Error(`There is no lab called ${job.lab}.`)
    const python = lab.client === null ? null : await this.#ready()
    const grading = { done: 0, of: job.seeds.length, stopping: false }
    this.#grading = grading
    try {
      return await grade(job, lab, python, {
        shouldStop: () => grading.stopping,
        breathe: this.#parts.breathe,
        baselines: this.#baselines,
        onProgress: (done, of) => Object.assign(grading, { done, of }),
      })
    } finally {
      this.#grading = null
    }
  }

  grading(): Promise<{ readonly done: number; readonly of: number }> {
    const { done, of } = this.#grading ?? { done: 0, of: 0 }
    return Promise.resolve({ done, of })
  }

  async #stopPython(): Promise<void> {
    const python = await this.#python
    python?.stop()
  }

  #ready(): Promise<Python> {
    return this.#python ?? Promise.reject(new Error('Python is not loaded yet.'))
  }

  async #drive(current: Current, python: Python | null): Promise<void> {
    const { run } = current
    let broken = false
    const ended = (ending: Extract<RunStatus, { kind: 'ended' }>['ending']): void => {
      const worn = broken || (python !== null && python.heap > HEAP_WORN)
      current.status = { kind: 'ended', time: run.simulation.now, ending, worn }
    }
    try {
      // The page hears that the run has begun before a body can keep the thread from saying so.
      await this.#parts.breathe()
      const ending = await run.drive({
        onPrint: (process, time, say) => this.#words.say({ process, time, ...say }),
        onFacts: () => {
          this.#words.forget()
          current.told = this.#ahead.tell(run.simulation.log, current.told)
        },
        shouldStop: () => current.stopping,
        breathe: this.#parts.breathe,
      })
      ended(current.stopping && ending.kind !== 'stopped' ? { kind: 'stopped' } : ending)
    } catch (error) {
      const sentence = error instanceof Error ? error.message : String(error)
      // Whatever it was, it came from inside of Python or the simulator, and nobody knows what it left.
      broken = !current.stopping
      ended(current.stopping ? { kind: 'stopped' } : { kind: 'failed', sentence })
    }
  }
}
