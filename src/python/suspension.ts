import type { PyCallable } from 'pyodide/ffi'

/**
 * A way for a Python body to wait in the middle of its stack. Its Python half is `_sandbox/_suspension.py`;
 * a way for browsers that cannot switch stacks may stand beside this one.
 */
export interface Suspension {
  /** Calls Python on a stack of its own; settles when the body is over, however often it waited. */
  start(entry: PyCallable, text: string): Promise<string>
}

/** The browser has no way to let a Python body wait. */
export class CannotSuspend extends Error {
  override readonly name = 'CannotSuspend'
}

/** Stack switching of WebAssembly (JSPI). */
export const stackSwitching: Suspension = {
  start: (entry, text) => entry.callPromising(text) as Promise<string>,
}

/** The way that this machine can take; throws CannotSuspend with a sentence for the learner. */
export function chooseSuspension(): Suspension {
  if (!('Suspending' in WebAssembly)) {
    throw new CannotSuspend(
      'This browser cannot pause Python yet. Please open Queuelab in a current Chrome, Edge or Firefox.',
    )
  }
  return stackSwitching
}
