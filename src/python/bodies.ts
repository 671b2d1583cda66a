import type { PyCallable } from 'pyodide/ffi'
import { defer } from './deferred.ts'
import type { Suspension } from './suspension.ts'

/** How an order to a suspended body begins; Python reads the first letter. */
export type Order = `v${string}` | `t${string}` | 'd'

/** A body that has begun and has not ended. */
interface Body {
  /** Lets the suspended stack go on. */
  resume: ((order: Order) => void) | null
  /** Settles when the stack is gone. */
  readonly ended: Promise<null>
}

/** The bodies of a run by process, and the forgotten ones whose stacks are still there. */
export class Bodies {
  readonly #suspension: Suspension
  readonly #byProcess = new Map<string, Body>()
  #forgotten: Body[] = []
  #abandon: (() => void) | null = null

  constructor(suspension: Suspension) {
    this.#suspension = suspension
  }

  has(process: string): boolean {
    return this.#byProcess.has(process)
  }

  /** Starts a body; `answered` hears its last words, `failed` what broke outside of learner code. */
  start(
    process: string,
    entry: PyCallable,
    text: string,
    answered: (text: string) => void,
    failed: (error: unknown) => void,
  ): void {
    const { promise, resolve } = defer<null>()
    const body: Body = { resume: null, ended: promise }
    this.#byProcess.set(process, body)
    const over = (heard: () => void) => {
      resolve(null)
      // What a forgotten body says with its last breath is for nobody.
      if (this.#byProcess.get(process) !== body) return
      this.#byProcess.delete(process)
      heard()
    }
    void this.#suspension.start(entry, text).then(
      (answer) => over(() => answered(answer)),
      (error: unknown) => over(() => failed(error)),
    )
  }

  /** The running body waits: a promise of the order that ends its wait. */
  park(process: string): Promise<Order> {
    const body = this.#byProcess.get(process)
    if (body === undefined) throw new Error(`no body runs in ${process}`)
    const { promise, resolve } = defer<Order>()
    body.resume = resolve
    return promise
  }

  /** Lets a suspended body go on; throws if there is none. */
  resume(process: string, order: Order): void {
    const body = this.#byProcess.get(process)
    const resume = body?.resume
    if (body === undefined || !resume) throw new Error(`no body waits in ${process}`)
    body.resume = null
    resume(order)
  }

  /** Forgets a process's body; its stack stays as it is until `clear`. */
  drop(process: string): void {
    const body = this.#byProcess.get(process)
    if (body === undefined) return
    this.#byProcess.delete(process)
    this.#forgotten.push(body)
  }

  /** A promise for a body that shall never go on: it counts as ended. */
  never(): Promise<never> {
    this.#abandon?.()
    return new Promise(() => undefined)
  }

  /** Takes down every stack that is left, between runs, when nothing it does can reach anybody. */
  async clear(): Promise<void> {
    const left = [...this.#forgotten, ...this.#byProcess.values()]
    this.#forgotten = []
    this.#byProcess.clear()
    for (const body of left) {
      const resume = body.resume
      if (!resume) continue
      const abandoned = new Promise<void>((resolve) => {
        this.#abandon = resolve
      })
      resume('d')
      await Promise.race([body.ended, abandoned])
    }
    this.#abandon = null
  }
}
