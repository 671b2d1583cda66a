import { defer, type Deferred } from './deferred.ts'
import type { Suspension } from './suspension.ts'

/** How an order to a suspended body begins; Python reads the first letter. */
export type Order = `v${string}` | `t${string}` | 'd'

/** A body that has begun and has not ended. */
interface Body {
  /** The number of its wait, or null while it runs. */
  wait: number | null
  /** Settles when the stack is gone, or will never go on. */
  readonly over: Deferred<null>
}

/** The bodies of a run by process, and the forgotten ones whose stacks are still there. */
export class Bodies {
  readonly #suspension: Suspension
  readonly #byProcess = new Map<string, Body>()
  #forgotten: Body[] = []
  /** The one that `clear` is taking down. */
  #leaving: Body | null = null

  constructor(suspension: Suspension) {
    this.#suspension = suspension
  }

  /** Whether this process has a body that has not ended. */
  has(process: string): boolean {
    return this.#byProcess.has(process)
  }

  /** Starts a body; `answered` hears its last words, `failed` what broke outside of learner code. */
  start(
    process: string,
    question: string,
    answered: (text: string) => void,
    failed: (error: unknown) => void,
  ): void {
    const body: Body = { wait: null, over: defer<null>() }
    this.#byProcess.set(process, body)
    const end = (heard: () => void) => {
      body.over.resolve(null)
      // What a forgotten body says with its last breath is for nobody.
      if (this.#byProcess.get(process) !== body) return
      this.#byProcess.delete(process)
      heard()
    }
    void this.#suspension.start(question).then(
      (answer) => end(() => answered(answer)),
      (error: unknown) => end(() => failed(error)),
    )
  }

  /** The body that runs in this process begins to wait. */
  park(process: string, wait: number): void {
    const body = this.#byProcess.get(process)
    if (body === undefined) throw new Error(`no body runs in ${process}`)
    body.wait = wait
  }

  /** Lets a suspended body go on; throws if there is none. */
  resume(process: string, order: Order): void {
    const body = this.#byProcess.get(process)
    const wait = body?.wait ?? null
    if (body === undefined || wait === null) throw new Error(`no body waits in ${process}`)
    body.wait = null
    this.#suspension.wake(wait, order)
  }

  /** Forgets a process's body; its stack stays as it is until `clear`. */
  drop(process: string): void {
    const body = this.#byProcess.get(process)
    if (body === undefined) return
    this.#byProcess.delete(process)
    this.#forgotten.push(body)
  }

  /** A body is being taken down. */
  get isClearing(): boolean {
    return this.#leaving !== null
  }

  /** The body that runs will never go on. */
  givenUp(): void {
    this.#leaving?.over.resolve(null)
  }

  /** Takes down every stack that is left, between runs, when nothing it does can reach anybody. */
  async clear(): Promise<void> {
    const left = [...this.#forgotten, ...this.#byProcess.values()]
    this.#forgotten = []
    this.#byProcess.clear()
    for (const body of left) {
      // One that was interrupted in the middle of its work stays as it is.
      if (body.wait === null) continue
      this.#leaving = body
      this.#suspension.wake(body.wait, 'd')
      await body.over.promise
    }
    this.#leaving = null
  }
}
