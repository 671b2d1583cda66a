/** The page's side of the lab thread: begins it, feeds it Python's files, ends it when it must. */
import type { LogBatch } from '../../simulator/index.ts'
import threadUrl from 'virtual:lab-thread'
import { fetchPythonFiles } from '../python/files-browser.ts'
import { AnswerReader } from './answers.ts'
import { Caller, type AnswerCheck } from './caller.ts'
import { KeptMemory } from './kept-memory.ts'
import type {
  GradeJob,
  GradeReport,
  LabThread,
  Pull,
  PythonFiles,
  RunSpec,
  Word,
} from './protocol.ts'
import { openSandbox, type Sandbox } from './sandbox.ts'

/** No batch begins there. */
const NONE = -1

/** What the page is waiting for. */
export type Loading =
  /** Python's files are on their way: so many bytes of so many. */
  | { readonly what: 'files'; readonly loaded: number; readonly total: number }
  /** The files are here and Python boots. */
  | { readonly what: 'interpreter' }

export interface ClientHooks {
  readonly onLoading: (loading: Loading | null) => void
  /** Facts of the run under way came ahead of a pull. */
  readonly onTold: (batch: LogBatch) => void
  /** Code has printed that has not come back since. */
  readonly onWords?: (words: readonly Word[]) => void
  /** The thread died by itself (out of memory, say), or was ended for what it said. */
  readonly onLost: (sentence: string) => void
}

const DIED =
  'Python stopped unexpectedly, so it is being started again. Your code and everything logged so far are kept.'
/** What a learner reads when the thread said something that it must not. */
export const BROKEN =
  'The sandbox that runs the code said something that it must not say, so it was ended. Your code is kept.'

/** A thread, its frame, and how to call it. */
interface Begun {
  readonly sandbox: Sandbox
  readonly lab: Caller<LabThread>
  readonly reader: AnswerReader
}

/** A lab thread that can be ended and replaced at any time; nothing runs before `ready` is called. */
export class ThreadClient {
  #begun: Begun | null = null
  #ready: Promise<void> | null = null
  #files: Promise<PythonFiles> | null = null
  #script: Promise<string> | null = null
  /** Counts the threads: what an earlier one still brings about is nothing to a later one. */
  #threads = 0
  /** Rows of the run that have come, or NONE while another begins. */
  #rows = 0
  readonly #root: string
  readonly #hooks: ClientHooks
  readonly #python: boolean

  /** `root` is the folder of the product, ending in a slash; without `python` none is ever loaded. */
  constructor(root: string, python: boolean, hooks: ClientHooks) {
    this.#root = root
    this.#python = python
    this.#hooks = hooks
  }

  /** Begins the thread and loads Python into it, if it is to have any; at once where that is done. Rejects with a sentence for the learner. */
  ready(): Promise<void> {
    if (this.#ready) return this.#ready
    const ready = this.#boot(++this.#threads).catch((error: unknown) => {
      if (this.#ready === ready) this.#ready = null
      throw error
    })
    this.#ready = ready
    return ready
  }

  async start(run: RunSpec): Promise<void> {
    const { lab, reader } = this.#thread()
    this.#rows = NONE
    // A thread that ends has nothing more to say.
    lab.remote.ahead().catch(() => undefined)
    lab.remote.words().catch(() => undefined)
    await lab.remote.start(run)
    // Until it says so, what comes may still be of the run before.
    reader.begin(run.limits)
    this.#rows = 0
  }

