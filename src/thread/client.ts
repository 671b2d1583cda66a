/** The page's side of the lab thread: begins it, feeds it Python's files, ends it when it must. */
import { releaseProxy, wrap } from 'comlink'
import type { Remote } from 'comlink'
import threadUrl from 'virtual:lab-thread'
import { fetchPythonFiles } from '../python/files-browser.ts'
import type { GradeJob, GradeReport, LabThread, Pull, PythonFiles, RunSpec } from './protocol.ts'

/** What the page is waiting for. */
export type Loading =
  /** Python's files are on their way: `share` is from 0 to 1. */
  | { readonly what: 'files'; readonly share: number }
  /** The files are here and Python boots. */
  | { readonly what: 'interpreter' }

export interface ClientHooks {
  readonly onLoading: (loading: Loading | null) => void
  /** The thread died by itself: out of memory, say. */
  readonly onLost: (sentence: string) => void
}

/** A lab thread that can be ended and replaced at any time; nothing runs before `ready` is called. */
export class ThreadClient {
  #worker: Worker | null = null
  #remote: Remote<LabThread> | null = null
  #ready: Promise<void> | null = null
  #files: Promise<PythonFiles> | null = null
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
    this.#ready ??= this.#boot().catch((error: unknown) => {
      this.#ready = null
      throw error
    })
    return this.#ready
  }

  start(run: RunSpec): Promise<void> {
    return this.#lab().start(run)
  }

  pull(): Promise<Pull> {
    return this.#lab().pull()
  }

  stop(): Promise<void> {
    return this.#lab().stop()
  }

  grade(job: GradeJob): Promise<GradeReport> {
    return this.#lab().grade(job)
  }

  grading(): Promise<{ readonly done: number; readonly of: number }> {
    return this.#lab().grading()
  }

  /** Ends the thread, whatever it does, and loads another in the background. */
  replace(): void {
    this.end()
    // Whoever wants the thread next hears of a failure; nobody waits for this one.
    this.ready().catch(() => undefined)
  }

  /** Ends the thread for good. */
  end(): void {
    this.#remote?.[releaseProxy]()
    this.#worker?.terminate()
    this.#remote = null
    this.#worker = null
    this.#ready = null
  }

  #lab(): Remote<LabThread> {
    if (!this.#remote) throw new Error('Python is not loaded yet.')
    return this.#remote
  }

  async #boot(): Promise<void> {
    const files = this.#python ? await this.#fetched() : null
    const worker = new Worker(threadUrl, { name: 'lab' })
    this.#worker = worker
    worker.addEventListener('error', (event) => {
      event.preventDefault()
      if (this.#worker === worker) {
        this.#hooks.onLost(
          'Python stopped unexpectedly, so it is being started again. Your code and everything logged so far are kept.',
        )
      }
    })
    const remote = wrap<LabThread>(worker)
    this.#remote = remote
    if (files === null) return
    this.#hooks.onLoading({ what: 'interpreter' })
    await remote.prepare(files)
    this.#hooks.onLoading(null)
  }

  /** Fetched once and kept: a new thread gets a copy. */
  #fetched(): Promise<PythonFiles> {
    this.#files ??= fetchPythonFiles(`${this.#root}python/`, (share) =>
      this.#hooks.onLoading({ what: 'files', share }),
    ).catch((error: unknown) => {
      this.#files = null
      this.#hooks.onLoading(null)
      throw new Error('Python could not be loaded. Check your connection, then press Run again.', {
        cause: error,
      })
    })
    return this.#files
  }
}
