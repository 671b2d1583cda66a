import type { Call, Callable, Reply } from './calls.ts'

/** Answers the calls that come over a port; `buffersOf` says what of a value is handed over, not copied. */
export function answerCalls<T>(
  port: MessagePort,
  target: Callable<T>,
  buffersOf: (value: unknown) => Transferable[],
): void {
  const methods = new Map(Object.entries<(...args: never[]) => Promise<unknown>>(target))
  const answer = async ({ id, method, args }: Call): Promise<void> => {
    const called = methods.get(method)
    try {
      if (called === undefined) throw new Error(`the thread has no ${method}`)
      const value = await called(...(args as never[]))
      port.postMessage({ id, value } satisfies Reply, buffersOf(value))
    } catch (error) {
      const sentence = error instanceof Error ? error.message : String(error)
      port.postMessage({ id, error: sentence } satisfies Reply)
    }
  }
  port.onmessage = ({ data }: MessageEvent<Call>) => void answer(data)
}