  async pull(): Promise<Pull> {
    const pull = await this.#thread().lab.remote.pull()
    if (pull.batch && this.#rows !== NONE) this.#rows = pull.batch.from + pull.batch.times.length
    return pull
  }

  async stop(): Promise<void> {
    return this.#thread().lab.remote.stop()
  }

  async grade(job: GradeJob): Promise<GradeReport> {
    return this.#thread().lab.remote.grade(job)
  }

  async grading(): Promise<{ readonly done: number; readonly of: number }> {
    return this.#thread().lab.remote.grading()
  }

  /** Ends the thread, whatever it does, and loads another in the background. */
  replace(): void {
    this.end()
    // Whoever wants the thread next hears of a failure; nobody waits for this one.
    this.ready().catch(() => undefined)
  }

  /** Ends the thread for good. */
  end(): void {
    this.#threads += 1
    this.#begun?.lab.close()
    this.#begun?.sandbox.close()
    this.#begun = null
    this.#ready = null
  }

  /** Ends the thread for a while: what it begins with is read again from the browser's caches by the next. */
  sleep(): void {
    this.end()
    this.#files = null
    this.#script = null
    kept.release()
  }

  #thread(): Begun {
    if (!this.#begun) throw new Error('Python is not loaded yet.')
    return this.#begun
  }

  async #boot(thread: number): Promise<void> {
    const [files, script] = await Promise.all([
      this.#python ? this.#fetchedFiles() : null,
      this.#fetchedScript(),
    ])
    const lost = (sentence: string): void => {
      if (thread === this.#threads) this.#hooks.onLost(sentence)
    }
    const sandbox = await openSandbox(this.#root, script, () => lost(DIED))
    if (thread !== this.#threads) {
      sandbox.close()
      throw new Error('The thread has ended.')
    }
    const reader = new AnswerReader()
    const check: AnswerCheck<LabThread> = (method, value) => reader.wrong(method, value)
    const lab = new Caller<LabThread>(
      sandbox.port,
      check,
      () => lost(BROKEN),
      (method, part) => {
        if (method === 'words') this.#hearWords(thread, part as readonly Word[])
        else this.#hearAhead(thread, part as LogBatch)
      },
    )
    this.#begun = { sandbox, lab, reader }
    if (files === null) return
    this.#hooks.onLoading({ what: 'interpreter' })
    await prepare(lab, files)
    this.#hooks.onLoading(null)
    // Nobody waits for it: the thread answers it between others.
    keepMemory(lab).catch(() => undefined)
  }

  /** Facts of the run under way; those of the run before may still be on their way, and do not fit. */
  #hearAhead(thread: number, batch: LogBatch): void {
    if (thread !== this.#threads || batch.from !== this.#rows) return
    this.#rows += batch.times.length
    this.#hooks.onTold(batch)
  }

  #hearWords(thread: number, words: readonly Word[]): void {
    if (thread === this.#threads && this.#rows !== NONE) this.#hooks.onWords?.(words)
  }

  /** Fetched once and kept: a new thread gets a copy. */
  #fetchedFiles(): Promise<PythonFiles> {
    this.#files ??= fetchPythonFiles(`${this.#root}python/`, (loaded, total) =>
      this.#hooks.onLoading({ what: 'files', loaded, total }),
    ).catch((error: unknown) => {
      this.#files = null
      this.#hooks.onLoading(null)
      throw new Error('Python could not be loaded. Check your connection, then press Run again.', {
        cause: error,
      })
    })
    return this.#files
  }

  /** The thread's script, as text: its frame can fetch nothing. */
  #fetchedScript(): Promise<string> {
    this.#script ??= fetchText(threadUrl).catch((error: unknown) => {
      this.#script = null
      throw new Error(
        'A part of this page could not be loaded. Check your connection and try again.',
        {
          cause: error,
        },
      )
    })
    return this.#script
  }
}

/** One for the page: its threads come one after the other, and differ in nothing that is in it. */
const kept = new KeptMemory(`${threadUrl} ${String('Suspending' in WebAssembly)}`)

/** Boots Python from what is kept, or anew where nothing is or where that fails. */
async function prepare(lab: Caller<LabThread>, files: PythonFiles): Promise<void> {
  const memory = await kept.load()
  if (memory !== null) {
    try {
      await lab.remote.prepare({ ...files, memory })
      return
    } catch {
      await kept.forget()
    }
  }
  await lab.remote.prepare(files)
}

async function keepMemory(lab: Caller<LabThread>): Promise<void> {
  const memory = await lab.remote.memory()
  if (memory !== null) await kept.keep(memory)
}

async function fetchText(url: string): Promise<string> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url} answered ${String(response.status)}`)
  return response.text()
}
