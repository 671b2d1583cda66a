import type { PyCallable } from 'pyodide/ffi'

/**
 * A way for a Python body to wait in the middle of its stack. Its Python half is `_sandbox/_suspension.py`;
 * a way for browsers that cannot switch stacks may stand beside this one.
 */
export interface Suspension {
  /** Begins a body on a stack of its own; settles when the body is over, however often it waited. */
  start(question: string): Promise<string>
  /** Ends the wait of this number; the body goes on once the caller is done. */
  wake(wait: number, order: string): void
}

/** The Python functions that a suspension needs. */
export interface Suspensible {
  readonly answer: PyCallable
  readonly wake: PyCallable
}

/** The browser has no way to let a Python body wait. */
export class CannotSuspend extends Error {
  override readonly name = 'CannotSuspend'
}

/** Stack switching of WebAssembly (JSPI). */
const stackSwitching = ({ answer, wake }: Suspensible): Suspension => ({
  start: (question) => answer.callPromising(question) as Promise<string>,
  wake: (wait, order) => {
    wake(wait, order)
  },
})

/** The way that this machine can take; throws CannotSuspend with a sentence for the learner. */
export function chooseSuspension(): (python: Suspensible) => Suspension {
  if (!('Suspending' in WebAssembly)) {
    throw new CannotSuspend(
      'This browser cannot pause Python yet. Please open Queuelab in a current Chrome, Edge or Firefox.',
    )
  }
  return stackSwitching
}
