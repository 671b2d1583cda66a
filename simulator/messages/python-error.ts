import type { PythonError } from '../program.ts'

/** An exception of Celery's own on its way to the caller's Python; caught where a tell is answered. */
export class CeleryError extends Error {
  /** Dotted class, e.g. `builtins.TypeError`. */
  readonly type: string

  constructor(type: string, message: string) {
    super(message)
    this.type = type
  }
}

/** A body cannot be written. `of` is the exception that kombu makes its own of. */
export class UnwrittenError extends CeleryError {
  readonly of: PythonError['error'] | undefined

  constructor(type: string, message: string, of?: PythonError['error']) {
    super(type, message)
    this.of = of
  }
}

/** Runs `work`; an exception of Celery's becomes its answer, any other goes on. */
export function orPythonError<T>(work: () => T): T | PythonError {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof CeleryError)) throw error
    const { type, message } = error
    if (!(error instanceof UnwrittenError)) return { error: { type, message } }
    const of = error.of === undefined ? {} : { of: error.of }
    return { error: { type, message, ...of }, unwritten: true }
  }
}

/** True for an answer that is an exception. */
export const isPythonError = (answer: object): answer is PythonError => 'error' in answer
