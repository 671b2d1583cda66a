import type { Call, Callable, Reply } from './calls.ts'

/** Says a part of the answer to the open call of a method, at once: also while nothing else can be said. */
export type Give<T> = (method: keyof T & string, part: unknown) => void

/** Answers the calls that come over a port; `buffersOf` says what of a value is handed over, not copied. */
export function answerCalls<T>(
  port: MessagePort,
  target: Callable<T>,
  buffersOf: (value: unknown) => Transferable[],
): Give<T> {
  /** The latest open call of each method. */
  const open = new Map<string, number>()
  const methods = new Map(Object.entries<(...args: never[]) => Promise<unknown>>(target))
  const answer = async ({ id, method, args }: Call): Promise<void> => {
    const called = methods.get(method)
    open.set(method, id)
    try {
      if (called === undefined) throw new Error(`the thread has no ${method}`)
      const value = await called(...(args as never[]))
      port.postMessage({ id, value } satisfies Reply, buffersOf(value))
    } catch (error) {
      const sentence = error instanceof Error ? error.message : String(error)
      port.postMessage({ id, error: sentence } satisfies Reply)
    } finally {
      if (open.get(method) === id) open.delete(method)
    }
  }
  port.onmessage = ({ data }: MessageEvent<Call>) => void answer(data)
  return (method, part) => {
    const id = open.get(method)
    if (id !== undefined) port.postMessage({ id, part } satisfies Reply, buffersOf(part))
  }
}
