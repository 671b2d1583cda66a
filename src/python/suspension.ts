import type { PyCallable } from 'pyodide/ffi'
import { defer, type Deferred } from './deferred.ts'

/** How a body waits: the machine puts its stack away, or every function is a coroutine too. */
export type Way = 'stack' | 'twin'

/** A way for a Python body to wait in the middle of its stack. Its Python half is `_sandbox/_suspension.py`. */
export interface Suspension {
  /** Begins a body on a stack of its own; settles when the body is over, however often it waited. */
  start(question: string): Promise<string>
  /** Ends the wait of this number; the body goes on, at once or when the caller is done. */
  wake(wait: number, order: string): void
  /** Hears the last words of the body of this number; only where Python says them itself. */
  ended(body: number, text: string): void
}

/** The Python functions that a suspension needs. */
export interface Suspensible {
  /** Runs a body to its end, on a stack that may suspend. */
  readonly answer: PyCallable
  /** Runs a body of this number as a coroutine. */
  readonly start: PyCallable
  readonly wake: PyCallable
  /** Calls on a stack of its own without a turn of the event loop before. */
  readonly atOnce: (call: () => Promise<string>) => Promise<string>
}

/** Stack switching of WebAssembly (JSPI). */
const stackSwitching = ({ answer, wake, atOnce }: Suspensible): Suspension => ({
  start: (question) => atOnce(() => answer.callPromising(question) as Promise<string>),
  wake: (wait, order) => {
    wake(wait, order)
  },
  ended: () => {
    throw new Error('a body on a stack of its own ends with its call')
  },
})

/** Coroutines, which Python drives until they wait. */
class Twins implements Suspension {
  readonly #python: Suspensible
  readonly #open = new Map<number, Deferred<string>>()
  #bodies = 0

  constructor(python: Suspensible) {
    this.#python = python
  }

  start(question: string): Promise<string> {
    const body = ++this.#bodies
    const end = defer<string>()
    this.#open.set(body, end)
    try {
      this.#python.start(body, question)
    } catch (error) {
      this.#open.delete(body)
      end.reject(error)
    }
    return end.promise
  }

  wake(wait: number, order: string): void {
    this.#python.wake(wait, order)
  }

  ended(body: number, text: string): void {
    this.#open.get(body)?.resolve(text)
    this.#open.delete(body)
  }
}

const WAYS = {
  stack: stackSwitching,
  twin: (python) => new Twins(python),
} satisfies { [way in Way]: (python: Suspensible) => Suspension }

/** The way that this machine takes by itself: stacks where they can be switched. */
export const usualWay = (): Way => ('Suspending' in WebAssembly ? 'stack' : 'twin')

/** Makes a way of waiting. */
export const suspensionOf = (way: Way, python: Suspensible): Suspension => WAYS[way](python)
