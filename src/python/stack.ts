/**
 * How deep Python may go. It measures its depth by the part of its stack that lies in linear memory, and believes that
 * it has ten megabytes of that; the stack that runs out first is the machine's own, half a megabyte in a thread of
 * Chromium, and that is the end of the interpreter. A tenth of a megabyte of the one goes with less than the whole of
 * the other, for all that goes through Python's own functions: a `__repr__` that asks for itself, a sort key that sorts. It is a
 * RecursionError then, at its line. Code of C alone that goes deep (an iterator of an iterator, thousands of times) may use
 * nothing of linear memory and still ends the interpreter: `overflow` says where.
 */

/** Bytes of the stack in linear memory for one body. */
const STACK_BYTES = 112 * 1024

/** What Emscripten's module exports for it. */
export interface StackExports {
  readonly _emscripten_stack_get_current: () => number
  readonly _PyThreadState_Get: () => number
  readonly _PyUnstable_ThreadState_SetStackProtection: (
    state: number,
    start: number,
    size: number,
  ) => number
}

/** Lets the body that runs go so deep from here on, and no deeper. */
export function limitStack(exports: StackExports): void {
  const top = exports._emscripten_stack_get_current() >>> 0
  const state = exports._PyThreadState_Get()
  exports._PyUnstable_ThreadState_SetStackProtection(state, top - STACK_BYTES, STACK_BYTES)
}

/** What the machine says when its stack is full: V8 and WebKit, and Firefox. */
const FULL = /call stack size exceeded|too much recursion|stack overflow/i
/** A line of what Python writes of its stack when it breaks, the innermost first; the library's paths are absolute. */
const OWN_LINE = /^ {2}File "([^"/][^"]*)", line (\d+) in /

/** The sentence for a learner whose code went too deep, from the error and Python's last words; null: it was not that. */
export function overflow(error: unknown, lastWords: readonly string[]): string | null {
  const said = [error instanceof Error ? error.message : String(error), ...lastWords]
  if (!said.some((text) => FULL.test(text))) return null
  const [, file, line] = lastWords.map((text) => OWN_LINE.exec(text)).find(Boolean) ?? []
  if (file === undefined || line === undefined)
    return 'The run was ended: something is nested too deep, or calls itself without end, and Python had no room left. Python is started again for the next run.'
  return `The run was ended: at line ${line} of ${file} something is nested too deep, or calls itself without end, and Python had no room left. Python is started again for the next run.`
}
