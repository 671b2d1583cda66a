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

/** Runs `work`; an exception of Celery's becomes its answer, any other goes on. */
export function orPythonError<T>(work: () => T): T | PythonError {
  try {
    return work()
  } catch (error) {
    if (error instanceof CeleryError) return { error: { type: error.type, message: error.message } }
    throw error
  }
}

/** True for an answer that is an exception. */
export const isPythonError = (answer: object): answer is PythonError => 'error' in answer
